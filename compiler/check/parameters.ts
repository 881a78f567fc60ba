import { type ParameterContent, type PlanParameter, parseDay } from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node, nearest } from '../document/index.ts';
import { atType, commonType, constantOf } from './constants.ts';
import type { Constant, Declarations, ParameterInfo } from './declarations.ts';
import { entriesOf } from './declare.ts';
import { type Findings, report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { type Check, constantSite, type Site, typeWords } from './site.ts';
import { resolveKeys } from './table-keys.ts';
import { tableContent } from './tables.ts';
import { sameType } from './type.ts';

function isTable(node: MapNode): boolean {
  return childOf(node, 'by') !== undefined;
}

/** The tables of a parameter: itself, or those that its dates hold. */
function tablesOf(node: Node): readonly MapNode[] {
  if (node.kind !== 'map') return [];
  return isTable(node) ? [node] : node.entries.flatMap((entry) => tablesOf(entry.value));
}

/** Every value of a parameter, in document order. */
function leaves(node: Node): readonly Node[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind !== 'map') return [];
  return node.entries.filter((entry) => entry.key !== 'by').flatMap((entry) => leaves(entry.value));
}

function draft(entry: Entry, index: number, node: Node, site: Site): ParameterInfo | undefined {
  const before = site.program.findings.list.length;
  const places = leaves(node);
  const constants = places.map((leaf) => constantOf(leaf, site));
  // A list is no parameter: that was said of its shape.
  if (node.kind === 'list') return undefined;
  const good = constants.filter((constant) => constant !== undefined);
  if (good.length < constants.length) return undefined;
  if (good.length === 0)
    return site.program.findings.add(report('parameter-empty', entry.keySpan, { name: entry.key }));
  const quiet = site.program.findings.list.length === before;
  const type = commonType(good, site);
  if (type === undefined) return undefined;
  const values = good.map((constant) => atType(constant, type)).filter((value) => typeof value === 'bigint');
  return {
    ...{ index, name: entry.key, span: entry.keySpan, type, values },
    constants: new Map(quiet ? good.map((constant, at) => [places[at] ?? node, constant] as const) : []),
    wholeDays: good.every(isWholeDays),
    single: node.kind === 'scalar',
    tables: tablesOf(node),
    by: [],
    keys: new Map(),
    state: 'new',
  };
}

/** Hours that make whole days; of a length in months nothing is asked. */
function isWholeDays({ type, value }: Constant): boolean {
  return type.kind !== 'duration' || type.family !== 'clock' || Number(value) % 24 === 0;
}

function contentOf(node: Node, info: ParameterInfo, site: Site): ParameterContent | undefined {
  if (node.kind === 'scalar') {
    const constant = info.constants.get(node) ?? constantOf(node, site);
    return constant && { kind: 'value', value: atType(constant, info.type) };
  }
  if (node.kind !== 'map') return undefined;
  if (isTable(node)) return tableContent(node, info, site);
  const entries: { from: number; content: ParameterContent }[] = [];
  for (const entry of node.entries) {
    const from = parseDay(entry.key);
    if (from === undefined) {
      site.program.findings.add(report('parameter-date', entry.keySpan, { name: entry.key }));
      continue;
    }
    const before = entries.at(-1);
    if (before !== undefined && from < before.from)
      site.program.findings.add(report('parameter-order', entry.keySpan, { name: entry.key }));
    const content = contentOf(entry.value, info, site);
    if (content !== undefined) entries.push({ from, content });
  }
  entries.sort((a, b) => a.from - b.from);
  return entries.length === 0 ? undefined : { kind: 'dated', entries };
}

/** Values of a tests document, laid over the program's. What is found in them has its place in that document. */
export interface Overrides {
  readonly map: MapNode | undefined;
  readonly findings: Findings;
}

/**
 * Reads `parameters:`; `overrides` replaces values of the same name and type. First all values are typed, so that
 * measures and table keys may read any parameter.
 */
export function checkParameters(
  root: MapNode,
  overrides: Overrides,
  program: Declarations,
  check: Check,
): readonly PlanParameter[] {
  const site = constantSite(program, check);
  const overSite = constantSite({ ...program, findings: overrides.findings }, check);
  const drafts: { readonly info: ParameterInfo; readonly node: Node; readonly site: Site }[] = [];
  for (const entry of entriesOf(root, 'parameters')) {
    const own = draft(entry, drafts.length, entry.value, site);
    if (own === undefined) program.broken.add(entry.key);
    if (own === undefined || program.parameters.has(entry.key)) continue;
    const replaced = childOf(overrides.map, entry.key);
    const other = replaced && draft(entry, drafts.length, replaced, overSite);
    const fits = other !== undefined && sameType(other.type, own.type);
    if (replaced !== undefined && other !== undefined && !fits) {
      const words = { left: typeWords(own.type, site), right: typeWords(other.type, site) };
      overrides.findings.add(report('parameter-mixed', replaced.span, words));
    }
    // A value of another kind is no value: with the program's own, nothing more goes wrong.
    const used =
      replaced !== undefined && fits
        ? { info: other, node: replaced, site: overSite }
        : { info: own, node: entry.value, site };
    drafts.push(used);
    program.parameters.set(entry.key, used.info);
  }
  for (const entry of overrides.map?.entries ?? [])
    if (!program.parameters.has(entry.key) && !program.broken.has(entry.key)) {
      const guess = nearest(entry.key, [...program.parameters.keys()]);
      overrides.findings.add(
        report('unknown-parameter', entry.keySpan, { name: entry.key }, didYouMean(guess, entry.keySpan)),
      );
    }
  for (const draft of drafts) resolveKeys(draft.info, draft.site);
  return drafts.map(({ info, node, site: place }): PlanParameter => {
    const content = contentOf(node, info, place) ?? { kind: 'value', value: 0n };
    return { name: info.name, type: info.type, content, text: info.name, span: info.span };
  });
}
