import { describe, expect, it } from 'vitest';
import type { PlanExpr, ValueType } from '../../schema/index.ts';
import { planOf } from './program-of.ts';

const FIELDS =
  'currency: USD\nevents: { visit: { n: integer, x?: { type: number, decimals: 3 } }, purchase: { amount: USD } }\n';

function typeOf(expression: string): readonly [ValueType, boolean] {
  const { rules } = planOf(
    `${FIELDS}parameters: { rate: { 2024-01-01: 5%, 2025-01-01: 2.5% } }\nrules: { r: { on: visit, give: "(${expression}) * 1 star" } }\n`,
  );
  const amount = rules[0]?.give[0]?.amount;
  if (amount?.kind !== 'multiply') throw new Error('the amount is a product');
  return [amount.left.type, amount.left.optional];
}

describe('decimals of an amount are those that its parts can have', () => {
  it.each([
    // Scales add up in a product: 5% has 2 decimals, 2.5% has 3.
    ['5% * 2.5%', 5],
    ['5% of n', 2],
    // A parameter has the most decimals of its values: 2.5% = 0.025.
    ['rate', 3],
    ['rate of 0.50', 5],
    // Sums, choices and defaults take the larger scale.
    ['n + 0.25', 2],
    ['min(n, 0.5, 1)', 1],
    ['if n > 3 then 1 else 2.50', 2],
    ['x otherwise 0.1', 3],
    ['floor(n / 3)', 0],
    ['round(n / 3, 0.05)', 2],
    ['2.5 per 10 USD of sum(purchase.amount)', 1],
    ['abs(-1.5)', 1],
    ['months since member.enrolled', 0],
  ])('%s', (expression, scale) => {
    expect(typeOf(expression)).toEqual([{ kind: 'quantity', unit: {}, scale }, false]);
  });

  it.each([
    ['n / 3'],
    ['min(n / 3, 5)'],
    ['if n > 3 then n / 3 else 2'],
    ['n / count(purchase) otherwise 1'],
    ['1 per 10 USD of sum(purchase.amount) pro rata'],
    // Money over money is a plain number.
    ['sum(purchase.amount) / 100 USD'],
  ])('%s stays a fraction', (expression) => {
    expect(typeOf(expression)).toEqual([{ kind: 'fraction', unit: {} }, false]);
  });
});

function measuresRead(value: unknown): readonly number[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, measure } = value as { readonly kind?: unknown; readonly measure?: unknown };
  const own = kind === 'measure' && typeof measure === 'number' ? [measure] : [];
  return [...own, ...Object.values(value).flatMap(measuresRead)];
}

describe('measures', () => {
  it('are one where they are equal, and two where a window or a condition differs', () => {
    const plan = planOf(`rules:
  a: { on: purchase, when: count(visit) > 1, give: 1 star }
  b: { on: purchase, when: "count( visit ) > 2", give: 1 star }
  c: { on: purchase, when: count(visit during this year) > 1, give: 1 star }
  d: { on: purchase, when: count(visit before this) > 1, give: 1 star }
  e: { on: purchase, when: count(purchase where channel = app) > 1, give: 1 star }
  f: { on: purchase, when: count(purchase where channel = store) > 1, give: 1 star }
`);
    expect(plan.rules.map(measuresRead)).toEqual([[0], [0], [1], [2], [3], [4]]);
    expect(plan.measures).toHaveLength(5);
  });

  it('points may be called like a part of the Plan: their unit is no index', () => {
    const plan = planOf(`points: { measure: {}, span: {}, text: {}, constructor: {} }
rules:
  a: { on: purchase, when: count(visit) > 1 and count(visit) > 2 and count(purchase) > 3, give: 5 measures }
  b: { on: purchase, give: 50% of award(a) }
  c: { on: purchase, give: 1 constructor per 5 JPY of amount }
`);
    const units: readonly unknown[] = plan.rules.map(({ give }) => give[0]?.amount.type);
    const expected: readonly unknown[] = [
      { kind: 'quantity', unit: { measure: 1 }, scale: 0 },
      { kind: 'quantity', unit: { measure: 1 }, scale: 2 },
      { kind: 'quantity', unit: { constructor: 1 }, scale: 0 },
    ];
    expect(units).toEqual(expected);
  });
});

describe('order', () => {
  it('derived fields stand after those that they read, also through a table', () => {
    const plan = planOf(`parameters: { rate: { by: base, 0..: 2, ..-1: 1 } }
events:
  visit: {}
  purchase: { amount: JPY, bonus: { is: rate * amount }, base: { is: amount - 100 JPY } }
`);
    expect(plan.events.find(({ name }) => name === 'purchase')?.derived.map(({ name }) => name)).toEqual([
      'base',
      'bonus',
    ]);
  });

  it('`otherwise` inside a table answers what no row does, wherever it stands', () => {
    const plan =
      planOf(`parameters: { rate: { by: [channel, amount], store: { otherwise: 1, 0..99: 7 }, otherwise: 2 } }
rules: { r: { on: purchase, give: rate * 1 star } }
`);
    const content = plan.parameters[0]?.content;
    expect(content?.kind === 'table' && content.rows.map(({ value }) => value)).toEqual([7n, 1n]);
  });

  it('awards and groups name rules by their place', () => {
    const plan = planOf(`groups: { late: { pick: first }, early: { pick: highest } }
rules:
  a: { on: purchase, give: 1 star }
  b: { on: purchase, group: early, give: 1 star }
  c: { on: purchase, group: early, give: 2 stars }
  d: { on: purchase, give: 50% of award(early) }
  e: { on: purchase, group: late, give: 1 star }
`);
    expect(plan.groups.map(({ rules }) => rules)).toEqual([[4], [1, 2]]);
    expect(plan.rules.map(({ group }) => group)).toEqual([undefined, 1, 1, undefined, 0]);
    const amount: PlanExpr | undefined = plan.rules[3]?.give[0]?.amount;
    expect(amount?.kind === 'multiply' && amount.right.kind === 'award' && amount.right.rules).toEqual([
      1, 2,
    ]);
  });
});

it('the end of a month around a `max` goes to each of its dates', () => {
  const plan = planOf(`tiers: { status: { base: regular, levels: { gold: { reach: count(visit) > 3 } } } }
points: { star: { expires: "end_of(month, max(earned, last(status.gold)) + 36 months)" } }
`);
  const expires = plan.points[0]?.dates.expires;
  expect(expires?.kind === 'max' && expires.items.map(({ kind, optional }) => [kind, optional])).toEqual([
    ['period-edge', false],
    ['period-edge', true],
  ]);
});

describe('a flow asked by a derived field', () => {
  it('has every event with that field behind it, whichever event asks first', () => {
    const { measures } = planOf(`events:
  purchase: { amount: JPY, x: { is: amount }, y: { is: earned(star where x > 5 JPY) } }
  visit: { amount: JPY, x: { is: amount + 1 JPY } }
  call: { amount: JPY }
rules: { r: { on: [purchase, visit, call], give: 1 star }, s: { on: purchase, give: y } }
`);
    // Neither `call` nor `redeem` has an `x`.
    expect(measures.map(({ subject }) => subject)).toEqual([
      { kind: 'flow', flow: 'earned', points: 0, sources: undefined, causes: ['purchase', 'visit'] },
    ]);
  });
});
