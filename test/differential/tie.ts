import type fc from 'fast-check';
import type { Draft } from './place.ts';

/** One kind of draft per type. The unit of an amount is the one that its place asks for. */
export interface Drafts {
  readonly amount: Draft;
  readonly condition: Draft;
  readonly date: Draft;
  readonly datetime: Draft;
  /** A length of the calendar family. */
  readonly months: Draft;
  /** A length of the clock family, in whole days. */
  readonly days: Draft;
  /** `where` of an aggregate over history; its place sees the event that it filters. */
  readonly where: Draft;
}

export type Tie = <K extends keyof Drafts>(key: K) => fc.Arbitrary<Drafts[K]>;

/**
 * How deep one expression may go, over all types together. INVARIANT: the first alternative of each type is a leaf: it is
 * where the depth ends, and what an expression shrinks to.
 */
export const DEPTH = {
  depthIdentifier: 'expression',
  depthSize: 'small',
  withCrossShrink: true,
  maxDepth: 4,
} as const;
