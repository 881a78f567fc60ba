import type { ParameterContent, Span, TableKey, Value, ValueType } from '../../schema/index.ts';
import { type Entry, type MapNode, type Node, nearest } from '../document/index.ts';
import { atType, constantOf } from './constants.ts';
import type { Declarations, ParameterInfo } from './declarations.ts';
import { report } from './findings.ts';
import { decimalText, didYouMean } from './literals.ts';
import type { Site } from './site.ts';
import { describeType } from './type.ts';

const BAND = /^(-?[\d_]+(?:\.\d+)?)?\.\.(-?[\d_]+(?:\.\d+)?)?$/;

/** The end of a band, at the scale of its key; undefined for an open end. */
function bandEnd(text: string | undefined, scale: number): bigint | undefined {
  if (text === undefined) return undefined;
  const [whole = '', fraction = ''] = text.replaceAll('_', '').split('.');
  const digits = BigInt(`${whole.replace('-', '')}${fraction.slice(0, scale).padEnd(scale, '0')}`);
  return whole.startsWith('-') ? -digits : digits;
}

function decimalsOf(end: string | undefined): number {
  return end?.split('.')[1]?.replace(/0+$/, '').length ?? 0;
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
      // A digit finer than the key can be would be dropped, and the band with it.
      if ([match?.[1], match?.[2], match === null ? key : ''].some((end) => decimalsOf(end) > type.scale))
        return wrong([]);
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

/** The rows of a table, one per combination of keys; `before` are the keys of the maps around them. */
function rowsOf(
  entries: readonly Entry[],
  types: readonly ValueType[],
  before: readonly TableKey[],
  info: ParameterInfo,
  site: Site,
): readonly Row[] {
  const constant = (node: Node) => info.constants.get(node) ?? constantOf(node, site);
  const [keyType, ...rest] = types;
  if (keyType === undefined) return [];
  // `otherwise` answers what no other row does, wherever it is written.
  const last = entries.filter((entry) => entry.key === 'otherwise');
  return [...entries.filter((entry) => entry.key !== 'otherwise'), ...last].flatMap(
    (entry): readonly Row[] => {
      if (entry.key === 'by' || (before.length === 0 && entry.key === 'otherwise')) return [];
      const key: TableKey | undefined =
        entry.key === 'otherwise' ? { kind: 'any' } : tableKey(entry, keyType, site.program);
      if (key === undefined) return [];
      const keys = [...before, key];
      if (rest.length > 0) {
        if (entry.value.kind === 'map') return rowsOf(entry.value.entries, rest, keys, info, site);
        // One value for the rest: every further key may be anything.
        const value = constant(entry.value);
        return value === undefined
          ? []
          : [
              {
                keys: [...keys, ...rest.map((): TableKey => ({ kind: 'any' }))],
                value: atType(value, info.type),
                span: entry.keySpan,
              },
            ];
      }
      if (entry.value.kind === 'map') {
        site.program.findings.add(report('table-depth', entry.keySpan, { name: entry.key }));
        return [];
      }
      const value = constant(entry.value);
      return value === undefined ? [] : [{ keys, value: atType(value, info.type), span: entry.keySpan }];
    },
  );
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

/**
 * Values of a key such that, if all of them are answered, every value is: both sides of each end of a band, and for texts
 * one that no row names.
 */
function samples(rows: readonly Row[], column: number, type: ValueType): readonly (string | bigint)[] {
  const keys = rows.flatMap((row) => row.keys[column] ?? []);
  if (type.kind === 'text')
    return [
      ...keys.flatMap((key) => (key.kind === 'is' && typeof key.value === 'string' ? key.value : [])),
      '…',
    ];
  const ends = keys.flatMap((key) => {
    const { low, high } = endsOf(key) ?? {};
    return [...(low === undefined ? [] : [low - 1n, low]), ...(high === undefined ? [] : [high, high + 1n])];
  });
  return ends.length === 0 ? [0n] : [...new Set(ends)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function answers(key: TableKey | undefined, value: string | number | boolean | bigint): boolean {
  if (key === undefined || key.kind === 'any') return key !== undefined;
  if (key.kind === 'is') return key.value === value;
  if (typeof value !== 'bigint') return false;
  return (key.low === undefined || key.low <= value) && (key.high === undefined || value <= key.high);
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
  for (const value of possible(type, program) ?? samples(rows, column, type)) {
    const fitting = rows.filter((row) => answers(row.keys[column], value));
    const rest = missingCase(fitting, types, column + 1, program);
    if (rest === undefined) continue;
    const word =
      fitting.length === 0 && typeof value === 'bigint' ? 'otherwise' : wordOf(value, type, program);
    return rest === '' || fitting.length === 0 ? word : `${word} → ${rest}`;
  }
  return undefined;
}

function wordOf(value: string | number | boolean | bigint, type: ValueType, program: Declarations): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'bigint') return decimalText(value, type.kind === 'quantity' ? type.scale : 0);
  if (typeof value === 'string' || type.kind !== 'level') return value === '…' ? 'otherwise' : String(value);
  return program.ladders.get(type.ladder)?.levels[value] ?? String(value);
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

/** What a table says; its keys have been typed. */
export function tableContent(node: MapNode, info: ParameterInfo, site: Site): ParameterContent | undefined {
  const { program } = site;
  const keys = info.keys.get(node);
  if (keys === undefined) return undefined;
  const types = keys.map((key) => key.type);
  const before = program.findings.list.length;
  const rows = rowsOf(node.entries, types, [], info, site);
  const fallback = node.entries.find((entry) => entry.key === 'otherwise');
  const otherwise = fallback && (info.constants.get(fallback.value) ?? constantOf(fallback.value, site));
  reportDoubles(rows, site);
  // A row that is wrong already leaves its case open; that is no second mistake.
  const whole = program.findings.list.length === before;
  const missing = fallback === undefined && whole ? missingCase(rows, types, 0, program) : undefined;
  if (missing !== undefined)
    program.findings.add(report('table-incomplete', info.span, { name: info.name, missing }));
  const cells = rows.map(({ keys: own, value }) => ({ keys: own, value }));
  return { kind: 'table', by: keys, rows: cells, otherwise: otherwise && atType(otherwise, info.type) };
}
