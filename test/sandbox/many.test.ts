import { describe, expect, it } from 'vitest';
import { runMember } from '../../runtime/index.ts';
import { dayOf, type Fields, localTime, type MemberHistory } from '../../schema/index.ts';
import { caseOf } from '../abi/cases.ts';
import { firstDifference } from '../differential/difference.ts';
import { compiledOf, replayed } from './run.ts';

const FROM = dayOf(2026, 1, 1);
const UNTIL = dayOf(2026, 12, 31);

interface Happening {
  readonly type: string;
  readonly fields: Fields;
  readonly of?: string;
}

/** A member with one thing after the other, a second apart. */
function memberOf(happenings: readonly Happening[]): MemberHistory {
  const events = happenings.map(({ type, fields, of }, i) => {
    const at = localTime(FROM + Math.floor(i / 86_400), i % 86_400);
    return { type, id: `e${i}`, at, fields, of, place: undefined };
  });
  return { member: 'm', enrolled: FROM, attributes: {}, events };
}

async function planOf(text: string) {
  const head = 'kizuna: 1\nprogram: many\nversion: "1"\ncurrency: JPY\ntimezone: Asia/Tokyo\n';
  return (await caseOf('many', `${head}${text}`, '', UNTIL)).plan;
}

function repeated<T>(count: number, of: (i: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, i) => of(i));
}

/** What a long history leaves, printed with its time, after shorter ones are found equal to the reference engine's. */
async function outcomeOf(text: string, happenings: (count: number) => readonly Happening[], count: number) {
  const plan = await planOf(text);
  const compiled = compiledOf(plan);
  const short = memberOf(happenings(300));
  const found = replayed(compiled, [short], UNTIL, 1).get('m');
  expect(firstDifference(runMember(plan, short, { until: UNTIL }), found)).toBeUndefined();
  const member = memberOf(happenings(count));
  const start = performance.now();
  const result = replayed(compiled, [member], UNTIL, 1).get('m');
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  process.stdout.write(`${member.events.length} events, ${result?.rows.length} rows, ${seconds} s\n`);
  if (result === undefined) return expect.fail('there is no result');
  expect(result.outcome.error).toBeUndefined();
  return { ...result, star: result.outcome.points[0], member, plan };
}

// If one fails, a member with more of something than anybody thought of stops the run, or is paid wrongly.
describe('very many of one thing', () => {
  const WORDS = `
events: { review: { product: text } }
points: { star: {} }
rules:
  first: { on: review, when: count(review where product = this.product) = 1, give: 1 star }
  capped: { on: review, give: 2 stars, limit: 1 per product per year }
segments: { curious: distinct(review.product) >= 100_000 }
`;

  it('words: each of 100,000 is told from every other', async () => {
    const review = (i: number): Happening => ({ type: 'review', fields: { product: `product ${i}` } });
    const twice = (count: number) => [...repeated(count, review), ...repeated(count, review)];
    const { rows, star, outcome } = await outcomeOf(WORDS, twice, 100_000);
    // The first review of each product gives 1 + 2, the second nothing: 100,000 · 3.
    expect(star?.available).toBe(300_000n);
    expect(rows).toHaveLength(200_000);
    expect(outcome.segments).toEqual(['curious']);
  });

  it('words of lines', async () => {
    const text = `
events: { purchase: { items: { each: { product: text } } } }
points: { star: {} }
rules: { each: { on: purchase, give: distinct(items.product) * 1 star } }
`;
    const all = (count: number) => [
      {
        type: 'purchase',
        fields: { items: repeated(2 * count, (i) => ({ product: `product ${i % count}` })) },
      },
      { type: 'purchase', fields: { items: [] } },
    ];
    expect((await outcomeOf(text, all, 100_000)).star?.available).toBe(100_000n);
  });

  const LOTS = `
events: { purchase: { amount: JPY }, refund: { reverses: purchase by amount, amount?: JPY } }
points: { star: { expires: earned + 30 days } }
rules: { base: { on: purchase, give: 1 star per 1 JPY of amount } }
rewards: { cup: { price: 1 star, worth: 1 JPY, expense: 1 JPY } }
`;
  const purchase = (amount: bigint): Happening => ({ type: 'purchase', fields: { amount } });

  it('lots: one take goes through all of them, in order', async () => {
    const all = (count: number) => [
      ...repeated(count, () => purchase(2n)),
      { type: 'redeem', fields: { reward: 'cup', quantity: BigInt(2 * count - 1) } },
    ];
    const { rows, star } = await outcomeOf(LOTS, all, 20_000);
    // 20,000 lots of 2: 40,000 − 39,999 used = 1 star left, which expires.
    expect(rows.filter(({ kind }) => kind === 'use')).toHaveLength(20_000);
    expect(rows.filter(({ kind }) => kind === 'use').map(({ lot }) => lot)).toEqual(
      repeated(20_000, (i) => i + 1),
    );
    expect([star?.issued, star?.used, star?.expired]).toEqual([40_000n, 39_999n, 1n]);
  });

  it('lots that all expire on one day', async () => {
    const { rows, star } = await outcomeOf(LOTS, (count) => repeated(count, () => purchase(1n)), 50_000);
    expect(rows.filter(({ kind }) => kind === 'expire')).toHaveLength(50_000);
    expect([star?.issued, star?.expired, star?.available]).toEqual([50_000n, 50_000n, 0n]);
  });

  it('partial reversals of one purchase', async () => {
    const refund = { type: 'refund', of: 'e0', fields: { amount: 1n } };
    const all = (count: number) => [purchase(BigInt(count + 5)), ...repeated(count, () => refund)];
    const { rows, star } = await outcomeOf(LOTS, all, 20_000);
    // 20,005 earned, 1 back with each of 20,000 refunds; the 5 that are left expire.
    expect(rows.filter(({ kind }) => kind === 'reverse')).toHaveLength(20_000);
    expect([star?.issued, star?.reversed, star?.expired]).toEqual([20_005n, 20_000n, 5n]);
  });

  it('purchases that are each taken back in three parts', async () => {
    const all = (count: number) => [
      ...repeated(count, () => purchase(10n)),
      ...repeated(3 * count, (i) => ({
        type: 'refund',
        of: `e${i % count}`,
        fields: i < 2 * count ? { amount: 3n } : {},
      })),
    ];
    const { rows, star } = await outcomeOf(LOTS, all, 5_000);
    // 3 + 3 + 4 = 10 of each come back.
    expect(rows).toHaveLength(5_000 + 3 * 5_000);
    expect([star?.issued, star?.reversed, star?.available]).toEqual([50_000n, 50_000n, 0n]);
  });
});
