import { addFractions, divideFractions, type MonthTotals, reduced, ZERO } from '../../runtime/index.ts';
import type { Fraction } from '../../schema/index.ts';

export const total = (list: readonly Fraction[]): Fraction => reduced(list.reduce(addFractions, ZERO));

/** Missing where the whole is nothing. */
export function shareOf(part: Fraction, whole: Fraction): Fraction | undefined {
  const value = divideFractions(part, whole);
  return value && reduced(value);
}

/** The sum of those that are there; missing where none is. */
export function totalOf(list: readonly (Fraction | undefined)[]): Fraction | undefined {
  const known = list.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : total(known);
}

/** What the program paid in a month. */
export function costOf({ rules, rewards, benefits }: MonthTotals): Fraction {
  return total([...rules, ...rewards, ...benefits].map(({ cost }) => cost));
}
