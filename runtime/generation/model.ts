/** When members come, BG/NBD (Fader, Hardie and Lee, 2005): time in weeks. */
export interface VisitModel {
  /** The rate of purchases is drawn per member from Gamma(shape r, rate alpha). */
  readonly r: number;
  readonly alpha: number;
  /** After each repeat purchase a member leaves with a chance that is drawn per member from Beta(a, b). */
  readonly a: number;
  readonly b: number;
}

/** What they spend, Gamma-Gamma (Fader and Hardie, 2013): a purchase is Gamma(p, ν), ν drawn per member from Gamma(q, gamma). */
export interface SpendModel {
  readonly p: number;
  readonly q: number;
  /** In whole units of the currency: the mean of a purchase is p · gamma / (q − 1). */
  readonly gamma: number;
}

/**
 * How customers behave. Everything here is an assumption, documented in docs/generate.md; none of it is measured on the
 * program that a history is made for.
 */
export interface CustomerModel {
  readonly visits: VisitModel;
  readonly spend: SpendModel;
  /** January to December; mean 1. */
  readonly months: readonly number[];
  /** Monday to Sunday; mean 1. */
  readonly weekdays: readonly number[];
  /** Touchpoints of each type other than purchases, for one purchase. */
  readonly touchpoints: number;
  /** Answers to surveys that a KPI reads (NPS, CSAT), per member and year. */
  readonly surveys: number;
  /** Attitude of a member, from Beta(a, b): the chance of each step up a scale of answers. */
  readonly attitude: { readonly a: number; readonly b: number };
  /** Share of the events that are taken back, where the program knows how. */
  readonly returns: number;
  /** Mean days until something is taken back, from the day after on. */
  readonly returnDays: number;
  /** Share of the reversals that take all that there is. */
  readonly wholeReturns: number;
  /** Share of the purchases at which a reward is asked for. */
  readonly redemptions: number;
  /** Changes of an attribute per member and year. */
  readonly profileChanges: number;
  /** Share of the cases in which an optional field is there. */
  readonly present: number;
}

/** Purchases per year of a member who has not left: weeks of a year × r / alpha. */
const WEEKS_PER_YEAR = 365.2425 / 7;

/** Values of a Gamma-Gamma fit that was published for CDNOW; only `gamma` carries the level. */
const P = 6.25;
const Q = 3.74;

export interface ModelAnswers {
  /** Mean purchases per year of a member who stays; default 10. */
  readonly repeat?: number | undefined;
  /** Mean of a purchase, in whole units of the currency. */
  readonly spend?: number | undefined;
}

/** Mean of a purchase where nothing is said: 3,000 in a currency without decimals, 30 in one with. */
export function usualSpend(currency: { readonly decimals: number }): number {
  return currency.decimals === 0 ? 3000 : 30;
}

export function customerModel(
  currency: { readonly decimals: number },
  { repeat = 10, spend = usualSpend(currency) }: ModelAnswers = {},
): CustomerModel {
  const r = 1.2;
  return {
    visits: { r, alpha: (r * WEEKS_PER_YEAR) / repeat, a: 0.8, b: 12 },
    spend: { p: P, q: Q, gamma: (spend * (Q - 1)) / P },
    months: [0.95, 0.85, 1, 0.95, 0.95, 0.95, 1.05, 1, 0.95, 1, 1.05, 1.3],
    weekdays: [0.85, 0.85, 0.9, 0.9, 1.05, 1.3, 1.15],
    touchpoints: 0.2,
    surveys: 2,
    attitude: { a: 6, b: 2 },
    returns: 0.05,
    returnDays: 7,
    wholeReturns: 0.5,
    redemptions: 0.3,
    profileChanges: 0.2,
    present: 0.7,
  };
}
