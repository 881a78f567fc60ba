import fc from 'fast-check';
import { whereDrafts } from './aggregate-drafts.ts';
import { amountDrafts } from './amount-drafts.ts';
import { conditionDrafts } from './condition-drafts.ts';
import { dateDrafts } from './date-drafts.ts';
import type { Draft } from './place.ts';
import type { Drafts } from './tie.ts';

/** Arbitraries of expressions of every type, each reading the others. */
export const drafts: { readonly [K in keyof Drafts]: fc.Arbitrary<Draft> } = fc.letrec<{
  -readonly [K in keyof Drafts]: Drafts[K];
}>((tie) => ({
  ...amountDrafts(tie),
  ...conditionDrafts(tie),
  ...dateDrafts(tie),
  ...whereDrafts(tie),
}));
