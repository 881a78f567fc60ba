import type { FieldType, PlanField, ValueType } from '../../schema/index.ts';
import { childOf, type Entry, type Node, nearest, type ScalarNode } from '../document/index.ts';
import type { Declarations, FieldInfo } from './declarations.ts';
import { report } from './findings.ts';
import { didYouMean } from './literals.ts';
import {
  BOOLEAN,
  DATE,
  DATETIME,
  INTEGER,
  MAX_SCALE,
  NUMBER_UNIT,
  quantity,
  soleUnit,
  TEXT,
} from './type.ts';

/** Decimals of a `number` field that declares none (language §3). */
const DEFAULT_DECIMALS = 4;

const PLAIN_TYPES = ['integer', 'number', 'date', 'datetime', 'boolean', 'text'];

/** Name of a list of records or of a derived field; the reader of the document tells them apart. */
export function isDerived(node: Node): boolean {
  return node.kind === 'map' && childOf(node, 'is') !== undefined;
}

function typeByName(
  scalar: ScalarNode,
  decimals: number | undefined,
  program: Declarations,
): ValueType | undefined {
  const name = scalar.text;
  const { currency } = program;
  // Without a currency, which has been reported, any code may be it.
  if (currency.code === '' && /^[A-Z]{3}$/.test(name)) return quantity({ '': 1 }, currency.decimals);
  if (name === currency.code) return quantity({ [name]: 1 }, currency.decimals);
  switch (name) {
    case 'integer':
      return INTEGER;
    case 'number':
      return quantity(NUMBER_UNIT, decimals ?? DEFAULT_DECIMALS);
    case 'date':
      return DATE;
    case 'datetime':
      return DATETIME;
    case 'boolean':
      return BOOLEAN;
    case 'text':
      return TEXT;
  }
  const points = program.points.get(name);
  if (points !== undefined) return quantity({ [name]: 1 }, points.decimals);
  if (program.ladders.has(name)) return { kind: 'level', ladder: name };
  const known = [currency.code, ...PLAIN_TYPES, ...program.points.keys(), ...program.ladders.keys()];
  if (/^[A-Z]{3}$/.test(name))
    return program.findings.add(
      report('other-currency', scalar.span, { word: name, currency: currency.code }),
    );
  return program.findings.add(
    report(
      'unknown-type',
      scalar.span,
      { name, known: known.join(', ') },
      didYouMean(nearest(name, known), scalar.span),
    ),
  );
}

function wordsOf(node: Node, program: Declarations): ValueType | undefined {
  if (node.kind !== 'list') return undefined;
  const words: string[] = [];
  for (const item of node.items) {
    if (item.kind !== 'scalar') continue;
    const word = item.text.normalize('NFC');
    if (words.includes(word)) program.findings.add(report('word-twice', item.span, { word }));
    else words.push(word);
  }
  return { kind: 'word', words };
}

/** A bound as written → at the type's scale; one that has more decimals than the type is reported. */
function bound(node: Node | undefined, type: ValueType, program: Declarations): bigint | undefined {
  if (node?.kind !== 'scalar') return undefined;
  if (type.kind !== 'quantity') return program.findings.add(report('bound-not-here', node.span, {}));
  const [, text = '', unit] = /^(\S+)(?: (\S+))?$/.exec(node.text) ?? [];
  const fits = unit === undefined || unit === soleUnit(type.unit);
  const match = fits ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.replaceAll('_', '')) : null;
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > type.scale)
    return program.findings.add(
      report('bound-unreadable', node.span, { text: node.text, decimals: type.scale }),
    );
  const value = BigInt(`${match[2]}${fraction.padEnd(type.scale, '0')}`);
  return match[1] === '-' ? -value : value;
}

function stored(entry: Entry, type: FieldType): PlanField {
  return { name: entry.key, type, optional: entry.optional, span: entry.keySpan };
}

function valueField(
  entry: Entry,
  type: ValueType | undefined,
  node: Node,
  program: Declarations,
): PlanField | undefined {
  if (type === undefined) return undefined;
  const min = bound(childOf(node, 'min'), type, program);
  const max = bound(childOf(node, 'max'), type, program);
  if (min !== undefined && max !== undefined && min > max)
    program.findings.add(report('bounds-crossed', entry.keySpan, { name: entry.key }));
  return stored(entry, { kind: 'value', type, min, max });
}

/** Reads one declared field: a type name, a list of words, `{ type, min, max, decimals }` or `{ each: … }`. */
export function readField(entry: Entry, program: Declarations): PlanField | undefined {
  const { value } = entry;
  if (value.kind === 'scalar')
    return valueField(entry, typeByName(value, undefined, program), value, program);
  if (value.kind === 'list') return valueField(entry, wordsOf(value, program), value, program);
  const each = childOf(value, 'each');
  if (each?.kind === 'map') {
    const fields = each.entries
      .map((inner) => readField(inner, program))
      .filter((field) => field !== undefined);
    return stored(entry, { kind: 'lines', fields });
  }
  const type = childOf(value, 'type');
  if (type === undefined) return undefined;
  const decimals = childOf(value, 'decimals');
  const digits = decimals?.kind === 'scalar' ? Number(decimals.text) : undefined;
  if (digits !== undefined && (!Number.isInteger(digits) || digits < 0 || digits > MAX_SCALE)) {
    program.findings.add(
      report('scale-too-fine', decimals?.span ?? value.span, { scale: digits, max: MAX_SCALE }),
    );
    return undefined;
  }
  const named = type.kind === 'scalar' ? typeByName(type, digits, program) : wordsOf(type, program);
  return valueField(entry, named, value, program);
}

/** A stored field as expressions see it. */
export function infoOf(field: PlanField): FieldInfo {
  const base = { name: field.name, optional: field.optional, span: field.span };
  if (field.type.kind === 'value') return { ...base, type: field.type.type, lines: undefined };
  return {
    ...base,
    type: undefined,
    lines: new Map(field.type.fields.map((inner) => [inner.name, infoOf(inner)])),
  };
}
