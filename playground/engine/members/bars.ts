import { addMonths, civilOf, dayOf } from '../../../schema/index.ts';
import type { Histogram, MemberColumn } from '../../contract/index.ts';
import type { Numbers } from './selecting.ts';

/** About so many bars of a quantity. */
const BARS = 20;
const MOST_MONTHS = 36;

type Bar = Histogram['bars'][number];

/** Counts members by their values in a column: one bar per word, else bars of one round width. */
export function histogramOf(column: MemberColumn, values: Float64Array, numbers: Numbers): Histogram {
  let [least, most, missing] = [Infinity, -Infinity, 0];
  for (const member of numbers) {
    const value = values[member] ?? Number.NaN;
    if (Number.isNaN(value)) missing += 1;
    else {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  const { key, scale, unit } = column;
  const of = (bars: readonly Omit<Bar, 'count'>[]): Histogram => ({
    kind: 'histogram',
    column: key,
    bars: counted(bars, values, numbers),
    missing,
    scale,
    unit,
  });
  switch (column.kind) {
    case 'level':
      return of(column.levels.map((label, level) => ({ label, low: level, high: level, closed: true })));
    case 'flag':
      return of([0, 1].map((flag) => ({ label: undefined, low: flag, high: flag, closed: true })));
    case 'text':
      return of([]);
    case 'day':
      return of(least > most ? [] : between(monthEdges(least, most)));
    case 'quantity':
      return of(least > most ? [] : between(roundEdges(least, most, 10 ** scale)));
  }
}

/** Edges at multiples of 1, 2 or 5 times a power of ten, below the least and above the most. */
function roundEdges(least: number, most: number, one: number): readonly number[] {
  const rough = Math.max((most - least) / BARS, one / 1000);
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  // Quantities are whole numbers at their scale: no bar is narrower than one of them.
  const width = Math.max(1, Math.round(times * power));
  const first = Math.floor(least / width);
  const last = Math.floor(most / width) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * width);
}

/** Beginnings of months, or of years where these are many. */
function monthEdges(least: number, most: number): readonly number[] {
  const { year, month } = civilOf(least);
  const months = (most - least) / 30 > MOST_MONTHS ? 12 : 1;
  const edges = [months === 12 ? dayOf(year, 1, 1) : dayOf(year, month, 1)];
  for (let edge = edges[0] ?? 0; edge <= most; ) {
    edge = addMonths(edge, months);
    edges.push(edge);
  }
  return edges;
}

function between(edges: readonly number[]): readonly Omit<Bar, 'count'>[] {
  return edges
    .slice(1)
    .map((high, index) => ({ label: undefined, low: edges[index] ?? 0, high, closed: false }));
}

function counted(
  bars: readonly Omit<Bar, 'count'>[],
  values: Float64Array,
  numbers: Numbers,
): readonly Bar[] {
  const counts = bars.map(() => 0);
  for (const member of numbers) {
    const value = values[member] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    let [low, high] = [0, bars.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((bars[middle]?.low ?? 0) <= value) low = middle;
      else high = middle - 1;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return bars.map((bar, index) => ({ ...bar, count: counts[index] ?? 0 }));
}
