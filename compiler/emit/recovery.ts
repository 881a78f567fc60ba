import type { Ages } from './ages.ts';
import { type Engine, type Locals, NONE, ZERO64 } from './engine.ts';
import { kindOf, type Row } from './ledger-rows.ts';
import type { LotEffects } from './lot-effects.ts';
import type { LotParts, Take } from './lot-parts.ts';
import type { AddLot } from './lot-posting.ts';
import { dayOf, keyOf, type LotStore, minOf64 } from './lot-store.ts';
import { type LotTerms, shownEnd } from './lot-terms.ts';
import type { Measures } from './measures.ts';
import { AWARD, COUNTER, FIRING, LOT, RECORD, USE } from './records.ts';
import {
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  load64,
  or,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Reversals: awards taken back, uses given back, and the room that counters get for either. */
export class Recovery {
  readonly #e: Engine;
  readonly #measures: Measures;
  readonly #store: LotStore;
  readonly #terms: LotTerms;
  readonly #effects: LotEffects;
  readonly #row: Row;
  readonly #ages: Ages;
  readonly #add: AddLot;
  readonly #takes: readonly Take[];

  constructor(parts: LotParts, add: AddLot, takes: readonly Take[]) {
    this.#e = parts.e;
    this.#measures = parts.measures;
    this.#store = parts.store;
    this.#terms = parts.terms;
    this.#effects = parts.effects;
    this.#row = parts.row;
    this.#ages = parts.ages;
    this.#add = add;
    this.#takes = takes;
  }

  /** Notes that part of an award was recovered: room comes back for it (ruling R4). */
  recovered(points: number, award: I32, amount: I64, locals: Locals): Stmt {
    const logs = this.#measures.flowsOf('earned', points);
    const firing = locals.i32('firing');
    return doAll(
      this.#store.bump(points, 'reversed', amount),
      store64(award, i64.sub(load64(award, AWARD.counted), amount), AWARD.counted),
      this.#e.g.tick.set(i32.add(this.#e.g.tick.get, c32(1))),
      ...logs.map((log, i) =>
        this.#measures.shrinkFlow(log, i32.add(award, c32(AWARD.flows + 8 * i)), amount, locals),
      ),
      firing.set(load32(award, AWARD.firing)),
      when(firing.get, [
        this.#giveRoom(firing.get, c32(points), amount, locals),
        when(i64.le(load64(award, AWARD.counted), ZERO64), [
          store32(firing.get, i32.sub(load32(firing.get, FIRING.alive), c32(1)), FIRING.alive),
          this.recount(firing.get, locals),
        ]),
      ]),
    );
  }

  /** Counters of a points type get room back for what was recovered or came back, in the period of the firing. */
  #giveRoom(firing: I32, points: I32, amount: I64, locals: Locals): Stmt {
    const at = locals.i32('at');
    const end = locals.i32('end');
    const counter = locals.i32('counter');
    return doAll(
      at.set(i32.add(firing, c32(FIRING.list))),
      end.set(i32.add(at.get, i32.shl(load32(firing, FIRING.counters), c32(3)))),
      during(i32.lt(at.get, end.get), [
        counter.set(load32(at.get)),
        when(
          i32.and(
            i32.eq(load32(at.get, 4), points),
            i32.ge(load32(firing, FIRING.day), load32(counter.get, COUNTER.start)),
          ),
          [store64(counter.get, i64.sub(load64(counter.get, COUNTER.taken), amount), COUNTER.taken)],
        ),
        at.set(i32.add(at.get, c32(8))),
      ]),
    );
  }

  /** A time comes back when nothing given by its firing is still counted (ruling R4). */
  recount(firing: I32, locals: Locals): Stmt {
    const now = locals.i64('counted');
    const isGone = choose(
      load32(firing, FIRING.isReward),
      choose(load32(firing, FIRING.record), load32(load32(firing, FIRING.record), RECORD.gone), c32(0)),
      c32(0),
    );
    const isCounted = or(
      i32.eqz(load32(firing, FIRING.awards)),
      i32.gt(load32(firing, FIRING.alive), c32(0)),
    );
    return doAll(
      now.set(choose(and(i32.eqz(isGone), isCounted), load64(firing, FIRING.times), ZERO64)),
      when(i64.ne(now.get, load64(firing, FIRING.now)), [
        this.#giveRoom(firing, c32(-1), i64.sub(load64(firing, FIRING.now), now.get), locals),
        store64(firing, now.get, FIRING.now),
      ]),
    );
  }

  /** `(award, quantity)`: takes back part of an award: own lot, what vanished of it, other lots, then a debt (ruling R3). */
  recover(points: number): Func<readonly ['i32', 'i64'], 'void'> {
    const { m, plan } = this.#e;
    const take = this.#takes[points];
    if (take === undefined) throw new Error('no such points');
    return m.func(`${plan.points[points]?.name}.recover`, ['i32', 'i64'], 'void', (f, award, quantity) => {
      const lot = f.i32('lot');
      const own = f.i64('own');
      const by = load32(award.get, AWARD.by);
      const row = (number: I32, amount: I64): Stmt =>
        this.#row.call(kindOf('reverse'), c32(points), by, number, NONE, i64.sub(ZERO64, amount));
      return [
        lot.set(this.#store.lotAt(load32(award.get, AWARD.lot))),
        own.set(minOf64(load64(lot.get, LOT.rest), quantity.get)),
        when(i64.gt(own.get, ZERO64), [
          store64(lot.get, i64.sub(load64(lot.get, LOT.rest), own.get), LOT.rest),
          this.#ages.shrink(lot.get, own.get),
          when(
            load32(lot.get, LOT.pending),
            [this.#store.bump(points, 'pending', i64.sub(ZERO64, own.get))],
            [this.#store.bump(points, 'available', i64.sub(ZERO64, own.get))],
          ),
          quantity.set(i64.sub(quantity.get, own.get)),
          this.recovered(points, award.get, own.get, f),
          row(load32(award.get, AWARD.lot), own.get),
        ]),
        lot.set(this.#store.lotAt(load32(award.get, AWARD.lot))),
        own.set(minOf64(load64(lot.get, LOT.vanished), quantity.get)),
        store64(lot.get, i64.sub(load64(lot.get, LOT.vanished), own.get), LOT.vanished),
        quantity.set(i64.sub(quantity.get, own.get)),
        quantity.set(i64.sub(quantity.get, take.call(quantity.get, kindOf('reverse'), by, award.get))),
        ...(plan.points[points]?.shortfall === 'owe'
          ? [
              when(i64.gt(quantity.get, ZERO64), [
                this.#store.bump(points, 'debt', quantity.get),
                this.recovered(points, award.get, quantity.get, f),
                row(c32(0), quantity.get),
              ]),
            ]
          : []),
      ];
    });
  }

  /** `(use, quantity) → came`: gives back part of a use as one lot that ends with the latest of those used (ruling R5). */
  giveBack(points: number): Func<readonly ['i32', 'i64'], 'i64'> {
    const { m, plan, g } = this.#e;
    const type = plan.points[points];
    if (type === undefined) throw new Error('no such points');
    const logs = this.#measures.flowsOf('used', points);
    return m.func(`${type.name}.giveBack`, ['i32', 'i64'], 'i64', (f, use, quantity) => {
      const at = f.i32('at');
      const end = f.i32('end');
      const lot = f.i32('lot');
      const latest = f.i64('latest');
      const key = f.i64('key');
      const number = f.i32('number');
      const last = f.i32('last');
      const firing = f.i32('firing');
      const pieceAt = (i: I32): I32 => i32.add(load32(c32(this.#store.pieces)), i32.shl(i, c32(4)));
      return [
        at.set(load32(use.get, USE.pieces)),
        end.set(i32.add(at.get, load32(use.get, USE.count))),
        latest.set(c64(-(1n << 63n))),
        during(i32.lt(at.get, end.get), [
          lot.set(this.#store.lotAt(load32(pieceAt(at.get)))),
          key.set(keyOf(this.#terms.endOf(lot.get), load32(lot.get, LOT.number))),
          when(i64.gt(key.get, latest.get), [latest.set(key.get)]),
          at.set(i32.add(at.get, c32(1))),
        ]),
        number.set(i32.wrap(latest.get)),
        last.set(dayOf(latest.get)),
        when(i32.lt(last.get, g.day.get), [f.ret(ZERO64)]),
        this.#store.bump(points, 'used', i64.sub(ZERO64, quantity.get)),
        g.tick.set(i32.add(g.tick.get, c32(1))),
        ...logs.map((log, i) =>
          this.#measures.shrinkFlow(log, i32.add(use.get, c32(USE.flows + 8 * i)), quantity.get, f),
        ),
        firing.set(load32(use.get, USE.firing)),
        when(firing.get, [
          when(i32.eqz(i32.and(load32(firing.get, FIRING.gave), c32(1 << points))), [
            this.#giveRoom(firing.get, c32(points), quantity.get, f),
          ]),
        ]),
        lot.set(this.#store.lotAt(number.get)),
        number.set(
          this.#add.call(
            c32(points),
            quantity.get,
            load32(use.get, USE.by),
            g.day.get,
            load32(lot.get, LOT.terms),
            load32(lot.get, LOT.end),
            load32(lot.get, LOT.from),
            c32(1),
            number.get,
          ),
        ),
        when(i32.eqz(g.has.get), [this.#e.overflow(type.span)]),
        this.#row.call(
          kindOf('reverse'),
          c32(points),
          load32(use.get, USE.by),
          number.get,
          shownEnd(last.get, f),
          quantity.get,
        ),
        when(load32(use.get, USE.costs), [this.#uncost(points, use.get, quantity.get, f)]),
        f.ret(quantity.get),
      ];
    });
  }

  /** Returned points cost nothing again; the pieces give back in the order in which they were taken. */
  #uncost(points: number, use: I32, came: I64, locals: Locals): Stmt {
    const rest = locals.i64('rest');
    const skip = locals.i64('skip');
    const open = locals.i64('open');
    const at = locals.i32('piece');
    const end = locals.i32('pieces');
    const piece = i32.add(load32(c32(this.#store.pieces)), i32.shl(at.get, c32(4)));
    return doAll(
      rest.set(came),
      skip.set(i64.sub(i64.sub(load64(use, USE.quantity), load64(use, USE.kept)), came)),
      at.set(load32(use, USE.pieces)),
      end.set(i32.add(at.get, load32(use, USE.count))),
      during(i32.lt(at.get, end.get), [
        open.set(i64.sub(load64(piece, 8), minOf64(load64(piece, 8), skip.get))),
        skip.set(i64.sub(skip.get, i64.sub(load64(piece, 8), open.get))),
        open.set(minOf64(open.get, rest.get)),
        rest.set(i64.sub(rest.get, open.get)),
        when(i64.gt(open.get, ZERO64), [
          this.#effects.useCost(points, this.#store.lotAt(load32(piece)), i64.sub(ZERO64, open.get)),
        ]),
        at.set(i32.add(at.get, c32(1))),
      ]),
    );
  }
}
