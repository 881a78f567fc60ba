import type { Refusal } from '../../contract/index.ts';

/** Ends whatever was asked for, and says why in the words that the page shows. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}
