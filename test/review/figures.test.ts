import { describe, expect, it } from 'vitest';
import { compile, type ReviewFigures, readDocument, reviewFigures } from '../../compiler/index.ts';
import { dayOf } from '../../schema/index.ts';
import { laidOver } from '../diagnostics/frame.ts';

const NONE: ReviewFigures = {
  first: dayOf(2026, 1, 1),
  until: dayOf(2026, 12, 31),
  members: 10,
  kpis: [],
  rules: [],
  rewards: [],
  levels: [],
  segments: new Map(),
  mix: [],
  earned: [],
};

function said(program: string, figures: Partial<ReviewFigures>): readonly string[] {
  const { source } = laidOver(program);
  const { value: plan, diagnostics } = compile(source);
  const { root } = readDocument(source);
  if (plan === undefined || root?.kind !== 'map')
    throw new Error(diagnostics.map(({ message }) => message.en).join('; '));
  return reviewFigures(plan, root, { ...NONE, ...figures }).map(
    ({ code, span }) => `${code} at ${source.slice(span.start, span.end)}`,
  );
}

const share = (n: number) => ({ n: BigInt(n), d: 100n });

describe('spend against the mix', () => {
  const program =
    'loyalty:\n  economic: count(purchase)\n  psychological: count(visit)\n  mix: { economic: 60%, psychological: 40% }\n';
  const mix = (economic: number) =>
    said(program, {
      mix: [
        { loyalty: 'economic', share: share(economic), target: share(60) },
        { loyalty: 'psychological', share: share(100 - economic), target: share(40) },
      ],
    });
  it('ten percentage points are allowed, to either side', () => {
    expect(mix(70)).toEqual([]);
    expect(mix(50)).toEqual([]);
    expect(mix(71)).toEqual(['spend-off-mix at mix']);
    expect(mix(49)).toEqual(['spend-off-mix at mix']);
  });
});

describe('prices', () => {
  const program = (rewards: string) => `points:
  star: { expires: "end_of(month, earned + 12 months)" }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
rewards:
${rewards}`;
  const CUP = '  cup: { price: 150 stars, builds: economic }\n';
  const POT = '  pot: { price: 900 stars, builds: economic }\n';
  /** Stars a month on average, and redemptions. */
  const at = (rewards: string, monthly: number, ...times: bigint[]) =>
    said(program(rewards), { earned: [share(monthly * 100)], rewards: times, rules: [9n] });

  it('the first reward is to be in reach of an average member: 12 months at 12.5 stars are 150', () => {
    expect(at(CUP, 12, 40n)).toEqual(['reward-out-of-reach at cup']);
    expect(at(CUP, 12.5, 40n)).toEqual([]);
  });

  it('a dear one may be for few, not for nobody', () => {
    expect(at(CUP + POT, 20, 40n, 1n)).toEqual([]);
    expect(at(CUP + POT, 20, 40n, 0n)).toEqual(['reward-out-of-reach at pot']);
  });

  it('what nobody takes, though it is in reach, is a hint of its own', () => {
    expect(at(CUP, 20, 0n)).toEqual(['reward-never-redeemed at cup']);
  });

  it('a reward of a status is for few', () => {
    const gold = '  cup: { price: 150 stars, when: count(purchase) >= 9, builds: economic }\n';
    expect(at(gold, 1, 3n)).toEqual([]);
  });

  it('vouchers come whole', () => {
    const text = `points:
  ticket: { expires: earned + 30 days }
rules:
  once: { on: enroll, give: 2 tickets, builds: psychological }
rewards:
  drink: { price: 1 ticket, builds: economic }
  meal: { price: 2 tickets, builds: economic }
`;
    expect(said(text, { earned: [share(1)], rewards: [5n, 5n], rules: [9n] })).toEqual([]);
  });
});

describe('what came to nothing', () => {
  it('a rule whose days lie outside the history is not blamed', () => {
    const program = (during: string) =>
      `rules:\n  r: { on: visit, give: 1 star, limit: 1 per day, during: ${during}, builds: behavioral }\n`;
    const fired = (during: string) => said(program(during), { rules: [0n] });
    expect(fired('{ from: 2027-01-01 }')).toEqual([]);
    expect(fired('{ until: 2025-12-31 }')).toEqual([]);
    expect(fired('{ from: 2026-12-31 }')).toEqual(['rule-never-fired at r']);
    expect(fired('{ until: 2026-01-01 }')).toEqual(['rule-never-fired at r']);
  });

  it('one finding for the levels of a ladder that nobody reached', () => {
    const program = `tiers:
  status:
    base: regular
    levels:
      silver: { reach: count(purchase) >= 3, until: forever }
      gold: { reach: count(purchase) >= 9, until: forever }
      black: { reach: count(purchase) >= 99, until: forever }
`;
    const level = (members: number, reached: bigint) => ({ members, reached });
    const levels = [[level(8, 0n), level(0, 2n), level(0, 0n), level(0, 0n)]];
    expect(said(program, { levels })).toEqual(['level-empty at gold']);
  });

  it('nothing is said when nobody was replayed', () => {
    expect(said('segments:\n  all: yes\n', { members: 0 })).toEqual([]);
  });
});
