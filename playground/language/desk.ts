import {
  childOf,
  compile,
  compileScenario,
  completionsAt,
  definitionAt,
  emitPlan,
  formatDocument,
  hoverAt,
  type Inspection,
  inspectText,
  outlineOf,
  readDocument,
  referencesAt,
  renamableAt,
  renameAt,
  subjectAt,
  textOf,
} from '../../compiler/index.ts';
import type { DocumentKind, Documents, LanguageCall, LanguageCalls, OfDocument } from '../contract/index.ts';
import { adjusted, begunOn } from './adjust.ts';
import { aimOf } from './aim.ts';
import { changedText } from './changed-text.ts';
import { starterScenario } from './starter.ts';

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
    const of = JSON.stringify([documents.program, documents.tests, documents.scenario]);
    if (own?.of === of) return own.inspection;
    const inspection = inspectText(kind, documents[kind], documents);
    known.set(kind, { of, inspection });
    return inspection;
  };
  // What is found depends on fewer texts than what may be asked: typing tests checks no program.
  const checks = new Map<DocumentKind, { readonly of: string; readonly inspection: Inspection }>();
  const checked = (kind: DocumentKind, documents: Documents): Inspection => {
    const own = checks.get(kind);
    const of = JSON.stringify([documents[kind], kind === 'scenario' ? documents.program : '']);
    if (own?.of === of) return own.inspection;
    const inspection = inspected(kind, documents);
    checks.set(kind, { of, inspection });
    return inspection;
  };
  const foundIn = (kind: DocumentKind, documents: Documents) =>
    isNothing(kind, documents) ? [] : checked(kind, documents).diagnostics;
  const at = ({ documents, document }: OfDocument): Inspection => inspected(document, documents);
  return {
    inspect({ documents }) {
      const started = now();
      const { diagnostics, plan } = checked('program', documents);
      return {
        diagnostics,
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
    // What belongs to a view comes with that view: it would hold up the first findings.
    async tests({ documents }) {
      const { testsOf } = await import('./judging.ts');
      return await testsOf(documents);
    },
    async review(asked) {
      const { reviewOf } = await import('./judging.ts');
      return reviewOf(asked);
    },
    async desk({ plan, request }) {
      const { historyDesk } = await import('../desk/index.ts');
      return await historyDesk(plan, request);
    },
    scenario({ documents: { program, scenario } }) {
      const compiled = compileScenario(scenario, () => ({ text: program }));
      if (compiled.value === undefined) return undefined;
      const title = textOf(childOf(readDocument(scenario).root, 'title'));
      return { title, model: compiled.response?.model, changed: changedText(program, compiled) };
    },
    begin: ({ scenario, from }) => begunOn(scenario, from),
    adjust: ({ scenario, of, share }) => adjusted(scenario, of, share),
    starter: ({ program, from }) => starterScenario(program, from),
    module({ program }) {
      const { value } = compile(program);
      return value && emitPlan(value, { source: program, compiler: '' }).bytes;
    },
  };
}
