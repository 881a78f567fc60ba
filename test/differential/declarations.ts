import fc from 'fast-check';
import { type EventInfo, type Name, type PeriodInfo, pick, type TypeRef, type World } from './place.ts';
import type { YamlMap } from './yaml.ts';

/** The shape of what a program declares, before any expression. */
export interface Shape {
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly points: readonly number[];
  readonly ladders: readonly number[];
  readonly periods: readonly {
    readonly name: string;
    readonly every: string;
    readonly from: string;
    readonly days: number;
  }[];
  readonly sinceLadder: number | undefined;
  readonly bounds: 'none' | 'low' | 'both';
  readonly weightDecimals: number;
  readonly refund: RefundKind;
  /** Events that reverse, kept though nothing reads them. */
  readonly reversals: readonly string[];
}

export type RefundKind = 'whole' | 'amount' | 'optional amount' | 'eligible' | 'weight' | 'units';

export const WORDS = {
  channel: ['app', 'shop', 'online'],
  category: ['tea', 'food', 'card'],
  plan: ['free', 'paid', 'vip'],
};
const POINTS = ['star', 'mile', 'ticket'];
const LADDERS = [
  { name: 'status', levels: ['regular', 'silver', 'gold', 'black'] },
  { name: 'club', levels: ['guest', 'friend', 'patron', 'host'] },
];
const BUILT_IN: readonly PeriodInfo[] = [
  { name: 'month', since: undefined, shortestDays: 28 },
  { name: 'day', since: undefined, shortestDays: 1 },
  { name: 'week', since: undefined, shortestDays: 7 },
  { name: 'quarter', since: undefined, shortestDays: 90 },
  { name: 'year', since: undefined, shortestDays: 365 },
];

const month = fc.constantFrom('01', '02', '04', '12');
const dayOfMonth = fc.constantFrom('01', '15', '28');

export const shape: fc.Arbitrary<Shape> = fc.record({
  currency: fc.constantFrom(
    { code: 'JPY', decimals: 0 },
    { code: 'USD', decimals: 2 },
    { code: 'KWD', decimals: 3 },
  ),
  points: fc.array(fc.constantFrom(0, 0, 2, 1, 9), { minLength: 1, maxLength: 3 }),
  ladders: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }) },
  ),
  periods: fc
    .tuple(
      fc.tuple(fc.constantFrom(1, 2, 3, 6, 12), month, dayOfMonth).map(([count, mm, dd]) => ({
        name: 'fiscal',
        every: `${count} months`,
        from: `${mm}-${dd}`,
        days: 28 * count,
      })),
      fc
        .tuple(fc.integer({ min: 1, max: 14 }), fc.constantFrom('2020-01-31', '2024-02-29', '2030-08-30'))
        .map(([count, from]) => ({
          name: 'term',
          every: `${count} months`,
          from,
          days: 28 * count,
        })),
      fc
        .tuple(fc.integer({ min: 5, max: 50 }), fc.constantFrom('2020-01-31', '2025-07-01'))
        .map(([count, from]) => ({
          name: 'sprint',
          every: `${count} days`,
          from,
          days: count,
        })),
      fc.integer({ min: 1, max: 24 }).map((count) => ({
        name: 'tenure',
        every: `${count} months`,
        from: 'member.enrolled',
        days: 28 * count,
      })),
      fc.integer({ min: 2, max: 12 }).map((count) => ({
        name: 'lap',
        every: `${count} weeks`,
        from: 'member.enrolled',
        days: 7 * count,
      })),
    )
    .map((all) => [...all]),
  sinceLadder: fc.option(fc.nat({ max: 1 }), { nil: undefined, freq: 3 }),
  bounds: fc.constantFrom('none', 'low', 'both'),
  weightDecimals: fc.constantFrom(4, 0, 2, 9),
  refund: fc.constantFrom<RefundKind>('amount', 'whole', 'optional amount', 'eligible', 'weight', 'units'),
  reversals: fc.subarray(['refund', 'undo', 'cancel', 'reclaim']),
});

function field(name: string, type: TypeRef, scale = 0, optional = false): Name {
  return { name, type, scale, optional };
}

/** Everything that may be stored of an event: pruned later to what the program reads. */
export function eventsOf(drawn: Shape, ladder: boolean): readonly EventInfo[] {
  const { decimals } = drawn.currency;
  const amount = field('amount', { kind: 'money' }, decimals);
  const channel = field('channel', { kind: 'word', words: WORDS.channel });
  const units = field('units', { kind: 'number' });
  const store = field('store', { kind: 'text' });
  const grade = ladder ? [field('grade', { kind: 'level', ladder: 0 })] : [];
  const purchase: EventInfo = {
    name: 'purchase',
    fields: [
      amount,
      channel,
      units,
      field('weight', { kind: 'number' }, drawn.weightDecimals),
      field('gift', { kind: 'boolean' }),
      store,
      field('delivered', { kind: 'date' }, 0, true),
      field('ordered', { kind: 'date' }),
      field('sent', { kind: 'datetime' }),
      field('tip', { kind: 'money' }, decimals, true),
      field('gems', { kind: 'points', index: 0 }, drawn.points[0] ?? 0),
      field('via', { kind: 'word', words: WORDS.channel }, 0, true),
      ...grade,
    ],
    lists: [
      {
        name: 'items',
        fields: [
          field('category', { kind: 'word', words: WORDS.category }),
          field('price', { kind: 'money' }, decimals),
          field('pieces', { kind: 'number' }),
          field('fresh', { kind: 'boolean' }),
          field('best_by', { kind: 'date' }, 0, true),
          field('label', { kind: 'text' }),
          field('load', { kind: 'number' }, 2, true),
          field('packed', { kind: 'datetime' }),
        ],
      },
    ],
  };
  const visit: EventInfo = { name: 'visit', fields: [channel, units, store], lists: [] };
  const review: EventInfo = {
    name: 'review',
    fields: [
      field('product', { kind: 'text' }),
      field('stars_given', { kind: 'number' }),
      field('note', { kind: 'text' }, 0, true),
    ],
    lists: [],
  };
  return [purchase, visit, review, ...reversals(drawn, amount, units)];
}

function reversals(drawn: Shape, amount: Name, units: Name): readonly EventInfo[] {
  const weight = field('weight', { kind: 'number' }, drawn.weightDecimals);
  const by: Readonly<Record<RefundKind, readonly Name[]>> = {
    whole: [],
    amount: [amount],
    'optional amount': [{ ...amount, optional: true }],
    eligible: [amount],
    weight: [weight],
    units: [units],
  };
  const reason = field('reason', { kind: 'text' });
  return [
    { name: 'refund', fields: [...by[drawn.refund], reason], lists: [] },
    { name: 'undo', fields: [], lists: [] },
    { name: 'cancel', fields: [reason], lists: [] },
    { name: 'reclaim', fields: [], lists: [] },
  ];
}

/** The events that the language brings. */
export function builtInEvents(attributes: readonly Name[], rewards: readonly string[]): readonly EventInfo[] {
  return [
    { name: 'enroll', fields: [], lists: [] },
    { name: 'profile', fields: attributes.map((one) => ({ ...one, optional: true })), lists: [] },
    {
      name: 'redeem',
      fields: [
        ...(rewards.length > 0 ? [field('reward', { kind: 'word', words: rewards })] : []),
        field('quantity', { kind: 'number' }),
      ],
      lists: [],
    },
  ];
}

/** `enrolled` first: it is always there, and `profile` does not change it. */
export function attributesOf(ladder: boolean): readonly Name[] {
  return [
    field('birthday', { kind: 'date' }, 0, true),
    field('plan', { kind: 'word', words: WORDS.plan }),
    field('age', { kind: 'number' }, 0, true),
    field('visits_before', { kind: 'number' }),
    field('score', { kind: 'number' }, 3),
    field('nickname', { kind: 'text' }, 0, true),
    field('opted', { kind: 'boolean' }),
    ...(ladder ? [field('was', { kind: 'level', ladder: 0 }, 0, true)] : []),
  ];
}

export function declaredWorld(drawn: Shape, rewards: readonly string[]): World {
  const ladders = LADDERS.slice(0, drawn.ladders.length).map(({ name, levels }, index) => ({
    name,
    levels: levels.slice(0, 1 + (drawn.ladders[index] ?? 1)),
  }));
  const attributes = attributesOf(ladders.length > 0);
  const since =
    drawn.sinceLadder === undefined || ladders.length === 0
      ? []
      : [{ name: 'span', since: drawn.sinceLadder % ladders.length, shortestDays: 28 }];
  return {
    currency: drawn.currency,
    points: drawn.points.map((decimals, index) => ({ name: POINTS[index] ?? 'star', decimals })),
    ladders,
    periods: [
      ...BUILT_IN,
      ...drawn.periods.map(({ name, days }) => ({ name, since: undefined, shortestDays: days })),
      ...since,
    ],
    parameters: [],
    attributes,
    events: [...eventsOf(drawn, ladders.length > 0), ...builtInEvents(attributes, rewards)],
    named: [],
    rules: [],
    rewards,
  };
}

/** How a field is declared. */
export function fieldYaml(
  { name, type, scale }: Name,
  drawn: Shape,
  world: World,
): string | YamlMap | readonly string[] {
  switch (type.kind) {
    case 'money': {
      const { code } = world.currency;
      if (drawn.bounds === 'none' || name === 'tip') return code;
      return drawn.bounds === 'low' ? { type: code, min: '0' } : { type: code, min: '0', max: '10_000_000' };
    }
    case 'number':
      if (name === 'pieces') return { type: 'integer', min: '0', max: '99' };
      if (scale === 0) return name === 'weight' ? { type: 'number', decimals: '0' } : 'integer';
      return scale === 4 ? 'number' : { type: 'number', decimals: String(scale) };
    case 'points':
      return world.points[type.index]?.name ?? 'star';
    case 'word':
      return type.words;
    case 'level':
      return world.ladders[type.ladder]?.name ?? 'status';
    case 'duration':
      return 'integer';
    default:
      return type.kind;
  }
}

export function periodYaml(drawn: Shape, world: World): YamlMap {
  const since = world.periods.find((period) => period.since !== undefined);
  const ladder = since?.since === undefined ? undefined : pick(world.ladders, since.since);
  return {
    ...Object.fromEntries(drawn.periods.map(({ name, every, from }) => [name, { every, from }])),
    ...(ladder !== undefined && { span: { every: '3 months', from: `since(${ladder.name})` } }),
  };
}
