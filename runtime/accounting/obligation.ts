import type { Fraction } from '../../schema/index.ts';
import { addFractions, divideFractions, multiplyFractions, negateFraction, ZERO } from '../engine/index.ts';

/** A sale's price, divided. */
export interface Allocation {
  /** What is revenue with the sale. */
  readonly goods: Fraction;
  /** What is owed in points: a contract liability, for each kind of points in the order given. */
  readonly points: readonly Fraction[];
}

/** Points of one kind that a sale brings. */
export interface PromisedPoints {
  readonly quantity: Fraction;
  /** Stand-alone price of a whole point that is used. */
  readonly price: Fraction;
  /** Share of them that is expected to be used, 0 to 1. */
  readonly expectedUse: Fraction;
}

/** What points would be sold for by themselves: quantity × price × expected use. */
export function standAlonePrice({ quantity, price, expectedUse }: PromisedPoints): Fraction {
  return multiplyFractions(multiplyFractions(quantity, price), expectedUse);
}

/**
 * Allocates what was paid to the goods and the points in proportion to their stand-alone prices (ASBJ statement 29 § 66, IFRS
 * 15.74). Exact; the parts add up to `paid`. With no stand-alone price at all, everything is of the goods.
 */
export function allocate(paid: Fraction, goods: Fraction, promised: readonly PromisedPoints[]): Allocation {
  const prices = promised.map(standAlonePrice);
  const all = prices.reduce(addFractions, goods);
  const points = prices.map((price) => {
    const share = divideFractions(price, all);
    return share === undefined ? ZERO : multiplyFractions(paid, share);
  });
  return { goods: points.reduce((rest, part) => addFractions(rest, negateFraction(part)), paid), points };
}

/**
 * Revenue of a contract liability up to now: liability × used ÷ expected to be used in all (IFRS 15.B46). Where nothing is
 * expected to be used any more and nothing was, all of it is revenue.
 */
export function recognized(liability: Fraction, used: Fraction, expected: Fraction): Fraction {
  const share = divideFractions(used, expected);
  return share === undefined ? liability : multiplyFractions(liability, share);
}

/** Points used up to a day, and how many are expected to be used in all, as estimated on that day. */
export interface Progress {
  readonly used: Fraction;
  readonly expected: Fraction;
}

/** Revenue of the time between two estimates: what is recognized by the later less what was by the earlier (catch-up). */
export function catchUp(liability: Fraction, before: Progress | undefined, now: Progress): Fraction {
  const earlier = before === undefined ? ZERO : recognized(liability, before.used, before.expected);
  return addFractions(recognized(liability, now.used, now.expected), negateFraction(earlier));
}
