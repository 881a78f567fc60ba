import type { Plan } from '../../schema/index.ts';
import { check, checkExpression, type Declarations, memberSite, type Site } from '../check/index.ts';
import { childOf, type MapNode, sketchDocument } from '../document/index.ts';
import { overlay } from '../scenario/index.ts';
import { checkText, type EditedKind, type Finding } from './check-text.ts';
import { once } from './once.ts';

/** The other documents that are open beside the one at hand. */
export interface InspectionContext {
  readonly program?: string;
  readonly tests?: string;
  readonly scenario?: string;
}

/** What a program declares, and where in it an expression about one member would stand. */
export interface Declared {
  readonly program: Declarations;
  readonly site: Site;
  /** The program as a document. */
  readonly root: MapNode;
}

/**
 * A document as an editor has it: what is wrong with it, and what is needed to answer questions about it. Whatever is not
 * needed for its findings is worked out when first asked for. It stays where it was made; answers about it are plain data.
 */
export interface Inspection {
  readonly kind: EditedKind;
  readonly text: string;
  readonly context: InspectionContext;
  /** The findings of `kizuna check`, in the order of the text. */
  readonly diagnostics: readonly Finding[];
  /** For a scenario: findings in the program that it changes. */
  readonly inProgram: readonly Finding[];
  /** Of a program without errors, or of a scenario's program with its changes. */
  readonly plan: Plan | undefined;
  /** The document as far as it can be made out. */
  readonly root: () => MapNode;
  /** The program that the document is, or that it belongs to; undefined where there is none. */
  readonly declared: () => Declared | undefined;
  /** The program that tests and scenarios belong to, inspected in its turn; itself for a program. */
  readonly program: () => Inspection | undefined;
  /** Another document that is open, inspected in its turn. */
  readonly beside: (kind: EditedKind) => Inspection | undefined;
  /** What a question comes to for this document, worked out the first time. */
  readonly kept: <T>(question: (inspection: Inspection) => T) => T;
}

/** Inspects the text of a document, which may be broken in any way. Nothing is checked until its findings are asked for. */
export function inspectText(kind: EditedKind, text: string, context: InspectionContext = {}): Inspection {
  const checked = once(() => checkText(kind, text, kind === 'program' ? undefined : context.program));
  const root = once(() => sketchDocument(text));
  const besides = new Map<EditedKind, Inspection>();
  const beside = (other: EditedKind): Inspection | undefined => {
    if (other === kind) return self;
    const made = besides.get(other);
    if (made !== undefined) return made;
    const its = context[other];
    if (its === undefined) return undefined;
    const inspected = inspectText(other, its, { ...context, [kind]: text });
    besides.set(other, inspected);
    return inspected;
  };
  const declared = once((): Declared | undefined => {
    const program = beside('program')?.root();
    if (program === undefined) return undefined;
    const changes = kind === 'scenario' ? childOf(root(), 'changes') : undefined;
    const named = changes?.kind === 'map' ? overlay(program, written(changes), new Set()) : program;
    const { declared: names } = check(named, undefined);
    return { program: names, site: memberSite(names, checkExpression), root: named };
  });
  const answers = new Map<unknown, unknown>();
  const self: Inspection = {
    kind,
    text,
    context,
    get diagnostics() {
      return checked().diagnostics;
    },
    get inProgram() {
      return checked().inProgram;
    },
    get plan() {
      return checked().plan;
    },
    root,
    declared,
    program: () => beside('program'),
    beside,
    kept: <T>(question: (of: Inspection) => T): T => {
      if (!answers.has(question)) answers.set(question, question(self));
      // What is kept under a question is its own answer.
      return answers.get(question) as T;
    },
  };
  return self;
}

/** Changes without what is not written yet, which would take the place of what the program has. */
function written(changes: MapNode): MapNode {
  const entries = changes.entries
    .filter(({ value }) => value.kind !== 'scalar' || value.text !== '')
    .map((entry) => (entry.value.kind === 'map' ? { ...entry, value: written(entry.value) } : entry));
  return { ...changes, entries };
}
