import type {
  Fields,
  HistoryEvent,
  LedgerRow,
  Plan,
  PlanEvent,
  PlanExpr,
  PlanField,
  PlanLadder,
  PlanLimit,
  PlanMeasure,
  PlanPeriod,
  PlanPoints,
  PlanReward,
  PlanRule,
  Unit,
  Value,
  ValueType,
} from '../../schema/index.ts';
import { dayOfTime, formatDay, formatTime, localTime, parseDay } from '../../schema/index.ts';

/** Hand-built plans for tests of the engine alone: what the compiler would make of a small program. */

export const SPAN = { start: 0, end: 0 };

export function quantity(unit: Unit = {}, scale = 0): ValueType {
  return { kind: 'quantity', unit, scale };
}
export const JPY = quantity({ JPY: 1 });
export const NUMBER = quantity();
export const BOOLEAN: ValueType = { kind: 'boolean' };
export const DATE: ValueType = { kind: 'date' };

type Shape<T> = T extends PlanExpr ? Omit<T, 'type' | 'optional' | 'span'> : never;

export function expr(type: ValueType, node: Shape<PlanExpr>, optional = false): PlanExpr {
  return { type, optional, span: SPAN, ...node } as PlanExpr;
}
export function constant(value: Exclude<Value, undefined>, type: ValueType = NUMBER): PlanExpr {
  return expr(type, { kind: 'constant', value });
}
export function field(name: string, type: ValueType = JPY): PlanExpr {
  return expr(type, { kind: 'field', name });
}
export function compare(left: PlanExpr, operator: '=' | '>' | '>=' | '<', right: PlanExpr): PlanExpr {
  return expr(BOOLEAN, { kind: 'compare', operator, left, right });
}
export function per(gives: PlanExpr, step: PlanExpr, amount: PlanExpr): PlanExpr {
  return expr(gives.type, { kind: 'per', gives, step, amount, proRata: false });
}
export function months(count: number): PlanExpr {
  return constant(count, { kind: 'duration', family: 'calendar' });
}
export function hours(count: number): PlanExpr {
  return constant(count, { kind: 'duration', family: 'clock' });
}
export function plus(of: PlanExpr, by: PlanExpr): PlanExpr {
  return expr(DATE, { kind: 'shift', of, by, sign: 1 });
}
export const EARNED = expr(DATE, { kind: 'earned' });
export const REACHED = expr(DATE, { kind: 'reached' });

export function points(name: string, more: Partial<PlanPoints> = {}): PlanPoints {
  return {
    name,
    title: { en: name, ja: name },
    decimals: 0,
    rounding: 'down',
    dates: { available: undefined, expires: undefined },
    shortfall: 'owe',
    expense: undefined,
    redeemable: true,
    span: SPAN,
    ...more,
  };
}

export function rule(name: string, more: Partial<PlanRule>): PlanRule {
  return {
    name,
    title: { en: name, ja: name },
    trigger: { kind: 'event', events: ['purchase'] },
    when: undefined,
    during: { from: undefined, until: undefined },
    give: [],
    take: [],
    forfeit: [],
    settle: undefined,
    hold: undefined,
    limits: [],
    group: undefined,
    dates: { available: undefined, expires: undefined },
    builds: undefined,
    aimedAt: [],
    span: SPAN,
    nameSpan: SPAN,
    ...more,
  };
}

export function limit(amount: PlanExpr, more: Partial<PlanLimit> = {}): PlanLimit {
  return {
    kind: more.points === undefined ? 'times' : 'quantity',
    amount,
    points: undefined,
    period: undefined,
    field: undefined,
    text: 'limit',
    span: SPAN,
    ...more,
  };
}

export function reward(name: string, more: Partial<PlanReward>): PlanReward {
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
    span: SPAN,
    nameSpan: SPAN,
    ...more,
  };
}

export function measure(more: Partial<PlanMeasure>): PlanMeasure {
  return {
    function: 'sum',
    subject: { kind: 'event', event: 'purchase' },
    field: undefined,
    where: undefined,
    same: [],
    window: { kind: 'all' },
    beforeThis: false,
    period: undefined,
    type: NUMBER,
    optional: false,
    text: 'measure',
    span: SPAN,
    ...more,
  };
}
export function read(index: number, type: ValueType = JPY): PlanExpr {
  return expr(type, { kind: 'measure', measure: index });
}

export function ladder(more: Partial<PlanLadder> & Pick<PlanLadder, 'levels'>): PlanLadder {
  return {
    name: 'status',
    title: { en: 'status', ja: 'status' },
    review: { kind: 'event' },
    drop: 'to reached',
    span: SPAN,
    ...more,
  };
}
export function level(name: string, reach?: PlanExpr, until?: PlanExpr): PlanLadder['levels'][number] {
  return { name, title: { en: name, ja: name }, reach, until, span: SPAN };
}

function stored(name: string, type: ValueType, optional = false): PlanField {
  return { name, type: { kind: 'value', type, min: undefined, max: undefined }, optional, span: SPAN };
}
export function event(name: string, more: Partial<PlanEvent> = {}): PlanEvent {
  return { name, fields: [], derived: [], reverses: undefined, span: SPAN, ...more };
}

const built = { DAY: 0, MONTH: 2, YEAR: 4 } as const;
export const { DAY, MONTH, YEAR } = built;
const PERIODS: readonly PlanPeriod[] = [
  { name: 'day', length: { unit: 'days', count: 1 }, anchor: { kind: 'day', day: 0 } },
  // 1970-01-05 was a Monday.
  { name: 'week', length: { unit: 'days', count: 7 }, anchor: { kind: 'day', day: 4 } },
  { name: 'month', length: { unit: 'months', count: 1 }, anchor: { kind: 'day', day: 0 } },
  { name: 'quarter', length: { unit: 'months', count: 3 }, anchor: { kind: 'day', day: 0 } },
  { name: 'year', length: { unit: 'months', count: 12 }, anchor: { kind: 'day', day: 0 } },
];

/** The shared frame of the conformance cases: purchases, refunds by amount, visits, stars. */
export function plan(more: Partial<Plan>): Plan {
  return {
    language: 1,
    program: 'case',
    version: '1',
    title: { en: 'case', ja: 'case' },
    currency: { code: 'JPY', decimals: 0 },
    timezone: 'Asia/Tokyo',
    parameters: [],
    attributes: [],
    events: [
      event('purchase', { fields: [stored('amount', JPY)] }),
      event('refund', {
        fields: [stored('amount', JPY, true)],
        reverses: { event: 'purchase', by: 'amount' },
      }),
      event('visit'),
    ],
    points: [points('star')],
    measures: [],
    named: [],
    ladders: [],
    groups: [],
    rules: [],
    rewards: [],
    benefits: [],
    loyalty: { scores: [], mix: [] },
    kpis: [],
    guardrails: [],
    standard: { purchase: undefined, active: undefined },
    ...more,
    periods: [...PERIODS, ...(more.periods ?? [])],
  };
}

/** `happen('e1', '2026-05-01 10:00', 'purchase', { amount: 1000n })`; `of` names what a refund reverses. */
export function happen(id: string, at: string, type: string, fields: Fields = {}, of?: string): HistoryEvent {
  const [date = '', clock = '00:00'] = at.split(' ');
  const [hour = '0', minute = '0'] = clock.split(':');
  const time = localTime(day(date), Number(hour) * 3600 + Number(minute) * 60);
  return { type, id, at: time, fields, of, place: undefined };
}
export function day(text: string): number {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new Error(`no date: ${text}`);
  return parsed;
}

/** A ledger row as the cases print it: `05-01 10:00 earn star +18 base e1 L1 - 18/0`, with the year left out. */
export function line(row: LedgerRow): string {
  const text = (value: bigint | undefined, sign: boolean): string =>
    value === undefined ? '-' : `${sign && value > 0n ? '+' : ''}${value}`;
  const clock = formatTime(row.at).slice(11, 16);
  return [
    formatDay(dayOfTime(row.at)),
    clock,
    row.kind,
    row.what,
    text(row.quantity, row.kind !== 'decline'),
    row.by ?? '-',
    row.cause ?? '-',
    row.lot === undefined ? '-' : `L${row.lot}`,
    row.expires === undefined ? '-' : formatDay(row.expires),
    row.balance === undefined ? '-' : `${row.balance}/${row.pending}`,
  ].join(' ');
}
