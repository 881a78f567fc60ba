import type { Diagnostic, Plan, RelatedPlace } from '../../schema/index.ts';
import { compile } from '../compile.ts';
import { readDocument, validateDocument } from '../document/index.ts';
import { compileScenario } from '../scenario/index.ts';

/** The documents that are edited beside each other. */
export type EditedKind = 'program' | 'tests' | 'scenario';

/** A second place of a finding; it may be in another document than the first. */
export interface FoundPlace extends RelatedPlace {
  readonly document: EditedKind;
}

/** A finding about one document; its fix edits that document. */
export interface Finding extends Diagnostic {
  readonly related: readonly FoundPlace[];
}

/** What `kizuna check` says of a document, each place in the document where it is. */
export interface CheckedText {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Finding[];
  /** Findings in the program that a scenario changes, as it is with the changes. */
  readonly inProgram: readonly Finding[];
}

function within(document: EditedKind, diagnostic: Diagnostic): Finding {
  return { ...diagnostic, related: diagnostic.related.map((place) => ({ ...place, document })) };
}

/** Checks one document; a scenario with the text of the program that it changes. */
export function checkText(kind: EditedKind, text: string, program: string | undefined): CheckedText {
  switch (kind) {
    case 'program': {
      const { value, diagnostics } = compile(text);
      const found = diagnostics.map((each) => within(kind, each));
      return { plan: value, diagnostics: found, inProgram: [] };
    }
    case 'tests': {
      const { root, diagnostics } = readDocument(text);
      const shape = root === undefined ? [] : validateDocument(root, kind);
      const found = [...diagnostics, ...shape].map((each) => within(kind, each));
      return { plan: undefined, diagnostics: found, inProgram: [] };
    }
    case 'scenario':
      return checkScenarioText(text, program);
  }
}

const NO_PROGRAM = { en: 'no program is open', ja: 'プログラムが開かれていません' };

function checkScenarioText(text: string, program: string | undefined): CheckedText {
  const compiled = compileScenario(text, () =>
    program === undefined ? { why: NO_PROGRAM } : { text: program },
  );
  const { scenarioAt: at, value } = compiled;
  const placed = (place: RelatedPlace): FoundPlace =>
    place.span.start < at
      ? { ...place, document: 'program' }
      : { ...place, span: { start: place.span.start - at, end: place.span.end - at }, document: 'scenario' };
  const own: Finding[] = [];
  const inProgram: Finding[] = [];
  for (const diagnostic of compiled.diagnostics) {
    const related = diagnostic.related.map(placed);
    const { span, fix } = diagnostic;
    if (span.start < at) {
      inProgram.push({ ...diagnostic, related });
      continue;
    }
    const moved = ({ start, end }: typeof span) => ({ start: start - at, end: end - at });
    own.push({
      ...diagnostic,
      span: moved(span),
      related,
      ...(fix && { fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, span: moved(edit.span) })) } }),
    });
  }
  return { plan: value, diagnostics: own, inProgram };
}
