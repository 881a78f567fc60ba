import { describe, expect, it } from 'vitest';
import { runMember } from '../../runtime/index.ts';
import type { HistoryEvent, Plan, PlanExpr } from '../../schema/index.ts';
import {
  BOOLEAN,
  compare,
  constant,
  day,
  EARNED,
  expr,
  field,
  happen,
  hours,
  JPY,
  ladder,
  level,
  limit,
  line,
  MONTH,
  measure,
  months,
  NUMBER,
  per,
  plan,
  plus,
  points,
  quantity,
  REACHED,
  read,
  reward,
  rule,
  YEAR,
} from './build.ts';

const STAR = quantity({ star: 1 });
const stars = (n: bigint): PlanExpr => constant(n, STAR);
const yen = (n: bigint): PlanExpr => constant(n, JPY);
const starPer = (step: bigint, of: PlanExpr = field('amount')): PlanExpr => per(stars(1n), yen(step), of);

function ledger(
  program: Plan,
  events: readonly HistoryEvent[],
  until: string,
  enrolled = '2024-01-01',
): string[] {
  const history = { member: 'm1', enrolled: day(enrolled), attributes: {}, events };
  return (runMember(program, history, { until: day(until) })?.rows ?? []).map(line);
}

describe('reversal', () => {
  it('takes back exactly the whole in parts (case 2)', () => {
    const program = plan({
      rules: [
        rule('base', { give: [{ points: 0, amount: starPer(54n) }] }),
        rule('bonus', {
          give: [
            {
              points: 0,
              amount: expr(quantity({ star: 1 }, 2), {
                kind: 'multiply',
                left: constant(25n, quantity({}, 2)),
                right: expr(STAR, { kind: 'award', rules: [0], points: 0 }),
              }),
            },
          ],
        }),
      ],
    });
    const events = [
      happen('e1', '2026-05-01 10:00', 'purchase', { amount: 1000n }),
      happen('r1', '2026-05-02 10:00', 'refund', { amount: 333n }, 'e1'),
      happen('r2', '2026-05-03 10:00', 'refund', { amount: 333n }, 'e1'),
      happen('r3', '2026-05-04 10:00', 'refund', {}, 'e1'),
    ];
    // Kept: 18·667/1000 → 12, 4·667/1000 → 2; then 6 and 1; then 0 and 0.
    expect(ledger(program, events, '2026-05-31')).toEqual([
      '2026-05-01 10:00 earn star +18 base e1 L1 - 18/0',
      '2026-05-01 10:00 earn star +4 bonus e1 L2 - 22/0',
      '2026-05-02 10:00 reverse star -6 base r1 L1 - 16/0',
      '2026-05-02 10:00 reverse star -2 bonus r1 L2 - 14/0',
      '2026-05-03 10:00 reverse star -6 base r2 L1 - 8/0',
      '2026-05-03 10:00 reverse star -1 bonus r2 L2 - 7/0',
      '2026-05-04 10:00 reverse star -6 base r3 L1 - 1/0',
      '2026-05-04 10:00 reverse star -1 bonus r3 L2 - 0/0',
    ]);
  });

  it('owes what was used, and later lots pay as they become available (case 5)', () => {
    const program = plan({
      points: [points('star', { dates: { available: plus(EARNED, hours(24)), expires: undefined } })],
      rules: [rule('base', { give: [{ points: 0, amount: starPer(100n) }] })],
      rewards: [reward('cup', { price: [{ points: 0, amount: stars(100n) }] })],
    });
    const cup = { reward: 'cup', quantity: 1n };
    const events = [
      happen('e1', '2026-05-01 10:00', 'purchase', { amount: 10_000n }),
      happen('x1', '2026-05-01 12:00', 'redeem', cup),
      happen('x2', '2026-05-02 09:00', 'redeem', cup),
      happen('e2', '2026-05-03 10:00', 'purchase', { amount: 3000n }),
      happen('r1', '2026-05-03 12:00', 'refund', {}, 'e1'),
      happen('e3', '2026-05-04 10:00', 'purchase', { amount: 9000n }),
      happen('r2', '2026-05-06 10:00', 'refund', {}, 'e2'),
      happen('x3', '2026-05-07 10:00', 'redeem', cup),
      happen('r3', '2026-05-08 10:00', 'refund', { amount: 4500n }, 'e3'),
    ];
    // 100 − 100 + 30 − 100 + 90 − 30 − 45 = −55.
    expect(ledger(program, events, '2026-05-31')).toEqual([
      '2026-05-01 10:00 earn star +100 base e1 L1 - 0/100',
      '2026-05-01 12:00 decline star 100 cup x1 - - 0/100',
      '2026-05-02 09:00 use star -100 cup x2 L1 - 0/0',
      '2026-05-03 10:00 earn star +30 base e2 L2 - 0/30',
      '2026-05-03 12:00 reverse star -100 base r1 - - -100/30',
      '2026-05-04 10:00 earn star +90 base e3 L3 - -70/90',
      '2026-05-06 10:00 reverse star -20 base r2 L3 - 0/0',
      '2026-05-06 10:00 reverse star -10 base r2 - - -10/0',
      '2026-05-07 10:00 decline star 100 cup x3 - - -10/0',
      '2026-05-08 10:00 reverse star -45 base r3 - - -55/0',
    ]);
  });

  it('gives room back to the month of the award (case 3)', () => {
    const program = plan({
      rules: [
        rule('base', {
          give: [{ points: 0, amount: starPer(100n) }],
          limits: [limit(stars(30n), { points: 0, period: MONTH })],
        }),
      ],
    });
    const events = [
      happen('e1', '2026-05-01 10:00', 'purchase', { amount: 2000n }),
      happen('e2', '2026-05-02 10:00', 'purchase', { amount: 2000n }),
      happen('r1', '2026-05-03 10:00', 'refund', { amount: 1000n }, 'e1'),
      happen('e3', '2026-05-04 10:00', 'purchase', { amount: 1500n }),
      happen('r2', '2026-05-05 10:00', 'refund', {}, 'e2'),
      happen('r3', '2026-06-02 10:00', 'refund', {}, 'e1'),
      happen('e4', '2026-06-03 10:00', 'purchase', { amount: 4000n }),
    ];
    expect(ledger(program, events, '2026-06-30').map((row) => row.split(' ').slice(2, 5).join(' '))).toEqual([
      'earn star +20',
      'earn star +10',
      'reverse star -10',
      'earn star +10',
      'reverse star -10',
      'reverse star -10',
      'earn star +30',
    ]);
  });

  it('counts what expired of an award as returned (case 7)', () => {
    const program = plan({
      points: [
        points('star', {
          dates: { available: undefined, expires: { kind: 'own', expr: plus(EARNED, months(1)) } },
        }),
      ],
      rules: [rule('base', { give: [{ points: 0, amount: starPer(100n) }] })],
      rewards: [reward('cup', { price: [{ points: 0, amount: stars(30n) }] })],
    });
    const cup = { reward: 'cup', quantity: 1n };
    const events = [
      happen('e1', '2026-01-31 10:00', 'purchase', { amount: 10_000n }),
      happen('x1', '2026-02-10 10:00', 'redeem', cup),
      happen('e2', '2026-03-05 10:00', 'purchase', { amount: 5000n }),
      happen('r1', '2026-03-06 10:00', 'refund', { amount: 5000n }, 'e1'),
      happen('r2', '2026-03-07 10:00', 'refund', { amount: 3000n }, 'e1'),
      happen('r3', '2026-03-08 10:00', 'refund', {}, 'e1'),
    ];
    expect(ledger(program, events, '2026-04-30')).toEqual([
      '2026-01-31 10:00 earn star +100 base e1 L1 2026-02-28 100/0',
      '2026-02-10 10:00 use star -30 cup x1 L1 - 70/0',
      '2026-03-01 00:00 expire star -70 base - L1 - 0/0',
      '2026-03-05 10:00 earn star +50 base e2 L2 2026-04-05 50/0',
      '2026-03-07 10:00 reverse star -10 base r2 L2 - 40/0',
      '2026-03-08 10:00 reverse star -20 base r3 L2 - 20/0',
      '2026-04-06 00:00 expire star -20 base - L2 - 0/0',
    ]);
  });
});

describe('tiers', () => {
  it('lowers by one level, silently beneath the present tier (case 15)', () => {
    const end = (of: PlanExpr): PlanExpr =>
      expr(REACHED.type, { kind: 'period-edge', edge: 'end', period: YEAR, of });
    const spend = (n: bigint): PlanExpr => compare(read(0), '>=', yen(n));
    const program = plan({
      measures: [measure({ field: 'amount', window: { kind: 'this', period: YEAR }, type: JPY })],
      ladders: [
        ladder({
          drop: 'one level',
          levels: [
            level('regular'),
            level('bronze', spend(10_000n), end(REACHED)),
            level('silver', spend(30_000n), end(REACHED)),
            level('gold', spend(100_000n), end(plus(REACHED, months(12)))),
          ],
        }),
      ],
      rules: [
        rule('tick', {
          trigger: { kind: 'every', period: YEAR, afterDays: 0 },
          when: compare(
            expr({ kind: 'level', ladder: 'status' }, { kind: 'tier', ladder: 0 }),
            '>=',
            constant(2, { kind: 'level', ladder: 'status' }),
          ),
          give: [{ points: 0, amount: stars(10n) }],
        }),
      ],
    });
    const events = [happen('e1', '2024-03-01 10:00', 'purchase', { amount: 100_000n })];
    expect(ledger(program, events, '2028-01-31')).toEqual([
      '2024-03-01 10:00 reach status.bronze - - e1 - 2024-12-31 -',
      '2024-03-01 10:00 reach status.silver - - e1 - 2024-12-31 -',
      '2024-03-01 10:00 reach status.gold - - e1 - 2025-12-31 -',
      '2025-01-01 00:00 earn star +10 tick - L1 - 10/0',
      '2026-01-01 00:00 lapse status.gold - - - - - -',
      '2026-01-01 00:00 earn star +10 tick - L2 - 20/0',
      '2027-01-01 00:00 lapse status.silver - - - - - -',
      '2028-01-01 00:00 lapse status.bronze - - - - - -',
    ]);
  });
});

describe('overflow', () => {
  it('withdraws the whole event and stops the member (case 18)', () => {
    const product = expr(quantity({ JPY: 1 }, 9), {
      kind: 'multiply',
      left: constant(1_000_000_000n, quantity({}, 9)),
      right: field('amount'),
    });
    const program = plan({
      rules: [
        rule('one', { give: [{ points: 0, amount: stars(1n) }] }),
        rule('big', { give: [{ points: 0, amount: starPer(1n, product) }] }),
      ],
    });
    const history = {
      member: 'm1',
      enrolled: day('2024-01-01'),
      attributes: {},
      events: [
        happen('e1', '2026-05-01 10:00', 'purchase', { amount: 9_223_372_036n }),
        happen('e2', '2026-05-02 10:00', 'purchase', { amount: 9_223_372_037n }),
        happen('e3', '2026-05-03 10:00', 'purchase', { amount: 1n }),
      ],
    };
    const run = runMember(program, history, { until: day('2026-05-31') });
    expect(run?.rows.map(line)).toEqual([
      '2026-05-01 10:00 earn star +1 one e1 L1 - 1/0',
      '2026-05-01 10:00 earn star +9223372036 big e1 L2 - 9223372037/0',
    ]);
    expect(run?.outcome.error).toMatchObject({ member: 'm1', event: 'e2', in: 'big', code: 'overflow' });
  });
});

describe('enrolment', () => {
  it('leaves out a member who enrols after the run', () => {
    const history = { member: 'm1', enrolled: day('2026-06-01'), attributes: {}, events: [] };
    expect(runMember(plan({}), history, { until: day('2026-05-31') })).toBeUndefined();
  });

  it('fires `every: birthday` on the 28th where there is no 29th, never on the enrolment day (case 17)', () => {
    const program = plan({
      rules: [rule('bday', { trigger: { kind: 'birthday' }, give: [{ points: 0, amount: stars(100n) }] })],
    });
    const history = {
      member: 'm1',
      enrolled: day('2024-02-29'),
      attributes: { birthday: day('1992-02-29') },
      events: [],
    };
    const run = runMember(program, history, { until: day('2028-03-01') });
    expect(run?.rows.map((row) => line(row).slice(0, 10))).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
});

describe('values', () => {
  it('compares a quotient exactly (case 18)', () => {
    const third = expr(
      { kind: 'fraction', unit: { JPY: 1 } },
      {
        kind: 'divide',
        left: field('amount'),
        right: constant(3n, NUMBER),
      },
    );
    const program = plan({
      rules: [
        rule('third', {
          when: compare(third, '>', constant(333_333_333_333n, quantity({ JPY: 1 }, 9))),
          give: [{ points: 0, amount: stars(1n) }],
        }),
        rule('never', {
          when: constant(false, BOOLEAN),
          give: [{ points: 0, amount: stars(1n) }],
        }),
      ],
    });
    const events = [
      happen('f1', '2026-05-01 10:00', 'purchase', { amount: 1000n }),
      happen('f2', '2026-05-03 10:00', 'purchase', { amount: 999n }),
    ];
    // 1000/3 > 333.333333333 exactly (10¹² > 999 999 999 999); 999/3 = 333 is not.
    expect(ledger(program, events, '2026-05-31')).toEqual([
      '2026-05-01 10:00 earn star +1 third f1 L1 - 1/0',
    ]);
  });
});
