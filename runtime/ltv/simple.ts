import { type Refusal, refused } from './refusal.ts';

/** An amount in whole units of the currency. */
export interface LtvValue {
  readonly kind: 'value';
  readonly value: number;
}

/** Checks each named number against its range; the first that is outside is refused. */
function checked(
  inputs: Readonly<Record<string, number>>,
  ranges: Readonly<Record<string, readonly [number, number]>>,
  formula: () => number,
): LtvValue | Refusal {
  for (const [option, value] of Object.entries(inputs)) {
    const [least, most] = ranges[option] ?? [0, Number.MAX_VALUE];
    if (!(value >= least && value <= most)) return refused({ kind: 'bad-option', option, value });
  }
  const value = formula();
  return Number.isFinite(value)
    ? { kind: 'value', value }
    : refused({ kind: 'bad-option', option: 'value', value });
}

const SHARE = [0, 1] as const;

/** What a member was worth so far: margin (0 to 1) of all that was spent, less what acquiring and keeping the member cost. */
export function historicLtv(inputs: {
  readonly spent: number;
  readonly margin: number;
  readonly cost: number;
}): LtvValue | Refusal {
  const any = [-Number.MAX_VALUE, Number.MAX_VALUE] as const;
  return checked(inputs, { margin: SHARE, spent: any }, () => inputs.spent * inputs.margin - inputs.cost);
}

/** (a) price of a purchase × purchases per year × years. */
export function ltvByRevenue(inputs: {
  readonly price: number;
  readonly perYear: number;
  readonly years: number;
}): LtvValue | Refusal {
  return checked(inputs, {}, () => inputs.price * inputs.perYear * inputs.years);
}

/** (b) formula (a) × gross margin (0 to 1). */
export function ltvByMargin(inputs: {
  readonly price: number;
  readonly perYear: number;
  readonly years: number;
  readonly margin: number;
}): LtvValue | Refusal {
  return checked(
    inputs,
    { margin: SHARE },
    () => inputs.price * inputs.perYear * inputs.years * inputs.margin,
  );
}

/** (c) revenue per member and month × gross margin (0 to 1) ÷ share of members lost per month (above 0, at most 1). */
export function ltvByChurn(inputs: {
  readonly monthlyRevenue: number;
  readonly margin: number;
  readonly monthlyChurn: number;
}): LtvValue | Refusal {
  if (inputs.monthlyChurn === 0) return refused({ kind: 'no-churn' });
  return checked(
    inputs,
    { margin: SHARE, monthlyChurn: SHARE },
    () => (inputs.monthlyRevenue * inputs.margin) / inputs.monthlyChurn,
  );
}

/** (d) formula (b) less the cost of acquiring the member and of keeping them over the same years. */
export function ltvAfterCost(inputs: {
  readonly price: number;
  readonly perYear: number;
  readonly years: number;
  readonly margin: number;
  readonly acquisition: number;
  readonly retention: number;
}): LtvValue | Refusal {
  return checked(
    inputs,
    { margin: SHARE },
    () =>
      inputs.price * inputs.perYear * inputs.years * inputs.margin - inputs.acquisition - inputs.retention,
  );
}
