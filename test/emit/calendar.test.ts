import { expect, test } from 'vitest';
import { calendar } from '../../compiler/emit/library/calendar.ts';
import { Module } from '../../compiler/emit/wasm/module.ts';
import {
  addDays,
  addMonths,
  civilOf,
  dayOf,
  dayOfTime,
  daysInMonth,
  FIRST_DAY,
  FOREVER,
  LAST_DAY,
  monthsBetween,
  weekdayOf,
} from '../../schema/index.ts';
import { bytesOf, instantiate } from './instantiate.ts';
import { random } from './random.ts';

function compiled() {
  const m = new Module();
  const all = calendar(m, 1024);
  const { addMonths, addDays, monthsBetween, weekdayOf, yearOf, monthOf, dayOfMonth, dayOfTime, dayOf } = all;
  const { monthNumber, monthEnd } = all;
  const functions = {
    addMonths,
    addDays,
    monthsBetween,
    weekdayOf,
    yearOf,
    monthOf,
    dayOfMonth,
    dayOfTime,
    dayOf,
    monthNumber,
    monthEnd,
  };
  for (const [name, func] of Object.entries(functions)) m.exportFunc(name, func);
  return instantiate(bytesOf(m)).call;
}

const call = compiled();
const FROM = -1_000_000;
const TO = FOREVER + 1000;

/** Days at which something turns, and around them. */
const EDGES: readonly number[] = [
  FROM,
  FIRST_DAY,
  0,
  LAST_DAY,
  FOREVER,
  TO,
  ...[1, 4, 100, 400, 1600, 1900, 1970, 2000, 2024, 2025, 2100, 9996, 9999].flatMap((year) =>
    [1, 2, 3, 4, 7, 8, 12].map((month) => dayOf(year, month, 1)),
  ),
].flatMap((day) => [-2, -1, 0, 1, 2, 27, 28, 29, 30].map((by) => day + by));

test('every day has the date, the weekday and the number that the reference calendar gives it', () => {
  const wrong: number[] = [];
  for (let day = FROM; day <= TO; day += 1) {
    const { year, month, day: dayOfMonth } = civilOf(day);
    const same =
      call('yearOf', day) === year &&
      call('monthOf', day) === month &&
      call('dayOfMonth', day) === dayOfMonth &&
      call('dayOf', year, month, dayOfMonth) === day &&
      call('monthNumber', day) === 12 * year + month - 1 &&
      (year < 0 ||
        call('monthEnd', 12 * year + month - 1) === dayOf(year, month, daysInMonth(year, month))) &&
      call('weekdayOf', day) === weekdayOf(day);
    if (!same) wrong.push(day);
  }
  expect(wrong).toEqual([]);
});

test('months are added with the same clamp, and end at forever and at the first day', () => {
  const counts = [0, 1, -1, 2, 11, 12, -12, 13, 1200, -1200, 48_000, 119_987, 119_988, 200_000, -200_000];
  const all = [...counts, -119_988, 2 ** 31 - 1, -(2 ** 31)];
  for (const day of EDGES) {
    for (const months of all) {
      expect([day, months, call('addMonths', day, months)]).toEqual([day, months, addMonths(day, months)]);
    }
  }
  const next = random(1);
  const wrong: (readonly number[])[] = [];
  for (let i = 0; i < 500_000; i += 1) {
    const day = FROM + next(TO - FROM);
    const months = i % 2 === 0 ? next(400_001) - 200_000 : next(101) - 50;
    if (call('addMonths', day, months) !== addMonths(day, months)) wrong.push([day, months]);
  }
  expect(wrong).toEqual([]);
});

test('days are added without wrapping, however many', () => {
  for (const day of EDGES) {
    for (const days of [0, 1, -1, 365, 719_162, -719_162, 5_000_000, 2 ** 31 - 1, -(2 ** 31)]) {
      expect([day, days, call('addDays', day, days)]).toEqual([day, days, addDays(day, days)]);
    }
  }
});

test('whole months between two days are counted alike, also where a month ends early', () => {
  const dates = EDGES.filter((day) => day >= FIRST_DAY && day <= LAST_DAY);
  const wrong: (readonly number[])[] = [];
  for (const from of EDGES.filter((day) => day < FOREVER)) {
    for (const to of dates) {
      if (call('monthsBetween', from, to) !== monthsBetween(from, to)) wrong.push([from, to]);
    }
  }
  const next = random(2);
  for (let i = 0; i < 200_000; i += 1) {
    const from = FIRST_DAY + next(LAST_DAY - FIRST_DAY);
    const to = i % 2 === 0 ? FIRST_DAY + next(LAST_DAY - FIRST_DAY) : Math.min(LAST_DAY, from + next(800));
    if (call('monthsBetween', from, to) !== monthsBetween(from, to)) wrong.push([from, to]);
  }
  expect(wrong).toEqual([]);
});

test('a moment belongs to the day that the reference calendar says, to the second, before 1970 too', () => {
  const next = random(3);
  const wrong: number[] = [];
  const check = (seconds: number) => {
    if (call('dayOfTime', BigInt(seconds)) !== dayOfTime(seconds)) wrong.push(seconds);
  };
  for (const day of [...EDGES, 1_000_000, -1, -2]) {
    for (const second of [0, 1, 127, 128, 86_272, 86_399]) check(day * 86_400 + second);
  }
  for (let i = 0; i < 500_000; i += 1) check((FROM + next(TO - FROM)) * 86_400 + next(86_400));
  expect(wrong).toEqual([]);
});
