import fc from 'fast-check';
import { amountText, type Decimal, dayText, decimalText, positive, rate } from './literals.ts';
import {
  eventPlace,
  memberPlace,
  type ParameterInfo,
  pick,
  type TypeRef,
  type UnitRef,
  type World,
} from './place.ts';
import type { Yaml, YamlMap } from './yaml.ts';

/** A parameter as drawn: what it says is written once the world is known. */
export interface ParameterDraft {
  readonly name: string;
  readonly kind: Kind;
  readonly content: Content;
}

type Kind = 'step' | 'rate' | 'gift' | 'count' | 'day' | 'months' | 'days' | 'flag' | 'label';

type Content =
  | { readonly kind: 'value'; readonly value: Value }
  | {
      readonly kind: 'table';
      readonly keys: readonly number[];
      readonly cells: readonly Value[];
      readonly rows: number;
    }
  | {
      readonly kind: 'dated';
      readonly entries: readonly { readonly from: string; readonly content: Content }[];
    };

interface Value {
  readonly amount: Decimal;
  readonly rate: Decimal;
  readonly day: string;
  readonly count: number;
}

const KINDS: readonly Kind[] = [
  'step',
  'rate',
  'rate',
  'gift',
  'count',
  'day',
  'months',
  'days',
  'flag',
  'label',
];

const value: fc.Arbitrary<Value> = fc.record({
  amount: positive,
  rate,
  day: dayText,
  count: fc.integer({ min: 0, max: 40 }),
});

const table: fc.Arbitrary<Content> = fc.record({
  kind: fc.constant('table' as const),
  keys: fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 3 }),
  cells: fc.array(value, { minLength: 1, maxLength: 4 }),
  rows: fc.nat({ max: 3 }),
});
const single: fc.Arbitrary<Content> = value.map((one) => ({ kind: 'value', value: one }));
const dated: fc.Arbitrary<Content> = fc
  .uniqueArray(
    fc.record({
      from: dayText,
      content: fc.oneof({ weight: 2, arbitrary: single }, { weight: 1, arbitrary: table }),
    }),
    { minLength: 1, maxLength: 3, selector: ({ from }) => from },
  )
  .map((entries) => ({
    kind: 'dated',
    entries: [...entries].sort((a, b) => (a.from < b.from ? -1 : 1)),
  }));

export const parameterDrafts: fc.Arbitrary<readonly ParameterDraft[]> = fc
  .tuple(
    ...KINDS.map(() =>
      fc.oneof(
        { weight: 2, arbitrary: single },
        { weight: 3, arbitrary: table },
        { weight: 2, arbitrary: dated },
      ),
    ),
  )
  .map((contents) =>
    contents.map((content, index) => ({ name: `p${index}`, kind: KINDS[index] ?? 'rate', content })),
  );

/** A key of a table: what it reads, and rows that may stand under it. */
interface Key {
  readonly text: string;
  readonly rows: readonly string[];
  readonly fields: readonly string[];
  readonly member: boolean;
  readonly history: boolean;
  readonly ladders: number;
}

function keysOf(world: World): readonly Key[] {
  const none = { fields: [], member: false, history: false, ladders: 0 };
  const money = ['0..99', '100..999', '1_000..'];
  const purchase = eventPlace(memberPlace(world), ['purchase']).fields;
  const stored = (name: string, rows: readonly string[]): readonly Key[] =>
    purchase.some((field) => field.name === name && !field.optional)
      ? [{ ...none, text: name, rows, fields: [name] }]
      : [];
  return [
    ...stored('channel', ['app', 'shop', 'online']),
    ...stored('gift', ['yes', 'no']),
    ...stored('units', ['-3..-1', '0', '1..3', '4..', '..-4']),
    ...stored('amount', money),
    ...stored('store', ['a', 'ガ', 'Ginza']),
    ...stored('weight', world.events.length > 0 ? ['..0', '1..2', '10..'] : []),
    ...world.ladders.map(({ name, levels }, index) => ({
      ...none,
      text: `tier(${name})`,
      rows: levels.slice(1),
      member: true,
      history: true,
      ladders: index + 1,
    })),
    ...(world.ladders.length > 0 ? stored('grade', world.ladders[0]?.levels ?? []) : []),
    { ...none, text: 'member.plan', rows: ['free', 'paid', 'vip'], member: true },
    { ...none, text: 'month(today)', rows: ['1..3', '4..6', '12'], member: true },
    { ...none, text: 'count(visit)', rows: ['0..1', '2..3', '10..'], member: true, history: true },
    { ...none, text: 'sum(purchase.amount)', rows: money, member: true, history: true },
    { ...none, text: 'weekday(today)', rows: ['6', '7'], member: true },
  ];
}

function chosenKeys(content: Content, world: World): readonly Key[] {
  if (content.kind === 'dated') return content.entries.flatMap((entry) => chosenKeys(entry.content, world));
  if (content.kind !== 'table') return [];
  const keys = keysOf(world);
  return content.keys.flatMap((slot) => pick(keys, slot) ?? []);
}

function unitOf(kind: Kind): UnitRef | undefined {
  if (kind === 'step') return { kind: 'money' };
  if (kind === 'gift') return { kind: 'points', index: 0 };
  return kind === 'rate' || kind === 'count' ? { kind: 'number' } : undefined;
}

function typeOf(kind: Kind): TypeRef {
  const unit = unitOf(kind);
  if (unit !== undefined) return unit;
  if (kind === 'day') return { kind: 'date' };
  if (kind === 'flag') return { kind: 'boolean' };
  if (kind === 'label') return { kind: 'text' };
  return { kind: 'duration', family: kind === 'months' ? 'calendar' : 'clock' };
}

/** At most four decimals, so that products of parameters stay within nine. */
function cell(kind: Kind, one: Value, world: World): string {
  switch (kind) {
    case 'step':
      return amountText(one.amount, { kind: 'money' }, world, 4).text;
    case 'gift':
      return amountText(one.amount, { kind: 'points', index: 0 }, world, 4).text;
    case 'rate':
      return one.count % 2 === 0 ? `${decimalText(one.rate)}%` : decimalText(one.rate);
    case 'count':
      return String(one.count - 3);
    case 'day':
      return one.day;
    case 'months':
      return `${one.count} months`;
    case 'days':
      return `${one.count} days`;
    case 'flag':
      return one.count % 2 === 0 ? 'yes' : 'no';
    case 'label':
      return one.count % 2 === 0 ? '"a"' : '"ガ"';
  }
}

function scaleOf(text: string): number {
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  return fraction.length + (text.includes('%') ? 2 : 0);
}

function cellsOf(content: Content): readonly Value[] {
  if (content.kind === 'value') return [content.value];
  if (content.kind === 'table') return content.cells;
  return content.entries.flatMap((entry) => cellsOf(entry.content));
}

function tableYaml(
  keys: readonly Key[],
  at: number,
  content: Extract<Content, { kind: 'table' }>,
  write: (slot: number) => string,
): YamlMap {
  const [key, ...rest] = keys;
  const rows = (key?.rows ?? []).slice(0, 1 + content.rows);
  return {
    ...Object.fromEntries(
      rows.map((row, index): [string, Yaml] => {
        const slot = at + index;
        const deeper = rest.length > 0 && slot % 3 !== 2;
        return [row, deeper ? tableYaml(rest, slot + 1, content, write) : write(slot)];
      }),
    ),
    otherwise: write(at + rows.length),
  };
}

function contentYaml(kind: Kind, content: Content, world: World): Yaml {
  switch (content.kind) {
    case 'value':
      return cell(kind, content.value, world);
    case 'table': {
      const keys = chosenKeys(content, world).filter(
        (key, index, all) => all.findIndex((other) => other.text === key.text) === index,
      );
      const write = (slot: number): string => {
        const one = pick(content.cells, slot);
        return one === undefined ? '1' : cell(kind, one, world);
      };
      const by = keys.map((key) => key.text);
      return { by: by.length === 1 ? (by[0] ?? '') : by, ...tableYaml(keys, 0, content, write) };
    }
    case 'dated':
      return Object.fromEntries(
        content.entries.map((entry) => [entry.from, contentYaml(kind, entry.content, world)]),
      );
  }
}

export function parameterInfo({ name, kind, content }: ParameterDraft, world: World): ParameterInfo {
  const keys = chosenKeys(content, world);
  return {
    name,
    type: typeOf(kind),
    scale: Math.max(
      0,
      ...cellsOf(content).map((one) => (unitOf(kind) ? scaleOf(cell(kind, one, world)) : 0)),
    ),
    positive: kind === 'step' || kind === 'gift' || kind === 'rate',
    single: content.kind === 'value',
    fields: keys.flatMap((key) => key.fields),
    member: keys.some((key) => key.member),
    history: keys.some((key) => key.history),
    ladders: Math.max(0, ...keys.map((key) => key.ladders)),
  };
}

export function parameterYaml({ kind, content }: ParameterDraft, world: World): Yaml {
  return contentYaml(kind, content, world);
}
