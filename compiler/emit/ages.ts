import { AGE_EDGES, AGES } from '../../schema/index.ts';
import { type Engine, ZERO64 } from './engine.ts';
import { LOT } from './records.ts';
import type { Totals } from './totals.ts';
import {
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
  type Global,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  load64,
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** No month has fewer days: a lot that was posted fewer days ago has not come to an age of so many months. */
const LEAST_DAYS = 28;

/** The totals of lots by age, in the order of their cells. */
const KINDS = ['used', 'expired', 'forfeited', 'outstanding'] as const;

/** Lots that were posted so many months before are of the oldest age, on whatever day of the month. */
const OLDEST = Math.max(...AGE_EDGES) + 1;

/** Sums of one points type in one month: by months since the posting, and early or late in the month. */
const BYTES = 16 * 2 * (OLDEST + 1);

/**
 * Points by the age of their lots. At the end of a month the age of a lot depends on the month of its posting alone, and at
 * that of the run on whether it was posted late in its month: after the day of the month that the run ends on. So nobody asks
 * what is left of each lot: whatever posts, uses or ends one is a change from the next look on, kept by the month of that look
 * and the months since the posting; and each change is carried on from look to look once for all members together.
 */
export class Ages {
  readonly #e: Engine;
  readonly #totals: Totals;
  /** Sums of the month of the next look; 0 where nothing is counted, or the member is not looked at. */
  readonly #month: Global<'i32'>;
  /** Number of that month, from the first that is kept on. */
  readonly #number: Global<'i32'>;
  /** Lots posted after this day of the month at hand are late in it. */
  readonly #early: Global<'i32'>;
  readonly #first: Global<'i32'>;
  readonly #months: Global<'i32'>;
  /** Day of the month that the run ends on; 31 at the end of a month. */
  readonly #end: Global<'i32'>;
  readonly #isChanged: Global<'i32'>;
  readonly #ageOf: Func<readonly ['i32'], 'i32'>;
  readonly #add: Func<readonly ['i32', 'i64'], 'void'>;
  readonly #shrink: Func<readonly ['i32', 'i64'], 'void'>;
  readonly #carry: Func<readonly [], 'void'>;

  constructor(e: Engine, totals: Totals) {
    this.#e = e;
    this.#totals = totals;
    const { m, g, calendar } = e;
    const small = (name: string): Global<'i32'> => m.global(`ages.${name}`, 'i32');
    this.#month = small('month');
    this.#number = small('number');
    this.#early = small('early');
    this.#first = small('first');
    this.#months = small('months');
    this.#end = small('end');
    this.#isChanged = small('changed');
    this.#ageOf = m.func('age', ['i32'], 'i32', (f, posted) => {
      const months = f.i32('months');
      return [
        when(i32.lt(i32.sub(g.day.get, posted.get), c32(LEAST_DAYS * (AGE_EDGES[0] ?? 0))), [f.ret(c32(0))]),
        months.set(calendar.monthsBetween.call(posted.get, g.day.get)),
        f.ret(AGE_EDGES.reduce<I32>((age, edge) => i32.add(age, i32.ge(months.get, c32(edge))), c32(0))),
      ];
    });
    this.#add = m.func('age.add', ['i32', 'i64'], 'void', (f, at, by) => {
      const sum = f.i64('sum');
      return [
        this.#isChanged.set(c32(1)),
        when(i32.lt(totals.sign.get, c32(0)), [by.set(i64.sub(ZERO64, by.get))]),
        sum.set(i64.add(load64(at.get), by.get)),
        store64(
          at.get,
          i64.add(
            i64.add(load64(at.get, 8), i64.shr(by.get, c64(63))),
            i64.extendU(i64.ltU(sum.get, by.get)),
          ),
          8,
        ),
        store64(at.get, sum.get),
      ];
    });
    this.#shrink = m.func('age.shrink', ['i32', 'i64'], 'void', (f, lot, by) => {
      const posted = f.i32('posted');
      const since = f.i32('since');
      return [
        posted.set(load32(lot.get, LOT.posted)),
        since.set(i32.sub(this.#number.get, i32.shr(posted.get, c32(1)))),
        since.set(select(i32.lt(since.get, c32(OLDEST)), since.get, c32(OLDEST))),
        this.#add.call(
          this.#sumAt(
            load32(lot.get, LOT.points),
            i32.or(i32.shl(since.get, c32(1)), i32.and(posted.get, c32(1))),
          ),
          i64.sub(ZERO64, by.get),
        ),
      ];
    });
    this.#carry = this.#carryOn();
  }

  /** Sums of a points type in the month of the next look. */
  #sumAt(points: I32, place: I32): I32 {
    return i32.add(this.#month.get, i32.add(i32.mul(points, c32(BYTES)), i32.shl(place, c32(4))));
  }

  get #monthBytes(): number {
    return BYTES * this.#e.plan.points.length;
  }

  /** Bytes that so many months need. */
  bytes(months: I32): I32 {
    return i32.mul(months, c32(this.#monthBytes));
  }

  /** Begins a chunk with so many months, whose sums stand at an address, cleared. */
  beginChunk(address: I32, months: I32): Stmt {
    const { g, calendar } = this.#e;
    const isEnd = i32.eq(g.until.get, calendar.monthEnd.call(calendar.monthNumber.call(g.until.get)));
    return doAll(
      this.#first.set(address),
      this.#months.set(months),
      this.#isChanged.set(c32(0)),
      this.#end.set(choose(isEnd, c32(31), calendar.dayOfMonth.call(g.until.get))),
    );
  }

  /** Begins a member of whom nothing is counted. */
  skip(): Stmt {
    return this.#month.set(c32(0));
  }

  /** Begins a member who is looked at from the month of the enrolment on. */
  begin(): Stmt {
    const { g, calendar } = this.#e;
    const number = calendar.monthNumber.call(g.enrolled.get);
    return doAll(
      this.#number.set(i32.sub(number, this.#totals.first.get)),
      this.#month.set(i32.add(this.#first.get, i32.mul(this.#number.get, c32(this.#monthBytes)))),
      this.#early.set(
        i32.add(
          calendar.monthEnd.call(i32.add(this.#number.get, i32.sub(this.#totals.first.get, c32(1)))),
          this.#end.get,
        ),
      ),
    );
  }

  /** The member was looked at on a day: the next look is a month later, or there is none. */
  looked(day: I32): Stmt {
    const { g } = this.#e;
    return when(
      i32.ge(day, g.until.get),
      [this.skip()],
      [
        this.#number.set(i32.add(this.#number.get, c32(1))),
        this.#month.set(i32.add(this.#month.get, c32(this.#monthBytes))),
        this.#early.set(i32.add(day, this.#end.get)),
      ],
    );
  }

  /** A lot was posted today, of which so much is left at once. */
  posted(lot: I32, quantity: I64): Stmt {
    const { g } = this.#e;
    const isLate = i32.gt(g.day.get, this.#early.get);
    return when(this.#month.get, [
      store32(lot, i32.or(i32.shl(this.#number.get, c32(1)), isLate), LOT.posted),
      when(i64.ne(quantity, ZERO64), [
        this.#add.call(this.#sumAt(load32(lot, LOT.points), isLate), quantity),
      ]),
    ]);
  }

  /** A lot has so much less. */
  shrink(lot: I32, by: I64): Stmt {
    return when(this.#month.get, [this.#shrink.call(lot, by)]);
  }

  /** So much left a lot, by use or otherwise. */
  left(kind: Exclude<(typeof KINDS)[number], 'outstanding'>, points: I32, lot: I32, quantity: I64): Stmt {
    const first = i32.add(this.#cellsOf(points), c32(AGES * KINDS.indexOf(kind)));
    return when(this.#totals.month.get, [
      this.#totals.add(i32.add(first, this.#ageOf.call(load32(lot, LOT.earned))), quantity),
    ]);
  }

  #cellsOf(points: I32): I32 {
    return i32.add(c32(this.#totals.cells.ages), i32.mul(points, c32(AGES * KINDS.length)));
  }

  /** Brings what has changed to the totals, before the host reads them. */
  settle(): Stmt {
    return when(this.#isChanged.get, [this.#carry.call()]);
  }

  /** Each change counts in its month, and is the next month's, of lots that are a month older. */
  #carryOn(): Func<readonly [], 'void'> {
    const { m, plan } = this.#e;
    const { cells, base } = this.#totals;
    return m.func('ages.carry', [], 'void', (f) => {
      const number = f.i32('number');
      const points = f.i32('points');
      const place = f.i32('place');
      const months = f.i32('months');
      const at = f.i32('at');
      const cell = f.i32('cell');
      const age = f.i32('age');
      const low = f.i64('low');
      const high = f.i64('high');
      const sum = f.i64('sum');
      const isLast = i32.eq(number.get, i32.sub(this.#months.get, c32(1)));
      const step = (slot: typeof number): Stmt => slot.set(i32.add(slot.get, c32(1)));
      const addTo = (to: I32): Stmt =>
        doAll(
          sum.set(i64.add(load64(to), low.get)),
          store64(to, i64.add(i64.add(load64(to, 8), high.get), i64.extendU(i64.ltU(sum.get, low.get))), 8),
          store64(to, sum.get),
        );
      const older = i32.add(
        i32.add(at.get, c32(this.#monthBytes)),
        choose(i32.lt(months.get, c32(OLDEST)), c32(32), c32(0)),
      );
      const outstanding = i32.add(
        i32.mul(number.get, c32(cells.count)),
        i32.add(this.#cellsOf(points.get), i32.add(age.get, c32(AGES * KINDS.indexOf('outstanding')))),
      );
      return [
        this.#isChanged.set(c32(0)),
        at.set(this.#first.get),
        number.set(c32(0)),
        during(i32.lt(number.get, this.#months.get), [
          points.set(c32(0)),
          during(i32.lt(points.get, c32(plan.points.length)), [
            place.set(c32(0)),
            during(i32.lt(place.get, c32(2 * (OLDEST + 1))), [
              low.set(load64(at.get)),
              high.set(load64(at.get, 8)),
              when(i64.ne(i64.or(low.get, high.get), ZERO64), [
                months.set(i32.shrU(place.get, c32(1))),
                when(isLast, [], [cell.set(older), addTo(cell.get)]),
                // What was posted late in a month has not completed its last one when the run ends.
                months.set(i32.sub(months.get, and(isLast, i32.and(place.get, c32(1))))),
                age.set(
                  AGE_EDGES.reduce<I32>((sum, edge) => i32.add(sum, i32.ge(months.get, c32(edge))), c32(0)),
                ),
                cell.set(i32.add(base.get, i32.shl(outstanding, c32(4)))),
                addTo(cell.get),
                store64(at.get, ZERO64),
                store64(at.get, ZERO64, 8),
              ]),
              at.set(i32.add(at.get, c32(16))),
              step(place),
            ]),
            step(points),
          ]),
          step(number),
        ]),
      ];
    });
  }
}
