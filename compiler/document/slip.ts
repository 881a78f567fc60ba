import type { Diagnostic } from '../../schema/index.ts';

/** A syntax finding, and whether the entries around it can still be trusted. */
export interface Slip {
  readonly diagnostic: Diagnostic;
  /** The structure of the document is not what was meant: checking it further would only add noise. */
  readonly fatal: boolean;
}
