import { describe, expect, it } from 'vitest';
import {
  compareAbsent,
  compareErrors,
  compareLedger,
  compareRejected,
  compareRows,
  compareState,
} from '../../report/testing/compare.ts';
import type { ExpectedRow, Named } from '../../report/testing/document.ts';
import {
  dayOf,
  type LedgerRow,
  localTime,
  type MemberOutcome,
  type Plan,
  type PlanPoints,
} from '../../schema/index.ts';

const nowhere = { start: 0, end: 0 };

function points(name: string, decimals: number): PlanPoints {
  return {
    name,
    title: { en: name, ja: name },
    decimals,
    rounding: 'down',
    dates: { available: undefined, expires: undefined },
    shortfall: 'owe',
    expense: undefined,
    redeemable: true,
    span: nowhere,
  };
}

const plan: Plan = {
  language: 1,
  program: 'case',
  version: '1',
  title: { en: 'case', ja: 'case' },
  currency: { code: 'JPY', decimals: 0 },
  timezone: 'Asia/Tokyo',
  periods: [],
  parameters: [],
  attributes: [],
  events: [],
  points: [points('star', 0), points('mile', 1)],
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
};

const earned: LedgerRow = {
  member: 'm1',
  at: localTime(dayOf(2026, 5, 1), 36_000),
  kind: 'earn',
  what: 'star',
  quantity: 18n,
  by: 'base',
  cause: 'e1',
  lot: 1,
  expires: dayOf(2027, 5, 31),
  balance: 0n,
  pending: 18n,
};
const reached: LedgerRow = {
  ...earned,
  kind: 'reach',
  what: 'status.silver',
  quantity: undefined,
  by: undefined,
  lot: undefined,
  balance: undefined,
  pending: undefined,
};

function named(values: Readonly<Record<string, string>>): Named {
  return new Map(Object.entries(values).map(([key, text]) => [key, { text, span: nowhere }]));
}

const row = (values: Readonly<Record<string, string>>): ExpectedRow => ({
  columns: named(values),
  span: nowhere,
});

const ledger = (expected: readonly ExpectedRow[], got: readonly LedgerRow[]) =>
  compareLedger(plan, 'm1', nowhere, expected, got);

describe('a ledger against the rows of a test', () => {
  it('agrees when every named column agrees, however numbers and times are written', () => {
    const whole = { kind: 'earn', what: 'star', by: 'base', cause: 'e1', lot: 'L1', expires: '2027-05-31' };
    for (const quantity of ['18', '+18', '18.0', '1_8']) {
      for (const at of ['2026-05-01 10:00', '2026-05-01T10:00:00', '2026-05-01 10:00:00']) {
        expect(ledger([row({ ...whole, quantity, at, balance: '0/18' })], [earned])).toBeUndefined();
      }
    }
    expect(ledger([row({ kind: 'earn', balance: '0' })], [earned])).toBeUndefined();
    expect(
      ledger([row({ what: 'status.silver', quantity: '-', lot: '-', balance: '-' })], [reached]),
    ).toBeUndefined();
  });

  it.each([
    ['at', '2026-05-01 10:01'],
    ['kind', 'use'],
    ['what', 'mile'],
    ['quantity', '-18'],
    ['quantity', '17'],
    ['by', 'bonus'],
    ['by', '-'],
    ['cause', 'e2'],
    ['lot', 'L2'],
    ['expires', '-'],
    ['balance', '18/0'],
    ['balance', '18'],
    ['member', 'm2'],
    ['quantiy', '18'],
  ])('differs when %s is expected to be %s', (column, text) => {
    expect(ledger([row({ [column]: text })], [earned])).toBeDefined();
  });

  it('shows a row too many and a row too few on the side where it is', () => {
    const want = row({ kind: 'earn', quantity: '18' });
    expect(ledger([want], [])?.lines).toEqual([{ expected: 'earn  18', got: undefined, same: false }]);
    expect(ledger([], [reached])?.lines).toEqual([
      {
        expected: undefined,
        got: '2026-05-01 10:00  reach  status.silver  -  -  e1  -  2027-05-31  -',
        same: false,
      },
    ]);
    expect(ledger([], [])).toBeUndefined();
  });

  it('shows decimals of the points type exactly', () => {
    const mile = { ...earned, what: 'mile', quantity: -26n, balance: 52n, pending: 0n };
    expect(ledger([row({ quantity: '-2.6', balance: '5.2/0' })], [mile])).toBeUndefined();
    expect(ledger([row({ quantity: '-2.60', balance: '5.20/0.0' })], [mile])).toBeUndefined();
    expect(ledger([row({ quantity: '-26' })], [mile])).toBeDefined();
  });
});

describe('rows that must or must not be there', () => {
  const got = [earned, reached];
  it('finds them anywhere, in any order', () => {
    expect(compareRows(plan, [row({ kind: 'reach' }), row({ kind: 'earn', member: 'm1' })], got)).toEqual([]);
    expect(compareRows(plan, [row({ kind: 'earn', member: 'm2' })], got)).toHaveLength(1);
    expect(compareAbsent(plan, [row({ kind: 'use' })], got)).toEqual([]);
    expect(compareAbsent(plan, [row({ kind: 'reach' })], got)).toHaveLength(1);
  });
});

describe('a state', () => {
  const outcome: MemberOutcome = {
    member: 'm1',
    enrolled: dayOf(2024, 1, 1),
    points: [
      {
        points: 'star',
        available: 0n,
        pending: 30n,
        debt: 100n,
        issued: 0n,
        used: 0n,
        expired: 0n,
        forfeited: 0n,
        reversed: 0n,
      },
    ],
    tiers: [{ ladder: 'status', level: 'silver', since: dayOf(2026, 3, 31), held: dayOf(2027, 12, 31) }],
    segments: ['loyal'],
    loyalty: {},
    error: undefined,
  };
  const state = (groups: Readonly<Record<string, Readonly<Record<string, string>>>>, of?: MemberOutcome) =>
    compareState(
      plan,
      {
        member: 'm1',
        on: undefined,
        groups: new Map(Object.entries(groups).map(([group, values]) => [group, named(values)])),
        span: nowhere,
      },
      of,
    );

  it('agrees on balances less debt, tiers and segments', () => {
    const groups = {
      balance: { star: '-100' },
      pending: { star: '30' },
      tier: { status: 'silver' },
      held: { status: '2027-12-31' },
      segments: { loyal: 'yes', dormant: 'no' },
    };
    expect(state(groups, outcome)).toBeUndefined();
  });

  it.each([
    ['balance', 'star', '0'],
    ['balance', 'stars', '-100'],
    ['pending', 'star', '0'],
    ['tier', 'status', 'gold'],
    ['held', 'status', '-'],
    ['segments', 'loyal', 'no'],
    ['segments', 'dormant', 'yes'],
    ['balances', 'star', '-100'],
  ])('differs on %s of %s', (group, name, text) => {
    expect(state({ [group]: { [name]: text } }, outcome)).toBeDefined();
  });

  it('differs when the run does not know the member', () => {
    expect(state({ balance: { star: '0' } })).toBeDefined();
  });
});

describe('rejected rows and errors', () => {
  const rejected = {
    file: 'x',
    line: 1,
    column: undefined,
    value: undefined,
    reason: 'reversal-exceeds',
    message: { en: 'more than is left', ja: '残りを超えています' },
    member: 'm1',
    event: 'r4',
    raw: '',
  };
  it('must all be expected: a slip in the events of a test does not pass in silence', () => {
    expect(compareRejected([row({ id: 'r4', reason: 'reversal-exceeds' })], [rejected])).toBeUndefined();
    expect(compareRejected([], [rejected])?.lines).toEqual([
      {
        expected: undefined,
        got: 'id r4  reason reversal-exceeds  member m1',
        same: false,
        remark: rejected.message,
      },
    ]);
    expect(compareRejected([row({ id: 'r4' })], [])).toBeDefined();
    // Two rows need two expectations.
    expect(compareRejected([row({ id: 'r4' })], [rejected, rejected])).toBeDefined();
  });

  it('compares where a member stopped', () => {
    const error = { member: 'm1', event: 'e1', at: 0, in: 'base', code: 'overflow', span: nowhere } as const;
    expect(
      compareErrors([row({ member: 'm1', event: 'e1', in: 'base', code: 'overflow' })], [error]),
    ).toBeUndefined();
    expect(compareErrors([row({ in: 'bonus' })], [error])).toBeDefined();
    expect(compareErrors([], [error])).toBeDefined();
    expect(compareErrors([row({ event: '-' })], [{ ...error, event: undefined }])).toBeUndefined();
  });
});
