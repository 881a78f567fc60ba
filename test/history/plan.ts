import type { HistoryRead, HistorySource, Mapping, ReadOptions } from '../../runtime/history/index.ts';
import type { MemberHistory, Plan, PlanEvent, PlanExpr, PlanField, ValueType } from '../../schema/index.ts';
import { readBoth } from '../columns/both.ts';

const span = { start: 0, end: 0 };

export const types = {
  yen: { kind: 'quantity', unit: { JPY: 1 }, scale: 0 },
  dollar: { kind: 'quantity', unit: { USD: 1 }, scale: 2 },
  integer: { kind: 'quantity', unit: {}, scale: 0 },
  number: { kind: 'quantity', unit: {}, scale: 4 },
  text: { kind: 'text' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  datetime: { kind: 'datetime' },
  channel: { kind: 'word', words: ['store', 'app', 'online'] },
  status: { kind: 'level', ladder: 'status' },
} as const satisfies Record<string, ValueType>;

/** `amount` or `amount?` of a type, with declared bounds. */
export function field(name: string, type: ValueType, bounds: { min?: bigint; max?: bigint } = {}): PlanField {
  return {
    name: name.replace('?', ''),
    type: { kind: 'value', type, min: bounds.min, max: bounds.max },
    optional: name.endsWith('?'),
    span,
  };
}

export function lines(name: string, fields: readonly PlanField[]): PlanField {
  return { name: name.replace('?', ''), type: { kind: 'lines', fields }, optional: name.endsWith('?'), span };
}

export function event(
  name: string,
  fields: readonly PlanField[],
  reverses?: PlanEvent['reverses'],
  derived: PlanEvent['derived'] = [],
): PlanEvent {
  return { name, fields, derived, reverses, span };
}

/** `{ is: sum(items.amount where category != gift_card) }`. */
export function withoutGiftCards(name: string, type: ValueType): PlanEvent['derived'][number] {
  const node = { optional: false, span };
  const boolean = { ...node, type: types.boolean };
  const left: PlanExpr = { ...node, kind: 'line-field', name: 'category', type: types.text };
  const right: PlanExpr = { ...node, kind: 'constant', value: 'gift_card', type: types.text };
  const value: PlanExpr = { ...node, kind: 'line-field', name: 'amount', type };
  const where: PlanExpr = { ...boolean, kind: 'compare', operator: '!=', left, right };
  const expr: PlanExpr = { ...node, kind: 'lines', list: 'items', function: 'sum', value, where, type };
  return { name, type, optional: false, expr };
}

/** A checked program with only what a history is read by. */
export function plan(parts: Partial<Plan> = {}): Plan {
  const title = { en: 'test', ja: 'テスト' };
  return {
    language: 1,
    program: 'test',
    version: '1',
    title,
    currency: { code: 'JPY', decimals: 0 },
    timezone: 'Asia/Tokyo',
    periods: [],
    parameters: [],
    attributes: [],
    events: [
      event('purchase', [field('amount', types.yen), field('channel?', types.channel)]),
      event('refund', [field('amount?', types.yen)], { event: 'purchase', by: 'amount' }),
      event('visit', []),
    ],
    points: [],
    measures: [],
    named: [],
    ladders: [
      {
        name: 'status',
        title,
        review: { kind: 'event' },
        drop: 'to reached',
        levels: ['regular', 'silver', 'gold'].map((name) => ({
          name,
          title,
          reach: undefined,
          until: undefined,
          span,
        })),
        span,
      },
    ],
    groups: [],
    rules: [],
    rewards: [],
    benefits: [],
    loyalty: { scores: [], mix: [] },
    kpis: [],
    guardrails: [],
    standard: { purchase: undefined, active: undefined },
    ...parts,
  };
}

export function reward(name: string): Plan['rewards'][number] {
  return {
    name,
    title: { en: name, ja: name },
    price: [],
    give: [],
    when: undefined,
    during: { from: undefined, until: undefined },
    limits: [],
    dates: { available: undefined, expires: undefined },
    worth: undefined,
    expense: undefined,
    builds: undefined,
    span,
    nameSpan: span,
  };
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads one file, as objects and as columns, which must say the same. */
export function read(
  program: Plan,
  text: string | Uint8Array,
  mapping?: Mapping,
  options?: ReadOptions,
): Promise<HistoryRead> {
  const chunks = [typeof text === 'string' ? bytes(text) : text];
  const source: HistorySource = { name: 'in.txt', chunks, mapping };
  return readBoth(program, [source], options);
}

/** `line reason` of each bad row. */
export function reasons(result: HistoryRead): string[] {
  return result.rejected.map((row) => `${row.line} ${row.reason}`).sort();
}

export function events(result: HistoryRead): MemberHistory['events'] {
  return result.members.flatMap((member) => member.events);
}

/** Every row ends in exactly one place; true for every history whatever. */
export function isWhole(result: HistoryRead): boolean {
  const ignored = [...result.ignored.values()].reduce((sum, count) => sum + count, 0);
  return result.rows === result.accepted + result.rejected.length + ignored;
}
