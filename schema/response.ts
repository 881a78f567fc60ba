import type { Day } from './civil.ts';
import type { Localized, Span } from './diagnostic.ts';

/**
 * A share that is not known: between `low` and `high`. `triangular`: most likely `mode`; `uniform`: each as likely as any other;
 * `fixed`: all three are one value. Shares are ordinary numbers: they are of statistics, not of the ledger.
 */
export interface Estimate {
  readonly kind: 'fixed' | 'uniform' | 'triangular';
  readonly low: number;
  readonly mode: number;
  readonly high: number;
  /** As written. */
  readonly text: {
    readonly value: string | undefined;
    readonly range: readonly [string, string] | undefined;
  };
  readonly source: Localized;
}

export type ResponseKind = 'frequency' | 'amount' | 'redemption' | 'pressure' | 'win_back';

/** One assumption of a scenario about what members do. */
export interface Assumption {
  readonly name: string;
  readonly title: Localized;
  readonly changes: ResponseKind;
  /** Whom it is about, as written; undefined: everybody. */
  readonly who: string | undefined;
  /** Which segment of the Plan beside it tells who responds, by number among segments; undefined: everybody. */
  readonly segment: number | undefined;
  /** A declared event, or `redeem`. */
  readonly event: string;
  /** Of a member who comes back. */
  readonly events: number;
  /** The last day on which members respond; undefined: to the end. */
  readonly until: Day | undefined;
  readonly estimate: Estimate;
  /** Its name in the scenario. */
  readonly span: Span;
}

/** How members are assumed to respond to a change. */
export interface ResponseModel {
  readonly seed: number;
  readonly draws: number;
  /** The first day of the response; who responds is decided by the day before. */
  readonly from: Day;
  /** Of a sale; undefined: not stated. */
  readonly margin: Estimate | undefined;
  readonly assumptions: readonly Assumption[];
}
