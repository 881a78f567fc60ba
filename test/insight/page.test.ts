import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna } from '../cli/command.ts';

const SHOP = `kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
standard: { purchase: purchase.amount }
events: { purchase: { amount: JPY } }
points: { star: { expires: "end_of(year, earned + 1 year)", expense: 1 JPY } }
rules: { base: { on: purchase, give: 1 star per 100 JPY of amount } }
rewards: { cup: { price: 10 stars, worth: 10 JPY } }
`;

const row = (fields: object): string => `${JSON.stringify({ type: 'purchase', ...fields })}\n`;
const ONE = row({ member: 'm1', at: '2026-01-10T10:00', id: 'a1', amount: 2000 });
const USED = ONE + row({ member: 'm1', at: '2026-02-10T10:00', id: 'r1', type: 'redeem', reward: 'cup' });
const YEARS = [
  row({ member: 'm1', at: '2025-03-10T10:00', id: 'a1', amount: 1000 }),
  row({ member: 'm1', at: '2026-01-10T10:00', id: 'a2', amount: 3000 }),
  row({ member: 'm2', at: '2025-03-10T10:00', id: 'b1', amount: 2000 }),
].join('');

let place: ReturnType<typeof folder>;
beforeAll(() => {
  place = folder({
    'shop.yaml': SHOP,
    'bare.yaml': SHOP.replace(/^standard: .*\n/m, ''),
    'one.jsonl': ONE,
    'used.jsonl': USED,
    'years.jsonl': YEARS,
  });
});
afterAll(() => place.remove());

function page(program: string, history: string, ...args: readonly string[]): string {
  const { path } = place;
  const ran = kizuna([
    'simulate',
    `${path}/${program}`,
    '--history',
    `${path}/${history}`,
    '--html',
    '-',
    ...args,
  ]);
  expect(ran.exit, ran.err).toBe(0);
  return ran.out;
}

/** As it reads, from one heading to the next. */
function reads(html: string, part: RegExp): string {
  return (part.exec(html)?.[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
const section = (html: string, id: string): string =>
  reads(html, new RegExp(`<section id="${id}"[\\s\\S]*?</section>`));
const foot = (html: string): string => reads(html, /<footer>[\s\S]*?<\/footer>/);

// If one fails, the page and the terminal say different things of the same run, or a forecast passes for a measurement.
describe('lifetime value and the books on the page', () => {
  const priced = ['--accounting', '--point-price', '2', '--expected-use', '100%'];

  it('shows the books worked out by hand, as tables and as charts', () => {
    const html = page('shop.yaml', 'used.jsonl', '--until', '2026-02-28', ...priced);
    const books = section(html, 'accounting');
    // 20 stars of 2 JPY beside goods of 2,000: 2,000 × 40 ÷ 2,040 = 39 is put off. Half of them are used: 19.5, booked half up.
    expect(books).toContain('Jan 2026 2,000 1,961 39 ');
    expect(books).toContain('Jan 2026 – 39 – – – 39 ');
    expect(books).toContain('Feb 2026 39 – – −20 – 19 Total 39 – −20 – ');
    expect(books).toContain('100% of star are expected to be used (as said by --expected-use ).');
    // Stars state an `expense`, so that there is another liability above.
    expect(books).toContain('The two are not to be added up.');
    expect(html).toMatch(/<title id="contract-liability-title">Contract liability at the end of each month</);
    // From what was owed before the first month.
    expect(html).toContain('<title>Dec 2025\nContract liability: ¥0</title>');
    expect(html).toContain('<title>Jan 2026\nOn use: ¥0\nOn expiry: ¥0</title>');
    // The table has what the charts draw: it is there once.
    expect(/<section id="accounting"[\s\S]*?<\/section>/.exec(html)?.[0]).not.toContain('<details>');
    expect(foot(html)).toContain('“Accounting view” rests on the assumptions beneath it.');
  });

  it('has no books where nobody asked for them', () => {
    const html = page('shop.yaml', 'one.jsonl');
    expect(html).not.toContain('id="accounting"');
    expect(html).toContain('id="lifetime"');
  });

  it('calls a forecast what is one, and nothing else', () => {
    // Last 12 months: one purchase of 3,000 by one buyer. One of the two of the year before bought again: 1 ÷ 50% = 2 years.
    const ahead = page('shop.yaml', 'years.jsonl', '--until', '2026-03-31');
    expect(section(ahead, 'lifetime')).toContain('(a) price × purchases a year × years 6,000');
    expect(foot(ahead)).toContain('“Lifetime value” looks ahead');
    expect(foot(ahead)).not.toContain('nothing here is a forecast');
    const past = page('shop.yaml', 'one.jsonl');
    expect(section(past, 'lifetime')).toMatch(
      /Sales so far 2,000 .*Expected in the next 12 months – no forecast/,
    );
    expect(foot(past)).toContain('All figures are of this history; nothing here is a forecast.');
  });

  it('says it in Japanese', () => {
    const html = page('shop.yaml', 'years.jsonl', '--until', '2026-03-31', '--lang', 'ja', ...priced);
    expect(section(html, 'lifetime')).toContain('(a) 購入単価 × 年間購入回数 × 継続年数 6,000');
    expect(section(html, 'accounting')).toContain('2026年1月');
    expect(foot(html)).toContain('「顧客生涯価値（LTV）」の期待値は予測');
    expect(foot(html)).toContain('「会計表示」は、表の下に示した前提にもとづきます。');
  });

  it('says in words why there is none', () => {
    const en = page('bare.yaml', 'one.jsonl', '--accounting');
    expect(section(en, 'lifetime')).toContain('Lifetime value The program does not say what a purchase is.');
    expect(section(en, 'accounting')).toContain('so there are no sales to allocate.');
    expect(foot(en)).toContain('nothing here is a forecast');
    const ja = page('bare.yaml', 'one.jsonl', '--accounting', '--lang', 'ja');
    expect(section(ja, 'lifetime')).toContain('何を購入とするかがプログラムにありません。');
    expect(section(ja, 'accounting')).toContain('配分する売上がありません。');
    for (const html of [en, ja]) expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});
