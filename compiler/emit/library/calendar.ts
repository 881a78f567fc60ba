import { dayOf as dayOfCivil, FIRST_DAY, FOREVER } from '../../../schema/index.ts';
import {
  c32,
  c64,
  choose,
  type Global,
  type I32,
  i32,
  i64,
  type Local,
  load32,
  select,
  when,
} from '../wasm/code.ts';
import type { Func, Module } from '../wasm/module.ts';

/**
 * The civil calendar inside a module: results equal schema/civil.ts for days from −1,000,000 to 5,000,000 and for any
 * number of months and days to add. Days, months and years are i32.
 */
export interface Calendar {
  /** `(day, months) → day`, clamping to the month's last day; saturates at `forever` and at the first day. */
  readonly addMonths: Func<readonly ['i32', 'i32'], 'i32'>;
  /** {@link Calendar.addMonths} of a number of months that the program names, with the last answer kept. */
  readonly plusMonths: (months: number) => Func<readonly ['i32'], 'i32'>;
  /** `(day, days) → day`; saturates at `forever` and at the first day. */
  readonly addDays: Func<readonly ['i32', 'i32'], 'i32'>;
  /** `(from, to) → n`, the largest n with from + n months ≤ to; `to` is a date of the calendar, `from` is not forever. */
  readonly monthsBetween: Func<readonly ['i32', 'i32'], 'i32'>;
  /** Number of a day's month since the beginning of year 0. */
  readonly monthNumber: Func<readonly ['i32'], 'i32'>;
  /** `(number) → day`, the last one of a month that is not before year 0. */
  readonly monthEnd: Func<readonly ['i32'], 'i32'>;
  /** Monday 1 … Sunday 7. */
  readonly weekdayOf: Func<readonly ['i32'], 'i32'>;
  readonly yearOf: Func<readonly ['i32'], 'i32'>;
  readonly monthOf: Func<readonly ['i32'], 'i32'>;
  readonly dayOfMonth: Func<readonly ['i32'], 'i32'>;
  /** `(seconds) → day`, toward minus infinity. */
  readonly dayOfTime: Func<readonly ['i64'], 'i32'>;
  /** `(year, month, day) → day`; month and day must be valid, the year not below −32,000. */
  readonly dayOf: Func<readonly ['i32', 'i32', 'i32'], 'i32'>;
  /** `(day)`: leaves the date in {@link year}, {@link month} and {@link day}. */
  readonly civil: Func<readonly ['i32'], 'void'>;
  readonly year: Global<'i32'>;
  readonly month: Global<'i32'>;
  readonly day: Global<'i32'>;
}

/** Whole cycles of 400 years added to every day and year, so that unsigned division is division toward minus infinity. */
const CYCLES = 82;
const SHIFT_DAYS = 719_468 + 146_097 * CYCLES;
const SHIFT_YEARS = 400 * CYCLES;

/** Months whose first days stand in a table: those of the years that histories may name. */
const TABLE = { year: 1900, months: 12 * 300 } as const;
const TABLE_START = dayOfCivil(TABLE.year, 1, 1);
const TABLE_DAYS = dayOfCivil(TABLE.year + TABLE.months / 12, 1, 1) - TABLE_START;

/** Bytes of the table of months. */
export const CALENDAR_BYTES = 4 * (TABLE.months + 1);

function tableOfMonths(): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(CALENDAR_BYTES));
  for (let month = 0; month <= TABLE.months; month += 1) {
    const first = dayOfCivil(TABLE.year + Math.floor(month / 12), 1 + (month % 12), 1);
    bytes.setInt32(4 * month, first - TABLE_START, true);
  }
  return new Uint8Array(bytes.buffer);
}

/** Adds the functions of the calendar to a module; `table` is where its {@link CALENDAR_BYTES} may stand. */
export function calendar(m: Module, table: number): Calendar {
  m.data(table, tableOfMonths());
  const year = m.global('civil.year', 'i32');
  const month = m.global('civil.month', 'i32');
  const day = m.global('civil.day', 'i32');

  const firstOf = (index: I32): I32 => load32(i32.shl(index, c32(2)), table);
  const isIn = (since: I32): I32 => i32.ltU(since, c32(TABLE_DAYS));
  /** `(days since the table begins) → number of the month in it`. */
  const monthIn = m.func('month', ['i32'], 'i32', (body, since) => {
    const guess = body.i32('guess');
    return [
      // 2¹⁹ divided by the mean length of a month, less a little: at most one month too early (test/emit/calendar.test.ts).
      guess.set(i32.shrU(i32.mul(since.get, c32(17_225)), c32(19))),
      body.ret(i32.add(guess.get, i32.ge(since.get, load32(i32.shl(guess.get, c32(2)), table + 4)))),
    ];
  });

  // After Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2023): the
  // year runs from March, so that the leap day is its last.
  const civil = m.func('civil', ['i32'], 'void', (body, of) => {
    const quarters = body.i32('quarters');
    const century = body.i32('century');
    const product = body.i64('product');
    const dayOfYear = body.i32('dayOfYear');
    const scaled = body.i32('scaled');
    const late = body.i32('late');
    const since = body.i32('since');
    const index = body.i32('index');
    return [
      since.set(i32.sub(of.get, c32(TABLE_START))),
      when(isIn(since.get), [
        index.set(monthIn.call(since.get)),
        day.set(i32.add(i32.sub(since.get, firstOf(index.get)), c32(1))),
        century.set(i32.divU(index.get, c32(12))),
        year.set(i32.add(century.get, c32(TABLE.year))),
        month.set(i32.add(i32.sub(index.get, i32.mul(century.get, c32(12))), c32(1))),
        body.ret(),
      ]),
      quarters.set(i32.add(i32.shl(i32.add(of.get, c32(SHIFT_DAYS)), c32(2)), c32(3))),
      century.set(i32.divU(quarters.get, c32(146_097))),
      quarters.set(i32.or(i32.sub(quarters.get, i32.mul(century.get, c32(146_097))), c32(3))),
      product.set(i64.mul(i64.extendU(quarters.get), c64(2_939_745))),
      dayOfYear.set(i32.shrU(i32.divU(i32.wrap(product.get), c32(2_939_745)), c32(2))),
      scaled.set(i32.add(i32.mul(dayOfYear.get, c32(2141)), c32(197_913))),
      late.set(i32.gtU(dayOfYear.get, c32(305))),
      year.set(
        i32.add(
          i32.add(
            i32.mul(century.get, c32(100)),
            i32.sub(i32.wrap(i64.shrU(product.get, c64(32))), c32(SHIFT_YEARS)),
          ),
          late.get,
        ),
      ),
      month.set(i32.sub(i32.shrU(scaled.get, c32(16)), i32.mul(late.get, c32(12)))),
      day.set(i32.add(i32.divU(i32.and(scaled.get, c32(0xffff)), c32(2141)), c32(1))),
    ];
  });

  const dayOf = m.func('dayOf', ['i32', 'i32', 'i32'], 'i32', (body, y, mon, d) => {
    const early = body.i32('early');
    const century = body.i32('century');
    const index = body.i32('index');
    return [
      index.set(i32.add(i32.mul(y.get, c32(12)), i32.add(mon.get, c32(-12 * TABLE.year - 1)))),
      when(i32.ltU(index.get, c32(TABLE.months)), [
        body.ret(i32.add(firstOf(index.get), i32.add(d.get, c32(TABLE_START - 1)))),
      ]),
      early.set(i32.lt(mon.get, c32(3))),
      y.set(i32.sub(i32.add(y.get, c32(SHIFT_YEARS)), early.get)),
      century.set(i32.divU(y.get, c32(100))),
      body.ret(
        i32.add(
          i32.add(
            i32.sub(i32.shrU(i32.mul(y.get, c32(1461)), c32(2)), century.get),
            i32.shrU(century.get, c32(2)),
          ),
          i32.add(
            i32.shrU(
              i32.sub(i32.mul(i32.add(mon.get, i32.mul(early.get, c32(12))), c32(979)), c32(2919)),
              c32(5),
            ),
            i32.sub(d.get, c32(SHIFT_DAYS + 1)),
          ),
        ),
      ),
    ];
  });

  const addMonths = m.func('addMonths', ['i32', 'i32'], 'i32', (body, of, months) => {
    const wide = body.i64('wide');
    const index = body.i32('index');
    const y = body.i32('year');
    const d = body.i32('day');
    const days = body.i32('daysInMonth');
    return [
      y.set(i32.sub(of.get, c32(TABLE_START))),
      when(isIn(y.get), [
        index.set(monthIn.call(y.get)),
        d.set(i32.sub(y.get, firstOf(index.get))),
        index.set(i32.add(index.get, months.get)),
        when(i32.ltU(index.get, c32(TABLE.months)), [
          y.set(firstOf(index.get)),
          days.set(i32.sub(load32(i32.shl(index.get, c32(2)), table + 4), i32.add(y.get, c32(1)))),
          body.ret(
            i32.add(i32.add(y.get, c32(TABLE_START)), select(i32.lt(d.get, days.get), d.get, days.get)),
          ),
        ]),
      ]),
      when(i32.ge(of.get, c32(FOREVER)), [body.ret(c32(FOREVER))]),
      civil.call(of.get),
      // In 64 bits: any number of months can be asked for.
      wide.set(
        i64.add(
          i64.extend(i32.add(i32.mul(year.get, c32(12)), i32.sub(month.get, c32(1)))),
          i64.extend(months.get),
        ),
      ),
      when(i64.ge(wide.get, c64(12 * 10_000)), [body.ret(c32(FOREVER))]),
      when(i64.lt(wide.get, c64(12)), [body.ret(c32(FIRST_DAY))]),
      index.set(i32.wrap(wide.get)),
      y.set(i32.divU(index.get, c32(12))),
      index.set(i32.add(i32.sub(index.get, i32.mul(y.get, c32(12))), c32(1))),
      d.set(day.get),
      when(i32.gt(d.get, c32(28)), [
        days.set(daysInMonth(y, index)),
        d.set(select(i32.lt(d.get, days.get), d.get, days.get)),
      ]),
      body.ret(dayOf.call(y.get, index.get, d.get)),
    ];
  });

  const addDays = m.func('addDays', ['i32', 'i32'], 'i32', (body, of, days) => {
    const sum = body.i64('sum');
    return [
      when(i32.ge(of.get, c32(FOREVER)), [body.ret(c32(FOREVER))]),
      sum.set(i64.add(i64.extend(of.get), i64.extend(days.get))),
      when(i64.gt(sum.get, c64(FOREVER)), [body.ret(c32(FOREVER))]),
      when(i64.lt(sum.get, c64(FIRST_DAY)), [body.ret(c32(FIRST_DAY))]),
      body.ret(i32.wrap(sum.get)),
    ];
  });

  const monthsBetween = m.func('monthsBetween', ['i32', 'i32'], 'i32', (body, from, to) => {
    const n = body.i32('months');
    const fromDay = body.i32('fromDay');
    const y = body.i32('year');
    const mon = body.i32('month');
    return [
      civil.call(from.get),
      n.set(i32.add(i32.mul(year.get, c32(12)), month.get)),
      fromDay.set(day.get),
      civil.call(to.get),
      n.set(i32.sub(i32.add(i32.mul(year.get, c32(12)), month.get), n.get)),
      // The last month is not full where the day lies ahead, unless the month ends before it.
      when(i32.gt(fromDay.get, day.get), [
        y.set(year.get),
        mon.set(month.get),
        when(i32.lt(day.get, daysInMonth(y, mon)), [n.set(i32.sub(n.get, c32(1)))]),
      ]),
      body.ret(n.get),
    ];
  });

  const monthNumber = m.func('month.number', ['i32'], 'i32', (body, of) => {
    const since = body.i32('since');
    return [
      since.set(i32.sub(of.get, c32(TABLE_START))),
      when(isIn(since.get), [body.ret(i32.add(monthIn.call(since.get), c32(12 * TABLE.year)))]),
      civil.call(of.get),
      body.ret(i32.add(i32.mul(year.get, c32(12)), i32.sub(month.get, c32(1)))),
    ];
  });

  const monthEnd = m.func('month.end', ['i32'], 'i32', (body, number) => {
    const index = body.i32('index');
    const y = body.i32('year');
    return [
      index.set(i32.sub(number.get, c32(12 * TABLE.year))),
      when(i32.ltU(index.get, c32(TABLE.months)), [
        body.ret(i32.add(load32(i32.shl(index.get, c32(2)), table + 4), c32(TABLE_START - 1))),
      ]),
      // The day before the first of the next month.
      number.set(i32.add(number.get, c32(1))),
      y.set(i32.divU(number.get, c32(12))),
      number.set(i32.add(i32.sub(number.get, i32.mul(y.get, c32(12))), c32(1))),
      body.ret(i32.sub(dayOf.call(y.get, number.get, c32(1)), c32(1))),
    ];
  });

  const part = (name: string, of: Global<'i32'>): Func<readonly ['i32'], 'i32'> =>
    m.func(name, ['i32'], 'i32', (body, from) => [civil.call(from.get), body.ret(of.get)]);

  const sums = new Map<number, Func<readonly ['i32'], 'i32'>>();
  const plusMonths = (months: number): Func<readonly ['i32'], 'i32'> => {
    const known = sums.get(months);
    if (known !== undefined) return known;
    const asked = m.global(`asked.${months}`, 'i32', FOREVER);
    const answer = m.global(`answer.${months}`, 'i32', FOREVER);
    const sum = m.func(`plus ${months} months`, ['i32'], 'i32', (body, of) => [
      when(i32.ne(of.get, asked.get), [answer.set(addMonths.call(of.get, c32(months))), asked.set(of.get)]),
      body.ret(answer.get),
    ]);
    sums.set(months, sum);
    return sum;
  };

  return {
    addMonths,
    plusMonths,
    addDays,
    monthsBetween,
    monthNumber,
    monthEnd,
    weekdayOf: m.func('weekdayOf', ['i32'], 'i32', (body, of) => [
      body.ret(i32.add(i32.remU(i32.add(of.get, c32(7_000_000 + 3)), c32(7)), c32(1))),
    ]),
    yearOf: part('yearOf', year),
    monthOf: part('monthOf', month),
    dayOfMonth: part('dayOfMonth', day),
    // 86,400 = 128 × 675: after the shift, 32 bits hold the whole calendar, and a million days more make it unsigned.
    dayOfTime: m.func('dayOfTime', ['i64'], 'i32', (body, seconds) => [
      body.ret(
        i32.sub(
          i32.divU(i32.add(i32.wrap(i64.shr(seconds.get, c64(7))), c32(675 * EXTRA_DAYS)), c32(675)),
          c32(EXTRA_DAYS),
        ),
      ),
    ]),
    dayOf,
    civil,
    year,
    month,
    day,
  };
}

const EXTRA_DAYS = 1_100_000;

function daysInMonth(year: Local<'i32'>, month: Local<'i32'>): I32 {
  // A year that 100 divides is a leap year where 16 divides it, for then 400 does.
  const within = select(i32.eqz(i32.rem(year.get, c32(100))), c32(15), c32(3));
  const february = i32.add(c32(28), i32.eqz(i32.and(year.get, within)));
  // 31, 30, 31 … turns over between July and August.
  const other = i32.or(i32.and(i32.xor(month.get, i32.shrU(month.get, c32(3))), c32(1)), c32(30));
  return choose(i32.eq(month.get, c32(2)), february, other);
}
