import type { Diagnostic } from '../../schema/index.ts';
import { type Entry, type ListNode, type MapNode, type Node, nearest } from '../document/index.ts';
import { reportScenario } from './messages.ts';

type Alternatives = readonly (readonly (readonly string[])[])[];

/** Keys of a rule, and of a field, that say the same thing in different ways: naming one of them drops the others. */
const OF_RULES: Alternatives = [
  [['on'], ['every']],
  [['settle'], ['give', 'take', 'forfeit']],
];
const OF_FIELDS: Alternatives = [[['is'], ['each'], ['type', 'min', 'max', 'decimals']]];

function alternativesAt(path: readonly string[]): Alternatives {
  if (path.length === 2 && path[0] === 'rules') return OF_RULES;
  return path.length === 3 && path[0] === 'events' ? OF_FIELDS : [];
}

/** The entries to take out, by path; each is struck off once it was found. */
type Removals = ReadonlySet<string>;

/**
 * A program with the changes of a scenario in it. Maps merge by key, everything else is replaced; what stays keeps its place in
 * the program's text, what the scenario names has one in the scenario's. An entry that is both removed and changed is replaced as
 * a whole. A new entry stands behind the one that the scenario names before it, else before the one named after it, else last.
 */
export function overlay(program: MapNode, changes: MapNode | undefined, removed: Removals): MapNode {
  const entries = mergeEntries(program.entries, changes?.entries ?? [], [], removed);
  return { ...program, entries };
}

function merge(base: Node, change: Node | undefined, path: readonly string[], removed: Removals): Node {
  if (base.kind === 'map' && (change === undefined || change.kind === 'map')) {
    if (change !== undefined && replacesTable(base, change, path)) return change;
    return {
      kind: 'map',
      span: change?.span ?? base.span,
      entries: mergeEntries(base.entries, change?.entries ?? [], path, removed),
    };
  }
  return change ?? base;
}

/** A table that says what it goes by, or prices by date in the place of a table, stand for the whole of a parameter. */
function replacesTable(base: MapNode, change: MapNode, path: readonly string[]): boolean {
  if (path[0] !== 'parameters' || path.length < 2) return false;
  const isTable = (node: MapNode) => node.entries.some(({ key }) => key === 'by');
  const isDated = (node: MapNode) => node.entries.every(({ key }) => /^\d{4}-\d{2}-\d{2}$/.test(key));
  return isTable(change) || (isTable(base) && isDated(change));
}

function mergeEntries(
  base: readonly Entry[],
  changes: readonly Entry[],
  path: readonly string[],
  removed: Removals,
): readonly Entry[] {
  const dropped = droppedBy(changes, alternativesAt(path));
  const result: Entry[] = base.flatMap((entry): readonly Entry[] => {
    const change = changes.find(({ key }) => key === entry.key);
    const own = [...path, entry.key];
    if (removed.has(own.join('.'))) return change === undefined ? [] : [change];
    if (change === undefined && dropped.has(entry.key)) return [];
    const { keySpan, optional } = change ?? entry;
    return [{ key: entry.key, keySpan, optional, value: merge(entry.value, change?.value, own, removed) }];
  });
  changes.forEach((change, index) => {
    if (result.some(({ key }) => key === change.key)) return;
    const at = (other: Entry | undefined) =>
      other === undefined ? -1 : result.findIndex(({ key }) => key === other.key);
    const before = at(changes[index - 1]);
    const after = changes
      .slice(index + 1)
      .map(at)
      .find((place) => place >= 0);
    result.splice(before >= 0 ? before + 1 : (after ?? result.length), 0, change);
  });
  return result;
}

/** Keys that what the scenario names takes the place of. */
function droppedBy(changes: readonly Entry[], alternatives: Alternatives): ReadonlySet<string> {
  const dropped = new Set<string>();
  for (const kinds of alternatives) {
    const named = kinds.find((keys) => changes.some(({ key }) => keys.includes(key)));
    if (named === undefined) continue;
    for (const key of kinds.filter((keys) => keys !== named).flat()) dropped.add(key);
  }
  return dropped;
}

/** The entries that a scenario takes out; a path that leads to nothing is reported. */
export function removalsOf(
  program: MapNode,
  list: ListNode | undefined,
): { readonly removed: Removals; readonly diagnostics: readonly Diagnostic[] } {
  const removed = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const item of list?.items ?? []) {
    if (item.kind !== 'scalar' || item.text === '') continue;
    const path = item.text.normalize('NFC');
    const unknown = missingStep(program, path.split('.'));
    if (unknown === undefined) {
      removed.add(path);
      continue;
    }
    const { known, above, step } = unknown;
    const guess = nearest(step, known);
    const mended = guess === undefined ? undefined : path.split('.').with(above.length, guess).join('.');
    const help =
      mended === undefined
        ? {
            en: `what is there: ${listed(known)}`,
            ja: `ここにあるもの: ${listed(known)}`,
          }
        : { en: `did you mean \`${mended}\`?`, ja: `\`${mended}\` ではありませんか` };
    const place =
      above.length === 0
        ? { en: 'in the program', ja: 'プログラム' }
        : { en: `in ${inCode(above.join('.'))}`, ja: `${inCode(above.join('.'))} ` };
    const fix =
      mended === undefined
        ? {}
        : {
            fix: {
              title: { en: `write \`${mended}\``, ja: `\`${mended}\` に直す` },
              edits: [{ span: item.span, text: mended }],
            },
          };
    diagnostics.push(
      reportScenario('remove-unknown', item.span, { entry: inCode(step), place }, { help, ...fix }),
    );
  }
  return { removed, diagnostics };
}

const inCode = (text: string) => `\`${text}\``;

function listed(names: readonly string[]): string {
  const most = 12;
  const all = names.slice(0, most).map((name) => `\`${name}\``);
  return names.length > most ? `${all.join(', ')}, …` : all.join(', ') || '-';
}

/** The first step of a path that leads nowhere, and what could have stood there. */
function missingStep(
  program: MapNode,
  steps: readonly string[],
):
  | { readonly step: string; readonly above: readonly string[]; readonly known: readonly string[] }
  | undefined {
  let node: Node = program;
  for (const [index, step] of steps.entries()) {
    const entries: readonly Entry[] = node.kind === 'map' ? node.entries : [];
    const entry = entries.find(({ key }) => key === step);
    if (entry === undefined)
      return { step, above: steps.slice(0, index), known: entries.map(({ key }) => key) };
    node = entry.value;
  }
  return undefined;
}
