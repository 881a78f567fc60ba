import {
  compile,
  completionsAt,
  definitionAt,
  emitPlan,
  formatDocument,
  hoverAt,
  type Inspection,
  inspectText,
  outlineOf,
  referencesAt,
  renamableAt,
  renameAt,
  subjectAt,
} from '../../compiler/index.ts';
import { reviewProgram, runTests } from '../../report/index.ts';
import type { DocumentKind, Documents, LanguageCall, LanguageCalls, OfDocument } from '../contract/index.ts';
import { aimOf } from './aim.ts';

type Handlers = {
  readonly [K in LanguageCall]: (
    ask: LanguageCalls[K]['ask'],
  ) => LanguageCalls[K]['answer'] | Promise<LanguageCalls[K]['answer']>;
};

/** A document without a word in it has nothing that could be wrong; the program is never optional. */
const isNothing = (kind: DocumentKind, documents: Documents): boolean =>
  kind !== 'program' && documents[kind].trim() === '';

/** Answers the calls of the page. `now`: milliseconds of a steady clock. */
export function languageDesk(now: () => number): Handlers {
  // Typing asks about the same texts again and again: after each letter for findings, then for what may come next.
  const known = new Map<DocumentKind, { readonly of: string; readonly inspection: Inspection }>();
  const inspected = (kind: DocumentKind, documents: Documents): Inspection => {
    const own = known.get(kind);
    const { program, tests, scenario } = documents;
    const of = JSON.stringify([program, tests, scenario]);
    if (own?.of === of) return own.inspection;
    const inspection = inspectText(kind, documents[kind], documents);
    known.set(kind, { of, inspection });
    return inspection;
  };
  const foundIn = (kind: DocumentKind, documents: Documents) =>
    isNothing(kind, documents) ? [] : inspected(kind, documents).diagnostics;
  const at = ({ documents, document }: OfDocument): Inspection => inspected(document, documents);
  return {
    inspect({ documents }) {
      const started = now();
      const { diagnostics, plan } = inspected('program', documents);
      return {
        diagnostics: {
          program: diagnostics,
          tests: foundIn('tests', documents),
          scenario: foundIn('scenario', documents),
        },
        plan,
        aim: aimOf(documents.program),
        millis: now() - started,
      };
    },
    findings: ({ documents, document }) => foundIn(document, documents),
    complete: (asked) => completionsAt(at(asked), asked.offset),
    hover(asked) {
      const inspection = at(asked);
      return { hover: hoverAt(inspection, asked.offset), subject: subjectAt(inspection, asked.offset) };
    },
    subject: (asked) => subjectAt(at(asked), asked.offset),
    definition: (asked) => definitionAt(at(asked), asked.offset),
    references: (asked) => referencesAt(at(asked), asked.offset),
    renamable: (asked) => renamableAt(at(asked), asked.offset),
    rename: (asked) => renameAt(at(asked), asked.offset, asked.newName),
    outline: (asked) => outlineOf(at(asked)),
    format: ({ documents, document }) => formatDocument(documents[document]).value?.edits,
    async tests({ documents }) {
      const { value } = compile(documents.program);
      return value && (await runTests({ text: documents.program, plan: value }, documents.tests));
    },
    review({ program, figures }) {
      const { value } = compile(program);
      return value && reviewProgram(program, value, figures);
    },
    async desk({ plan, request }) {
      const { historyDesk } = await import('../desk/index.ts');
      return await historyDesk(plan, request);
    },
    module({ program }) {
      const { value } = compile(program);
      return value && emitPlan(value, { source: program, compiler: '' }).bytes;
    },
  };
}
