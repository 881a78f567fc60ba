import {
  type ParameterContent,
  type PlanExpr,
  type PlanParameter,
  parseDay,
  type Span,
  type TableKey,
  type Value,
  type ValueType,
} from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node, nearest } from '../document/index.ts';
import { type Ast, printExpression } from '../expression/index.ts';
import type { Declarations, FieldInfo, ParameterInfo } from './declarations.ts';
import { entriesOf } from './declare.ts';
import { report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { parseOf } from './places.ts';
import { type Check, constantSite, memberSite, type Site, typeWords } from './site.ts';
import { describeType, quantity, rescale, sameType } from './type.ts';

type Constant = Extract<PlanExpr, { readonly kind: 'constant' }>;

/** A parameter whose values are read, but whose table keys are not yet typed. */
interface Draft {
  readonly entry: Entry;
  readonly info: ParameterInfo;
  readonly by: { ast: Ast; type: ValueType }[];
}

function isTable(node: MapNode): boolean {
  return childOf(node, 'by') !== undefined;
}

/** Every value of a parameter, in document order. */
function leaves(node: Node): readonly Node[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind !== 'map') return [];
  return node.entries.filter((entry) => entry.key !== 'by').flatMap((entry) => leaves(entry.value));
}

function constantOf(node: Node, site: Site, expected?: ValueType): Constant | undefined {
  const ast = parseOf(node, site.program);
  const expr = ast && site.check(ast, site, expected);
  if (expr === undefined || expr.kind === 'constant') return expr;
  return site.program.findings.add(report('constant-expected', expr.span, {}));
}

/** One type for all values: the same unit, the most decimals. */
function commonType(constants: readonly Constant[], site: Site): ValueType | undefined {
  let type = constants[0]?.type;
  for (const constant of constants.slice(1)) {
    if (type === undefined) return undefined;
    if (!sameType(type, constant.type))
      return site.program.findings.add(
        report('parameter-mixed', constant.span, {
          left: typeWords(type, site),
          right: typeWords(constant.type, site),
        }),
      );
    if (type.kind === 'quantity' && constant.type.kind === 'quantity')
      type = quantity(type.unit, Math.max(type.scale, constant.type.scale));
  }
  return type;
}

function atType(constant: Constant, type: ValueType): Exclude<Value, undefined> {
  if (typeof constant.value !== 'bigint' || constant.type.kind !== 'quantity' || type.kind !== 'quantity')
    return constant.value;
  return rescale(constant.value, constant.type.scale, type.scale);
}

function draft(entry: Entry, index: number, node: Node, site: Site): Draft | undefined {
  const constants = leaves(node).map((leaf) => constantOf(leaf, site));
  const good = constants.filter((constant) => constant !== undefined);
  if (good.length < constants.length) return undefined;
  if (good.length === 0)
    return site.program.findings.add(report('parameter-empty', entry.keySpan, { name: entry.key }));
  const type = commonType(good, site);
  if (type === undefined) return undefined;
  const values = good.map((constant) => atType(constant, type)).filter((value) => typeof value === 'bigint');
  const by: { ast: Ast; type: ValueType }[] = [];
  const single = node.kind === 'scalar';
  return { entry, by, info: { index, name: entry.key, span: entry.keySpan, type, values, by, single } };
}

/** Fields of all events: a table key may name one; whoever reads the table must have it. */
function anyField(program: Declarations): ReadonlyMap<string, FieldInfo> {
  const fields = new Map<string, FieldInfo>();
  for (const event of program.events.values())
    for (const field of event.fields.values()) if (!fields.has(field.name)) fields.set(field.name, field);
  return fields;
}

const BAND = /^(-?[\d_]+(?:\.\d+)?)?\.\.(-?[\d_]+(?:\.\d+)?)?$/;

function bandEnd(text: string | undefined, scale: number): bigint | undefined {
  if (text === undefined) return undefined;
  const [whole = '', fraction = ''] = text.replaceAll('_', '').split('.');
  const digits = BigInt(`${whole.replace('-', '')}${fraction.slice(0, scale).padEnd(scale, '0')}`);
  return whole.startsWith('-') ? -digits : digits;
}

/** Reads the key of a table row: a word, level, yes/no, text, number or a band of numbers. */
function tableKey(entry: Entry, type: ValueType, program: Declarations): TableKey | undefined {
  const { key, keySpan } = entry;
  const wrong = (known: readonly string[]): undefined =>
    program.findings.add(
      report(
        'table-key',
        keySpan,
        { name: key, expected: describeType(type, program.currency.code) },
        didYouMean(nearest(key, known), keySpan),
      ),
    );
  switch (type.kind) {
    case 'word':
      return type.words.includes(key) ? { kind: 'is', value: key } : wrong(type.words);
    case 'level': {
      const levels = program.ladders.get(type.ladder)?.levels ?? [];
      const level = levels.indexOf(key);
      return level >= 0 ? { kind: 'is', value: level } : wrong(levels);
    }
    case 'boolean':
      return key === 'yes' || key === 'no' ? { kind: 'is', value: key === 'yes' } : wrong(['yes', 'no']);
    case 'text':
      return { kind: 'is', value: key };
    case 'quantity': {
      const match = BAND.exec(key);
      if (match !== null && (match[1] ?? match[2]) !== undefined)
        return { kind: 'band', low: bandEnd(match[1], type.scale), high: bandEnd(match[2], type.scale) };
      if (!/^-?[\d_]+(\.\d+)?$/.test(key)) return wrong([]);
      const value = bandEnd(key, type.scale);
      return value === undefined ? undefined : { kind: 'is', value };
    }
    default:
      return wrong([]);
  }
}

interface Row {
  readonly keys: readonly TableKey[];
  readonly value: Exclude<Value, undefined>;
  readonly span: Span;
}

function rowsOf(
  entries: readonly Entry[],
  types: readonly ValueType[],
  before: readonly TableKey[],
  type: ValueType,
  site: Site,
): readonly Row[] {
  const [keyType, ...rest] = types;
  if (keyType === undefined) return [];
  return entries.flatMap((entry): readonly Row[] => {
    if (entry.key === 'by' || (before.length === 0 && entry.key === 'otherwise')) return [];
    const key: TableKey | undefined =
      entry.key === 'otherwise' ? { kind: 'any' } : tableKey(entry, keyType, site.program);
    if (key === undefined) return [];
    const keys = [...before, key];
    if (rest.length > 0) {
      if (entry.value.kind === 'map') return rowsOf(entry.value.entries, rest, keys, type, site);
      // One value for the rest: every further key may be anything.
      const constant = constantOf(entry.value, site);
      return constant === undefined
        ? []
        : [
            {
              keys: [...keys, ...rest.map((): TableKey => ({ kind: 'any' }))],
              value: atType(constant, type),
              span: entry.keySpan,
            },
          ];
    }
    if (entry.value.kind === 'map') {
      site.program.findings.add(report('table-depth', entry.keySpan, { name: entry.key }));
      return [];
    }
    const constant = constantOf(entry.value, site);
    return constant === undefined ? [] : [{ keys, value: atType(constant, type), span: entry.keySpan }];
  });
}

/** All values that a key of such a type can have, or undefined when they cannot be counted. */
function possible(
  type: ValueType,
  program: Declarations,
): readonly (string | number | boolean)[] | undefined {
  if (type.kind === 'word') return type.words;
  if (type.kind === 'boolean') return [true, false];
  if (type.kind === 'level') return program.ladders.get(type.ladder)?.levels.map((_, index) => index);
  return undefined;
}

function bandsCover(rows: readonly Row[], column: number): boolean {
  const bands = rows
    .map((row) => row.keys[column])
    .filter((key) => key?.kind === 'band' || key?.kind === 'is');
  const ranges = bands
    .map((key) =>
      key?.kind === 'band'
        ? { low: key.low, high: key.high }
        : {
            low: key?.kind === 'is' ? (key.value as bigint) : undefined,
            high: key?.kind === 'is' ? (key.value as bigint) : undefined,
          },
    )
    .sort((a, b) => (a.low === undefined ? -1 : b.low === undefined ? 1 : a.low < b.low ? -1 : 1));
  if (ranges[0]?.low !== undefined || ranges.at(-1)?.high !== undefined) return false;
  return ranges.every((range, index) => {
    const next = ranges[index + 1];
    return next === undefined || (range.high !== undefined && next.low === range.high + 1n);
  });
}

/** Whether some row answers every combination; else the words of one that has none. */
function missingCase(
  rows: readonly Row[],
  types: readonly ValueType[],
  column: number,
  program: Declarations,
): string | undefined {
  const type = types[column];
  if (type === undefined) return rows.length > 0 ? undefined : '';
  const matches = (value: string | number | boolean | bigint) => (row: Row) => {
    const key = row.keys[column];
    return key?.kind === 'any' || (key?.kind === 'is' && key.value === value);
  };
  const values = possible(type, program);
  if (values === undefined) {
    const anyRows = rows.filter((row) => row.keys[column]?.kind === 'any');
    if (anyRows.length === 0 && (type.kind !== 'quantity' || !bandsCover(rows, column))) return 'otherwise';
    return undefined;
  }
  const levels = type.kind === 'level' ? program.ladders.get(type.ladder)?.levels : undefined;
  for (const value of values) {
    const rest = missingCase(rows.filter(matches(value)), types, column + 1, program);
    if (rest === undefined) continue;
    const word =
      typeof value === 'number'
        ? (levels?.[value] ?? String(value))
        : value === true
          ? 'yes'
          : value === false
            ? 'no'
            : value;
    return rest === '' ? word : `${word} → ${rest}`;
  }
  return undefined;
}

/** The ends of a band; a single number is a band of its own. */
function endsOf(key: TableKey): { readonly low?: bigint; readonly high?: bigint } | undefined {
  if (key.kind === 'is' && typeof key.value === 'bigint') return { low: key.value, high: key.value };
  if (key.kind !== 'band') return undefined;
  return {
    ...(key.low !== undefined && { low: key.low }),
    ...(key.high !== undefined && { high: key.high }),
  };
}

/** Whether two keys answer one case. `otherwise` beside a row is no double: the row comes first. */
function overlap(key: TableKey, twin: TableKey | undefined): boolean {
  if (twin === undefined) return false;
  const [a, b] = [endsOf(key), endsOf(twin)];
  if (a !== undefined && b !== undefined)
    return (
      (a.high === undefined || b.low === undefined || b.low <= a.high) &&
      (b.high === undefined || a.low === undefined || a.low <= b.high)
    );
  return key.kind === 'is' && twin.kind === 'is' && key.value === twin.value;
}

function reportDoubles(rows: readonly Row[], site: Site): void {
  rows.forEach((row, index) => {
    const other = rows
      .slice(0, index)
      .find((before) => before.keys.every((key, column) => overlap(key, row.keys[column])));
    if (other === undefined) return;
    const message = { en: 'this row answers it too', ja: 'この行も当てはまります' };
    site.program.findings.add(
      report('table-overlap', row.span, {}, { related: [{ span: other.span, message }] }),
    );
  });
}

function tableContent(node: MapNode, info: Draft, check: Check, site: Site): ParameterContent | undefined {
  const { program } = site;
  const by = childOf(node, 'by');
  if (by === undefined) return undefined;
  const scope = { name: 'this', fields: anyField(program) };
  const keySite: Site = { ...memberSite(program, check), event: scope };
  const keys: PlanExpr[] = [];
  for (const item of by.kind === 'list' ? by.items : [by]) {
    const ast = parseOf(item, program);
    const expr = ast && check(ast, keySite);
    if (ast === undefined || expr === undefined) return undefined;
    if (expr.optional)
      return program.findings.add(
        report('maybe-missing', expr.span, { what: `\`${printExpression(ast)}\`` }),
      );
    if (expr.type.kind === 'fraction') return program.findings.add(report('rounding-missing', expr.span, {}));
    keys.push(expr);
    info.by.push({ ast, type: expr.type });
  }
  const types = keys.map((key) => key.type);
  const before = program.findings.list.length;
  const rows = rowsOf(node.entries, types, [], info.info.type, site);
  const fallback = node.entries.find((entry) => entry.key === 'otherwise');
  const otherwise = fallback && constantOf(fallback.value, site);
  reportDoubles(rows, site);
  // A row that is wrong already leaves its case open; that is no second mistake.
  const whole = program.findings.list.length === before;
  const missing = otherwise === undefined && whole ? missingCase(rows, types, 0, program) : undefined;
  if (missing !== undefined)
    program.findings.add(report('table-incomplete', info.info.span, { name: info.info.name, missing }));
  const cells = rows.map(({ keys: own, value }) => ({ keys: own, value }));
  return { kind: 'table', by: keys, rows: cells, otherwise: otherwise && atType(otherwise, info.info.type) };
}

function contentOf(node: Node, info: Draft, check: Check, site: Site): ParameterContent | undefined {
  if (node.kind === 'scalar') {
    const constant = constantOf(node, site);
    return constant && { kind: 'value', value: atType(constant, info.info.type) };
  }
  if (node.kind !== 'map') return undefined;
  if (isTable(node)) return tableContent(node, info, check, site);
  const entries: { from: number; content: ParameterContent }[] = [];
  for (const entry of node.entries) {
    const from = parseDay(entry.key);
    if (from === undefined) {
      site.program.findings.add(report('parameter-date', entry.keySpan, { name: entry.key }));
      continue;
    }
    const content = contentOf(entry.value, info, check, site);
    if (content !== undefined) entries.push({ from, content });
  }
  entries.sort((a, b) => a.from - b.from);
  return entries.length === 0 ? undefined : { kind: 'dated', entries };
}

/**
 * Reads `parameters:`; `overrides` (of a tests document) replaces values of the same name and type. First all values
 * are typed, so that measures and table keys may read any parameter.
 */
export function checkParameters(
  root: MapNode,
  overrides: MapNode | undefined,
  program: Declarations,
  check: Check,
): readonly PlanParameter[] {
  const site = constantSite(program, check);
  const drafts: (Draft & { readonly node: Node })[] = [];
  for (const entry of entriesOf(root, 'parameters')) {
    const own = draft(entry, drafts.length, entry.value, site);
    if (own === undefined) program.broken.add(entry.key);
    if (own === undefined || program.parameters.has(entry.key)) continue;
    const replaced = childOf(overrides, entry.key);
    const other = replaced && draft(entry, drafts.length, replaced, site);
    if (other !== undefined && !sameType(other.info.type, own.info.type)) {
      const words = { left: typeWords(own.info.type, site), right: typeWords(other.info.type, site) };
      program.findings.add(report('parameter-mixed', replaced?.span ?? entry.keySpan, words));
    }
    const used =
      other === undefined ? { ...own, node: entry.value } : { ...other, node: replaced ?? entry.value };
    drafts.push(used);
    program.parameters.set(entry.key, used.info);
  }
  for (const entry of overrides?.entries ?? [])
    if (!program.parameters.has(entry.key)) {
      const guess = nearest(entry.key, [...program.parameters.keys()]);
      program.findings.add(
        report('unknown-parameter', entry.keySpan, { name: entry.key }, didYouMean(guess, entry.keySpan)),
      );
    }
  return drafts.map((one): PlanParameter => {
    const content = contentOf(one.node, one, check, site);
    return {
      name: one.info.name,
      type: one.info.type,
      content: content ?? { kind: 'value', value: 0n },
      text: one.info.name,
      span: one.info.span,
    };
  });
}
