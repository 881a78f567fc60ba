import {
  type Diagnostic,
  type SchemaError,
  validateMapping,
  validateProgram,
  validateScenario,
  validateTests,
} from '../../schema/index.ts';
import { toData } from './data.ts';
import { changesKind, explain, guessOf } from './explain.ts';
import type { Node } from './node.ts';
import { placeOf } from './place.ts';

export type DocumentKind = 'program' | 'tests' | 'scenario' | 'mapping';

const VALIDATORS = {
  program: validateProgram,
  tests: validateTests,
  scenario: validateScenario,
  mapping: validateMapping,
} as const;

/** More findings than this help nobody, and looking each of them up takes time. */
const MAX_FINDINGS = 400;

/** Says, in the author's words, where a document does not have the shape of its kind; empty when it does. */
export function validateDocument(root: Node, kind: DocumentKind): readonly Diagnostic[] {
  const validate = VALIDATORS[kind];
  if (validate(toData(root))) return [];
  const errors: readonly SchemaError[] = (validate.errors ?? []).slice(0, MAX_FINDINGS);
  // A key that is misspelt is not missing too.
  const meant = new Set<string>();
  for (const error of errors) {
    const guess = guessOf(error);
    if (guess === undefined) continue;
    meant.add(`${error.instancePath} ${guess}`);
    if (changesKind(error, guess)) meant.add(`${error.instancePath} *`);
  }
  const lacking = new Set(
    errors.filter(({ keyword }) => keyword === 'required').map(({ instancePath }) => instancePath),
  );
  const found = new Map<string, Diagnostic>();
  for (const error of errors) {
    // What is missing has a name: that there is too little says no more.
    if (error.keyword === 'minProperties' && lacking.has(error.instancePath)) continue;
    if (error.keyword === 'required') {
      const key = String(error.params.missingProperty ?? '');
      if (meant.has(`${error.instancePath} ${key}`) || meant.has(`${error.instancePath} *`)) continue;
    }
    const diagnostic = explain(error, placeOf(root, error.instancePath), kind);
    if (diagnostic === undefined) continue;
    const key = `${diagnostic.code} ${diagnostic.span.start} ${diagnostic.message.en}`;
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}
