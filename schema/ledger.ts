import type { Day, LocalTime } from './civil.ts';
import type { Localized, Span } from './diagnostic.ts';
import type { Value } from './plan-expression.ts';

export type LedgerKind = 'earn' | 'use' | 'expire' | 'reverse' | 'forfeit' | 'decline' | 'reach' | 'lapse';

/** One row of the ledger (language §10). Rows of a member are in posting order. */
export interface LedgerRow {
  readonly member: string;
  readonly at: LocalTime;
  readonly kind: LedgerKind;
  /** Points type, or `ladder.level` for reach and lapse. */
  readonly what: string;
  /** Signed, at the points type's decimals; a decline shows what was asked, positive; undefined for reach and lapse. */
  readonly quantity: bigint | undefined;
  /** Rule or reward whose award it is; undefined for reach and lapse. */
  readonly by: string | undefined;
  /** Id of the event that caused it; undefined at a day's start or at enrolment. */
  readonly cause: string | undefined;
  /** Number of the lot (L1 = 1), per member in posting order over all types; undefined = no lot (a debt, a decline). */
  readonly lot: number | undefined;
  /** Earn (and reverse rows that make a lot): the lot's last day at posting; reach: held-until; undefined = none. */
  readonly expires: Day | undefined;
  /** After the row: available less debt, and pending, of that points type; undefined for reach and lapse. */
  readonly balance: bigint | undefined;
  readonly pending: bigint | undefined;
}

/** Why a member stopped: arithmetic left 64 bits (ruling X1). The event is undone; earlier rows stand. */
export interface MemberError {
  readonly member: string;
  /** Event id; undefined at a day's start. */
  readonly event: string | undefined;
  readonly at: LocalTime;
  /** Rule, reward, level, measure or field in which it happened. */
  readonly in: string;
  readonly code: 'overflow';
  /** The expression in the program file. */
  readonly span: Span;
}

/** The state of one member at the end of the run. Quantities at their points type's decimals. */
export interface MemberOutcome {
  readonly member: string;
  readonly enrolled: Day;
  readonly points: readonly PointsOutcome[];
  readonly tiers: readonly TierOutcome[];
  readonly segments: readonly string[];
  /** Scores 0..100 as exact decimals, or undefined where the program states none. */
  readonly loyalty: Readonly<Record<string, Value>>;
  readonly error: MemberError | undefined;
}

export interface PointsOutcome {
  readonly points: string;
  readonly available: bigint;
  readonly pending: bigint;
  readonly debt: bigint;
  /** Totals over the run: awards, uses (net of what came back), expiries, forfeits, and what reversals took (debts included; forgiven excluded). */
  readonly issued: bigint;
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  readonly reversed: bigint;
}

export interface TierOutcome {
  readonly ladder: string;
  readonly level: string;
  readonly since: Day;
  readonly held: Day | undefined;
}

/** A row of a history that cannot be replayed, and why. */
export interface RejectedRow {
  readonly file: string;
  /** First physical line of the row, from 1. */
  readonly line: number;
  /** Column or field at fault, where there is one. */
  readonly column: string | undefined;
  readonly value: string | undefined;
  /** Stable code of the reason, documented like diagnostics. */
  readonly reason: string;
  readonly message: Localized;
  readonly member: string | undefined;
  readonly event: string | undefined;
  /** The row as read, for `--rejects`. */
  readonly raw: string;
}
