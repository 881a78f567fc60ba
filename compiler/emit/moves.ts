import { keepsMoves, segmentsOf } from '../../schema/index.ts';
import type { Engine, Slot } from './engine.ts';
import type { Tiers } from './tiers.ts';
import type { Totals } from './totals.ts';
import {
  c32,
  doAll,
  during,
  type I32,
  i32,
  load32,
  nop,
  type Stmt,
  select,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Numbers of segments, each one more than in the program; 0 stands for being in none. */
interface Held {
  readonly count: Slot<'i32'>;
  readonly at: number;
}

/** How a member came from one observation to the next: levels of ladders, and segments. */
export class Moves {
  readonly #e: Engine;
  readonly #totals: Totals;
  readonly #tiers: Tiers;
  /** Per ladder, one more than the level at the first and at the last observation. */
  readonly #levels: readonly { readonly first: Slot<'i32'>; readonly last: Slot<'i32'> }[];
  readonly #held: { readonly first: Held; readonly before: Held; readonly now: Held };
  /** Per segment, two more than the number of the last observation at which it held the member. */
  readonly #stamps: number;
  readonly #number: Slot<'i32'>;
  /** `(segment)`: it holds the member now. */
  readonly enter: Func<readonly ['i32'], 'void'>;
  /** Once every segment was asked. */
  readonly settle: Func<readonly [], 'void'>;

  /** `number` counts the observations of a member. */
  constructor(e: Engine, totals: Totals, tiers: Tiers, number: Slot<'i32'>) {
    this.#e = e;
    this.#totals = totals;
    this.#tiers = tiers;
    this.#number = number;
    const { m, plan, state } = e;
    const { length } = segmentsOf(plan);
    const list = (): Held => ({ count: state.i32(), at: state.place(4 * (length + 1)) });
    this.#levels = plan.ladders.map(() => ({ first: state.i32(), last: state.i32() }));
    this.#held = { first: list(), before: list(), now: list() };
    this.#stamps = state.place(4 * length);
    this.enter = m.func('segment.enter', ['i32'], 'void', (f, segment) => {
      const { now } = this.#held;
      const cell = f.i32('cell');
      return [
        cell.set(i32.add(c32(totals.cells.segments), i32.mul(segment.get, c32(3)))),
        totals.count(cell.get),
        when(i32.ne(this.#stamp(segment.get), i32.add(number.get, c32(1))), [
          totals.count(i32.add(cell.get, c32(1))),
        ]),
        store32(i32.shl(segment.get, c32(2)), i32.add(number.get, c32(2)), this.#stamps),
        store32(i32.shl(now.count.get, c32(2)), i32.add(segment.get, c32(1)), now.at),
        now.count.set(i32.add(now.count.get, c32(1))),
      ];
    });
    this.settle = this.#settle();
  }

  #stamp(segment: I32): I32 {
    return load32(i32.shl(segment, c32(2)), this.#stamps);
  }

  /** Counts where members of ladders are and were; forgets which segments hold the member. */
  look(): Stmt {
    const { plan, g } = this.#e;
    const { cells, run } = this.#totals;
    let [level, month, whole] = [cells.levels, cells.moves, run.moves];
    return doAll(
      this.#held.now.count.set(c32(0)),
      ...plan.ladders.flatMap(({ levels: { length } }, index) => {
        const tier = this.#tiers.tier(index);
        const slots = this.#levels[index];
        const members = this.#totals.count(i32.add(c32(level), i32.mul(tier, c32(3))));
        level += 3 * length;
        if (slots === undefined || !keepsMoves(length)) return [members];
        const { first, last } = slots;
        const place = (base: number, from: I32): I32 =>
          i32.add(c32(base), i32.add(i32.mul(from, c32(length)), tier));
        const [own, all] = [place(month, last.get), place(whole, i32.sub(first.get, c32(1)))];
        month += (length + 1) * length;
        whole += length * length;
        const now = i32.add(tier, c32(1));
        return [
          members,
          this.#totals.count(own),
          last.set(now),
          when(i32.eqz(first.get), [first.set(now)]),
          when(i32.eq(g.day.get, g.until.get), [this.#totals.countRun(all)]),
        ];
      }),
    );
  }

  #settle(): Moves['settle'] {
    const { m, plan, g } = this.#e;
    const { cells, run } = this.#totals;
    const { first, before, now } = this.#held;
    const { length } = segmentsOf(plan);
    return m.func('segment.moves', [], 'void', (f) => {
      const from = f.i32('from');
      const to = f.i32('to');
      const held = (list: Held, i: I32): I32 => load32(i32.shl(i, c32(2)), list.at);
      const each = (list: Held, i: typeof from, body: readonly Stmt[]): Stmt =>
        doAll(i.set(c32(0)), during(i32.lt(i.get, list.count.get), [...body, i.set(i32.add(i.get, c32(1)))]));
      // Few segments hold a member: copying them one by one is faster than `memory.copy`.
      const copied = (into: Held): Stmt =>
        doAll(
          into.count.set(now.count.get),
          each(now, to, [store32(i32.shl(to.get, c32(2)), held(now, to.get), into.at)]),
        );
      const cell = (base: number, row: I32): I32 =>
        i32.add(c32(base), i32.add(i32.mul(row, c32(length + 1)), held(now, to.get)));
      const isKept = keepsMoves(length);
      const isNew = i32.eqz(this.#number.get);
      // Whoever is in none is in what stands for that.
      const none = when(i32.eqz(now.count.get), [now.count.set(c32(1)), store32(c32(0), c32(0), now.at)]);
      const stamp = this.#stamp(i32.sub(held(before, from.get), c32(1)));
      const left = when(held(before, from.get), [
        when(i32.ne(stamp, i32.add(this.#number.get, c32(2))), [
          this.#totals.count(i32.add(c32(cells.segments - 1), i32.mul(held(before, from.get), c32(3)))),
        ]),
      ]);
      const moved = each(now, to, [
        this.#totals.count(cell(cells.segmentMoves, i32.add(held(before, from.get), c32(1)))),
      ]);
      return [
        none,
        when(
          isNew,
          [
            isKept ? each(now, to, [this.#totals.count(cell(cells.segmentMoves, c32(0)))]) : nop,
            copied(first),
          ],
          [each(before, from, [left, isKept ? moved : nop])],
        ),
        when(select(c32(isKept ? 1 : 0), i32.eq(g.day.get, g.until.get), c32(0)), [
          each(first, from, [
            each(now, to, [this.#totals.countRun(cell(run.segmentMoves, held(first, from.get)))]),
          ]),
        ]),
        copied(before),
      ];
    });
  }
}
