import {
  checkText,
  childOf,
  compile,
  type Node,
  readDocument,
  toData,
  validateDocument,
} from '../compiler/index.ts';
import { checkMapping, type Mapping } from '../runtime/index.ts';
import type { Diagnostic, Localized, Plan } from '../schema/index.ts';
import { mappingFinding } from './mapping-finding.ts';

export type DocumentKind = 'program' | 'tests' | 'scenario' | 'mapping';

/** A document that was looked at: what it is, what it holds, what is wrong with it. */
export interface CheckedDocument {
  readonly kind: DocumentKind;
  /** The program's name, or what kind of document and its name. */
  readonly name: string;
  readonly contents: Localized;
  readonly diagnostics: readonly Diagnostic[];
}

/** Tests and scenarios may name their program too, so `program` is asked last; what names nothing is a program. */
const KINDS: readonly DocumentKind[] = ['tests', 'scenario', 'mapping', 'program'];

export function kindOf(root: Node | undefined): DocumentKind {
  return KINDS.find((kind) => childOf(root, kind) !== undefined) ?? 'program';
}

function nameOf(root: Node | undefined, kind: DocumentKind): string {
  const value = childOf(root, kind);
  return value?.kind === 'scalar' && value.text !== '' ? value.text : '?';
}

function sizeOf(node: Node | undefined): number {
  switch (node?.kind) {
    case 'map':
      return node.entries.length;
    case 'list':
      return node.items.length;
    default:
      return 0;
  }
}

const s = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** What a program holds. Tiers are the levels to be reached, so the base of a ladder is not counted. */
function programContents(plan: Plan | undefined): Localized {
  if (plan === undefined) return { en: 'not compiled', ja: 'コンパイルできません' };
  const rules = plan.rules.length;
  const tiers = plan.ladders.reduce((sum, ladder) => sum + ladder.levels.length - 1, 0);
  const rewards = plan.rewards.length;
  return {
    en: `${s(rules, 'rule')}, ${s(tiers, 'tier')}, ${s(rewards, 'reward')}`,
    ja: `ルール ${rules}、会員ランク ${tiers}、特典 ${rewards}`,
  };
}

/** Checks a document of any kind. `readBeside` gives the text of a file beside it, where there is one. */
export function checkDocument(
  text: string,
  readBeside: (path: string) => string | undefined,
): CheckedDocument {
  const { root, diagnostics } = readDocument(text);
  const kind = kindOf(root);
  if (kind === 'program') {
    const { plan, diagnostics: found } = checkText(kind, text, undefined);
    return { kind, name: nameOf(root, kind), contents: programContents(plan), diagnostics: found };
  }
  if (kind === 'tests') return describe(root, kind, checkText(kind, text, undefined).diagnostics);
  const found = [...diagnostics, ...(root === undefined ? [] : validateDocument(root, kind))];
  const valid = root !== undefined && found.every((each) => each.severity !== 'error');
  if (valid && kind === 'mapping') {
    const program = readBeside('program.yaml');
    const plan = program === undefined ? undefined : compile(program).value;
    if (plan !== undefined) {
      // The schema has just said that the data has this shape.
      const notices = checkMapping(plan, toData(root) as Mapping);
      found.push(...notices.map((notice) => mappingFinding(root, notice)));
    }
  }
  return describe(root, kind, found);
}

/** What a document that is no program is called, holds, and has wrong with it. */
export function describe(
  root: Node | undefined,
  kind: Exclude<DocumentKind, 'program'>,
  diagnostics: readonly Diagnostic[],
): CheckedDocument {
  return {
    kind,
    name: `${nameOf(root, kind)} ${kind}`,
    contents: documentContents(root, kind),
    diagnostics,
  };
}

function documentContents(root: Node | undefined, kind: Exclude<DocumentKind, 'program'>): Localized {
  switch (kind) {
    case 'tests': {
      const cases = sizeOf(childOf(root, 'cases'));
      return { en: s(cases, 'case'), ja: `ケース ${cases}` };
    }
    case 'mapping': {
      const rows = sizeOf(childOf(root, 'rows'));
      return { en: `${s(rows, 'kind')} of row`, ja: `行の種類 ${rows}` };
    }
    case 'scenario': {
      const keys = Math.max(0, sizeOf(root) - 2);
      return { en: keys === 1 ? '1 entry' : `${keys} entries`, ja: `項目 ${keys}` };
    }
  }
}
