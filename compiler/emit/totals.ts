import type { KpiLeaf, Loyalty, PlacedLeaf, Plan, RunCells, TotalsCells } from '../../schema/index.ts';
import { leavesOf, runCells, totalsCells } from '../../schema/index.ts';
import { type Engine, type Slot, ZERO64 } from './engine.ts';
import { power10 } from './values.ts';
import {
  c32,
  c64,
  choose,
  doAll,
  type Global,
  goTo,
  type I32,
  type I64,
  i32,
  i64,
  load8,
  load32,
  load64,
  loop,
  nop,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

const LOYALTIES: readonly Loyalty[] = ['economic', 'behavioral', 'psychological'];

/** Functions that read point flows by the dates of rows. */
export function readsFlows(leaf: KpiLeaf): boolean {
  return (
    leaf.kind === 'standard' &&
    (leaf.name === 'redemption_rate' || leaf.name === 'earn_burn' || leaf.name === 'breakage')
  );
}

/** Points types that a function is about: the one it names, or all that can be redeemed. */
export function pointsOf(plan: Plan, leaf: KpiLeaf): readonly number[] {
  if (leaf.kind !== 'standard') return [];
  const { points } = leaf;
  return plan.points.flatMap((each, index) =>
    (points === undefined ? each.redeemable : index === points) ? [index] : [],
  );
}

/** Decimals that every cost of a program has: of its currency and of what used points cost. */
export function costScaleOf(plan: Plan): number {
  return Math.max(
    plan.currency.decimals,
    ...plan.points.map(({ expense, decimals }) => (expense === undefined ? 0 : expense.scale + decimals)),
  );
}

/** An entry of a KPI's own log: its day, and two numbers of 128 bits, of which costs have the first only. */
const ENTRY = { day: 0, above: 8, below: 24, bytes: 40 } as const;

/** Totals over members, month by month; counted backwards where a member is taken out again. */
export class Totals {
  readonly cells: TotalsCells;
  readonly run: RunCells;
  readonly leaves: readonly PlacedLeaf[];
  readonly costScale: number;
  readonly returned: number;
  /** Address of the month at hand, 0 while nothing is counted. */
  readonly month: Global<'i32'>;
  readonly base: Global<'i32'>;
  readonly first: Global<'i32'>;
  readonly sign: Global<'i32'>;
  /** Address of the cells of the whole run. */
  readonly runBase: Global<'i32'>;
  readonly #e: Engine;
  readonly #add: Func<readonly ['i32', 'i64', 'i64'], 'void'>;
  readonly #addProduct: Func<readonly ['i32', 'i64', 'i64'], 'void'>;
  readonly enter: Func<readonly ['i32'], 'void'>;
  readonly #monthEnd: Global<'i32'>;
  readonly #builds: number;
  /** Month in which each rule, reward and benefit reached the member last. */
  readonly #reached: number;
  readonly #count: Func<readonly ['i32'], 'void'>;
  readonly #reach: Func<readonly ['i32'], 'void'>;
  readonly #touch: Func<readonly ['i32'], 'void'>;
  /** Logs of functions that read flows or costs: a vector each. */
  readonly #logs: ReadonlyMap<number, number>;
  /** The product that `multiply` left. */
  readonly low: Global<'i64'>;
  readonly high: Global<'i64'>;
  readonly multiply: Func<readonly ['i64', 'i64'], 'void'>;

  /** `returned` and `builds` are addresses outside a member's state; `state` is cleared with the member. */
  constructor(e: Engine, returned: number, builds: number) {
    this.#e = e;
    const { m, plan, calendar } = e;
    this.leaves = leavesOf(plan);
    this.cells = totalsCells(plan, this.leaves.length);
    this.run = runCells(plan);
    this.costScale = costScaleOf(plan);
    this.returned = returned;
    this.#builds = builds;
    this.month = m.global('month', 'i32');
    this.base = m.global('totals', 'i32');
    this.first = m.global('firstMonth', 'i32');
    this.sign = m.global('sign', 'i32', 1);
    this.runBase = m.global('run', 'i32');
    this.#monthEnd = m.global('monthEnd', 'i32');
    this.low = m.global('low', 'i64');
    this.high = m.global('high', 'i64');
    this.#logs = new Map(
      this.leaves.flatMap(({ leaf }, index) =>
        readsFlows(leaf) || (leaf.kind === 'standard' && leaf.name === 'program_cost')
          ? [[index, e.state.place(16)] as const]
          : [],
      ),
    );
    const owners = [...plan.rules, ...plan.rewards, ...plan.benefits];
    const touched = e.state.place(4 * (1 + LOYALTIES.length));
    this.#reached = e.state.place(4 * owners.length);
    if (owners.length > 0) {
      m.data(
        builds,
        Uint8Array.from(owners, ({ builds: loyalty }) =>
          loyalty === undefined ? 0 : 1 + LOYALTIES.indexOf(loyalty),
        ),
      );
    }

    this.multiply = m.func('multiply', ['i64', 'i64'], 'void', (_, a, b) => [
      this.low.set(i64.mul(a.get, b.get)),
      this.high.set(
        i64.sub(
          i64.sub(e.arithmetic.multiplyHigh.call(a.get, b.get), choose(i64.lt(a.get, ZERO64), b.get, ZERO64)),
          choose(i64.lt(b.get, ZERO64), a.get, ZERO64),
        ),
      ),
    ]);
    this.#add = m.func('tally', ['i32', 'i64', 'i64'], 'void', (f, cell, low, high) => {
      const at = f.i32('at');
      const sum = f.i64('sum');
      return [
        when(i32.eqz(this.month.get), [f.ret()]),
        when(i32.lt(this.sign.get, c32(0)), [
          low.set(i64.sub(ZERO64, low.get)),
          high.set(i64.sub(i64.sub(ZERO64, high.get), i64.extendU(i64.ne(low.get, ZERO64)))),
        ]),
        at.set(i32.add(this.month.get, i32.shl(cell.get, c32(4)))),
        sum.set(i64.add(load64(at.get), low.get)),
        store64(
          at.get,
          i64.add(i64.add(load64(at.get, 8), high.get), i64.extendU(i64.ltU(sum.get, low.get))),
          8,
        ),
        store64(at.get, sum.get),
      ];
    });
    // Members are fewer than 64 bits hold, and nobody is counted out who was not counted: the high half stays 0.
    this.#count = m.func('count', ['i32'], 'void', (_, at) => [
      store64(at.get, i64.add(load64(at.get), i64.extend(this.sign.get))),
    ]);
    /** What reached the member for the first time this month, and ever, counts it. */
    const first = (slots: number, number: I32, whole: I32, cell: I32): Stmt => {
      const slot = load32(i32.shl(number, c32(2)), slots);
      return doAll(
        when(i32.eqz(slot), [this.countRun(whole)]),
        store32(i32.shl(number, c32(2)), this.month.get, slots),
        this.count(cell),
      );
    };
    this.#touch = m.func('touch', ['i32'], 'void', (_, loyalty) => [
      when(i32.ne(load32(i32.shl(loyalty.get, c32(2)), touched), this.month.get), [
        first(
          touched,
          loyalty.get,
          i32.add(c32(this.run.builds - 1), loyalty.get),
          i32.add(c32(this.cells.builds - 2), i32.shl(loyalty.get, c32(1))),
        ),
      ]),
    ]);
    this.#reach = m.func('reach', ['i32'], 'void', (f, owner) => {
      const loyalty = f.i32('loyalty');
      return [
        first(
          this.#reached,
          owner.get,
          i32.add(c32(this.run.reached), owner.get),
          i32.add(c32(this.cells.reached), owner.get),
        ),
        loyalty.set(load8(i32.add(owner.get, c32(builds)))),
        when(loyalty.get, [this.#touch.call(loyalty.get)]),
      ];
    });
    this.#addProduct = m.func('tally.product', ['i32', 'i64', 'i64'], 'void', (_, cell, a, b) => [
      this.multiply.call(a.get, b.get),
      this.#add.call(cell.get, this.low.get, this.high.get),
    ]);
    this.enter = m.func('month.enter', ['i32'], 'void', (f, day) => {
      const number = f.i32('number');
      return [
        when(i32.and(i32.ne(this.base.get, c32(0)), i32.gt(day.get, this.#monthEnd.get)), [
          number.set(calendar.monthNumber.call(day.get)),
          this.#monthEnd.set(calendar.monthEnd.call(number.get)),
          this.month.set(
            i32.add(this.base.get, i32.mul(i32.sub(number.get, this.first.get), c32(this.cells.count * 16))),
          ),
        ]),
      ];
    });
  }

  /** Forgets the month of the last member. */
  begin(): Stmt {
    return doAll(this.#monthEnd.set(c32(-0x8000_0000)), this.month.set(c32(0)));
  }

  /** The last day of the month that was entered. */
  get monthEnd(): I32 {
    return this.#monthEnd.get;
  }

  add(cell: I32, value: I64): Stmt {
    const high = i64.shr(value, c64(63));
    return this.#add.call(cell, value, high);
  }

  /** One member more in a cell of the month at hand. */
  count(cell: I32): Stmt {
    return this.#count.call(i32.add(this.month.get, i32.shl(cell, c32(4))));
  }

  /** One member more in a cell of the run. */
  countRun(cell: I32): Stmt {
    return this.#count.call(i32.add(this.runBase.get, i32.shl(cell, c32(4))));
  }

  addWide(cell: I32, low: I64, high: I64): Stmt {
    return this.#add.call(cell, low, high);
  }

  addProduct(cell: I32, a: I64, b: I64): Stmt {
    return this.#addProduct.call(cell, a, b);
  }

  /** A rule, reward or benefit reached the member: counted once a month, and once a run, with what it builds. */
  reach(owner: number): Stmt {
    return when(i32.ne(load32(c32(0), this.#reached + 4 * owner), this.month.get), [
      this.#reach.call(c32(owner)),
    ]);
  }

  /** Something built what a rule, reward or benefit builds. */
  touch(owner: number): Stmt {
    const { plan } = this.#e;
    const builds = [...plan.rules, ...plan.rewards, ...plan.benefits][owner]?.builds;
    return builds === undefined ? nop : this.#touch.call(c32(1 + LOYALTIES.indexOf(builds)));
  }

  #source(by: I32, cell: number): I32 {
    return i32.add(c32(this.cells.sources + cell), i32.mul(by, c32(this.cells.sourceCells)));
  }

  fired(by: number, times: I64): Stmt {
    return doAll(this.add(this.#source(c32(by), 0), times), this.reach(by));
  }

  /** What a ledger row moves: flows of its points type, and what its rule or reward gave or declined. */
  row(kind: I32, what: I32, by: I32, quantity: I64): Stmt {
    const flow = (which: number): I32 => i32.add(c32(this.cells.flows + which), i32.mul(what, c32(6)));
    const minus = i64.sub(ZERO64, quantity);
    const levelCell = (which: number): I32 => {
      // Levels stand ladder by ladder.
      let offset = 0;
      const starts = this.#e.plan.ladders.map((ladder) => {
        offset += ladder.levels.length;
        return offset - ladder.levels.length;
      });
      const start = starts.reduce<I32>(
        (other, at, ladder) =>
          ladder === 0 ? c32(at) : choose(i32.eq(i32.shrU(what, c32(16)), c32(ladder)), c32(at), other),
        c32(0),
      );
      return i32.add(
        c32(this.cells.levels + which),
        i32.mul(i32.add(start, i32.and(what, c32(0xffff))), c32(3)),
      );
    };
    const cases: readonly Stmt[] = [
      doAll(
        this.add(flow(0), quantity),
        this.add(i32.add(this.#source(by, 3), what), quantity),
        this.#flow(what, 'issued', quantity),
      ),
      doAll(this.add(flow(1), minus), this.#flow(what, 'used', minus)),
      doAll(this.add(flow(3), minus), this.#flow(what, 'lost', minus)),
      when(
        i64.lt(quantity, ZERO64),
        [this.add(flow(5), minus), this.#flow(what, 'reversed', minus)],
        [this.add(flow(2), quantity), this.#flow(what, 'returned', quantity)],
      ),
      doAll(this.add(flow(4), minus), this.#flow(what, 'lost', minus)),
      this.count(this.#source(by, 1)),
      this.count(levelCell(1)),
      this.count(levelCell(2)),
    ];
    return when(
      this.month.get,
      cases.map((body, number) => when(i32.eq(kind, c32(number)), [body])),
    );
  }

  /** A flow in the logs of the functions that read it: numerator and denominator, at their points' common decimals. */
  #flow(what: I32, kind: 'issued' | 'used' | 'returned' | 'lost' | 'reversed', quantity: I64): Stmt {
    const { plan } = this.#e;
    return doAll(
      ...this.leaves.map(({ leaf }, index) => {
        const log = this.#logs.get(index);
        if (log === undefined || !readsFlows(leaf) || leaf.kind !== 'standard') return nop;
        const selected = pointsOf(plan, leaf);
        const scale = this.flowScale(leaf);
        const isBreakage = leaf.name === 'breakage';
        const [above, below] = isBreakage
          ? {
              issued: [0, 0],
              reversed: [0, 0],
              used: [0, 1],
              returned: [0, -1],
              lost: [1, 1],
            }[kind]
          : {
              issued: [0, 1],
              reversed: [0, -1],
              used: [1, 0],
              returned: [-1, 0],
              lost: [0, 0],
            }[kind];
        if (above === 0 && below === 0) return nop;
        return doAll(
          ...selected.map((points) => {
            const by = power10(scale - (plan.points[points]?.decimals ?? 0));
            return when(i32.eq(what, c32(points)), [
              this.#log(log, (entry) => [
                this.multiply.call(quantity, c64(by * BigInt(above ?? 0))),
                store64(entry, this.low.get, ENTRY.above),
                store64(entry, this.high.get, ENTRY.above + 8),
                this.multiply.call(quantity, c64(by * BigInt(below ?? 0))),
                store64(entry, this.low.get, ENTRY.below),
                store64(entry, this.high.get, ENTRY.below + 8),
              ]),
            ]);
          }),
        );
      }),
    );
  }

  flowScale(leaf: KpiLeaf): number {
    const { plan } = this.#e;
    return Math.max(0, ...pointsOf(plan, leaf).map((points) => plan.points[points]?.decimals ?? 0));
  }

  #log(log: number, write: (entry: I32) => readonly Stmt[]): Stmt {
    const entry = this.#entry;
    return doAll(
      entry.set(this.#e.arena.push.call(c32(log), c32(ENTRY.bytes))),
      store32(entry.get, this.#e.g.day.get, ENTRY.day),
      ...write(entry.get),
    );
  }

  get #entry(): Slot<'i32'> {
    this.#entrySlot ??= this.#e.state.i32();
    return this.#entrySlot;
  }

  #entrySlot: Slot<'i32'> | undefined;

  /** A cost of `quantity` · `factor` at {@link costScale}, of a rule, reward or benefit known only at run time. */
  cost(owner: I32, quantity: I64, factor: bigint): Stmt {
    return when(this.month.get, [this.multiply.call(quantity, c64(factor)), this.#cost(owner)]);
  }

  #cost(owner: I32): Stmt {
    const { plan } = this.#e;
    const sources = plan.rules.length + plan.rewards.length;
    const cell = choose(
      i32.lt(owner, c32(sources)),
      this.#source(owner, 2),
      i32.add(c32(this.cells.benefits + 1), i32.shl(i32.sub(owner, c32(sources)), c32(1))),
    );
    const loyalty = load8(i32.add(owner, c32(this.#builds)));
    return doAll(
      this.#add.call(cell, this.low.get, this.high.get),
      when(loyalty, [
        this.#add.call(
          i32.add(c32(this.cells.builds - 1), i32.shl(loyalty, c32(1))),
          this.low.get,
          this.high.get,
        ),
      ]),
      ...this.leaves.map(({ leaf }, index) => {
        const log = this.#logs.get(index);
        if (log === undefined || leaf.kind !== 'standard' || leaf.name !== 'program_cost') return nop;
        return this.#log(log, (entry) => [
          store64(entry, this.low.get, ENTRY.above),
          store64(entry, this.high.get, ENTRY.above + 8),
        ]);
      }),
    );
  }

  /** Sums of a function's own log between two days, added to its cells. */
  addLog(
    index: number,
    from: I32 | undefined,
    to: I32 | undefined,
    at: Slot<'i32'>,
    cursor: LogCursor,
  ): Stmt {
    const log = this.#logs.get(index);
    const leaf = this.leaves[index]?.leaf;
    if (log === undefined || leaf === undefined) return nop;
    const sides = readsFlows(leaf) ? [ENTRY.above, ENTRY.below] : [ENTRY.above];
    const entry = (i: I32): I32 => i32.add(load32(c32(log)), i32.mul(i, c32(ENTRY.bytes)));
    const day = (i: I32): I32 => load32(entry(i), ENTRY.day);
    const length = load32(c32(log), 4);
    const move = (sign: 1 | -1): Stmt =>
      doAll(
        ...sides.map((offset, side) => {
          const [low, high] = [cursor.sums + 16 * side, cursor.sums + 16 * side + 8];
          const own = load64(entry(at.get), offset);
          const ownHigh = load64(entry(at.get), offset + 8);
          const known = load64(c32(0), low);
          if (sign === 1) {
            return doAll(
              store64(
                c32(0),
                i64.add(
                  i64.add(load64(c32(0), high), ownHigh),
                  i64.extendU(i64.ltU(i64.add(known, own), own)),
                ),
                high,
              ),
              store64(c32(0), i64.add(known, own), low),
            );
          }
          return doAll(
            store64(
              c32(0),
              i64.sub(i64.sub(load64(c32(0), high), ownHigh), i64.extendU(i64.ltU(known, own))),
              high,
            ),
            store64(c32(0), i64.sub(known, own), low),
          );
        }),
      );
    const one = c32(1);
    const { lo, hi } = cursor;
    return doAll(
      // The window only moves forward: observations come in the order of days.
      whileDo(i32.lt(hi.get, length), to === undefined ? c32(1) : i32.le(day(hi.get), to), [
        at.set(hi.get),
        move(1),
        hi.set(i32.add(hi.get, one)),
      ]),
      from === undefined
        ? nop
        : whileDo(i32.lt(lo.get, hi.get), i32.lt(day(lo.get), from), [
            at.set(lo.get),
            move(-1),
            lo.set(i32.add(lo.get, one)),
          ]),
      ...sides.map((_, side) => {
        const [low, high] = [cursor.sums + 16 * side, cursor.sums + 16 * side + 8];
        return when(i64.ne(i64.or(load64(c32(0), low), load64(c32(0), high)), ZERO64), [
          this.addWide(c32(this.cells.leaves + 2 * index + side), load64(c32(0), low), load64(c32(0), high)),
        ]);
      }),
    );
  }
}

/** Where a function's window stands in its log, and the sums inside it. */
export interface LogCursor {
  readonly lo: Slot<'i32'>;
  readonly hi: Slot<'i32'>;
  readonly sums: number;
}

function whileDo(first: I32, second: I32, body: readonly Stmt[]): Stmt {
  return loop('while', (again) => [when(first, [when(second, [...body, goTo(again)])])]);
}
