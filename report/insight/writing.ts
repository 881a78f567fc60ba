import type { Language, Localized, Plan } from '../../schema/index.ts';
import { type Numbers, numbersOf } from '../figures/index.ts';

/** Writes what a run is worth in one language. */
export interface InsightWriting {
  readonly plan: Plan;
  readonly numbers: Numbers;
  readonly words: (text: Localized) => string;
  /** A month by its number. */
  readonly month: (number: number) => string;
}

export function insightWriting(
  language: Language,
  plan: Plan,
  month: InsightWriting['month'],
): InsightWriting {
  return { plan, numbers: numbersOf(language, plan.currency), words: (text) => text[language], month };
}

/** An amount in the smallest unit of the program's currency. */
export function books({ plan, numbers }: InsightWriting, value: bigint): string {
  return numbers.plainMoney({ n: value, d: 10n ** BigInt(plan.currency.decimals) });
}

/** An estimate, to the smallest unit of the currency. */
export function estimate(writing: InsightWriting, value: number): string {
  const scaled = Math.round(value * 10 ** writing.plan.currency.decimals);
  return Number.isSafeInteger(scaled) ? books(writing, BigInt(scaled)) : value.toExponential(3);
}

/** A number of people or days that may be an estimate. */
export const count = ({ numbers }: InsightWriting, value: number): string =>
  numbers.count(BigInt(Math.round(value)));

/** A share of an estimate as a percentage, to a tenth. */
export const percentage = (share: number): string => `${(share * 100).toFixed(1)}%`;
