import type { Ages } from './ages.ts';
import type { Engine } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { Row } from './ledger-rows.ts';
import type { LotEffects } from './lot-effects.ts';
import type { LotStore } from './lot-store.ts';
import type { LotTerms } from './lot-terms.ts';
import type { Measures } from './measures.ts';
import type { Func } from './wasm/module.ts';

/** `(quantity, kind, by, effect) → taken`; one for each points type. */
export type Take = Func<readonly ['i64', 'i32', 'i32', 'i32'], 'i64'>;

/** What those who post, take, recover and end lots share. */
export interface LotParts {
  readonly e: Engine;
  readonly measures: Measures;
  readonly expressions: () => Expressions;
  readonly store: LotStore;
  readonly terms: LotTerms;
  readonly effects: LotEffects;
  readonly row: Row;
  readonly ages: Ages;
}
