import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna } from '../cli/command.ts';

/** Without a version; a star costs 2 JPY when used, and a cup states no cost of its own. */
const CAFE = `kizuna: 1
program: cafe
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
points: { star: { expense: 2 JPY } }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
rewards:
  cup: { price: 10 stars, worth: 100 JPY }
`;

const VISITS = [
  { at: '2026-01-10T10:00', type: 'purchase', id: 'a1', amount: 2000 },
  { at: '2026-01-20T10:00', type: 'refund', id: 'a2', of: 'a1', amount: 500 },
  { at: '2026-02-05T10:00', type: 'redeem', id: 'a3', reward: 'cup' },
  { at: '2026-03-03T10:00', type: 'refund', id: 'a4', of: 'a1', amount: 1500 },
]
  .map((row) => `${JSON.stringify({ member: 'm1', ...row })}\n`)
  .join('');

let place: ReturnType<typeof folder>;
beforeAll(() => {
  const visits = VISITS.split('\n');
  place = folder({
    'cafe.yaml': CAFE,
    'free.yaml': CAFE.replace('{ expense: 2 JPY }', '{}'),
    'none.yaml': CAFE.replace(/^points:[\s\S]*/m, ''),
    'visits.jsonl': VISITS,
    'bought.jsonl': `${visits[0]}\n`,
  });
});
afterAll(() => place.remove());

const simulate = (program: string, history: string, ...args: readonly string[]) =>
  kizuna(['simulate', `${place.path}/${program}`, '--history', `${place.path}/${history}`, ...args]).out;

/** A part of the page from one heading to the next, as it reads. */
const section = (html: string, id: string): string =>
  (new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

// If it fails, somebody who adds up a row of the page finds points that are nowhere, or a cost that is said to be none.
describe('the months of a page', () => {
  const page = (program: string, history: string, ...args: readonly string[]) =>
    simulate(program, history, '--html', '-', '--until', '2026-03-31', ...args);

  it('add up, with what was reversed and what is owed', () => {
    const months = section(page('cafe.yaml', 'visits.jsonl'), 'months');
    expect(months).toContain(
      'Members Cost Liability Issued Used Expired or forfeited Reversed Outstanding Debt',
    );
    // 2,000 JPY are 20 stars, 500 of them back 5: 15 are out, at 2 JPY.
    expect(months).toContain('Jan 2026 1 – ¥30 20 – – 5 15 –');
    // A cup: 10 stars used, 20 JPY. 15 − 10 = 5.
    expect(months).toContain('Feb 2026 1 ¥20 ¥10 – 10 – – 5 –');
    // The other 15 go back: 5 are there, 10 are owed. 5 − 15 = 0 − 10.
    expect(months).toContain('Mar 2026 1 – – – – – 15 – 10');
    const points = section(page('cafe.yaml', 'visits.jsonl'), 'points');
    expect(points).toContain('Month Issued Used Expired or forfeited Reversed');
  });

  it('leave out what never happened', () => {
    const months = section(page('cafe.yaml', 'bought.jsonl'), 'months');
    expect(months).toContain('Issued Used Expired or forfeited Outstanding Jan');
    expect(section(page('free.yaml', 'bought.jsonl'), 'months')).not.toContain('Liability');
  });
});

describe('a cost that is not where one looks for it', () => {
  const page = (program: string, ...args: readonly string[]) =>
    simulate(program, 'visits.jsonl', '--html', '-', ...args);

  it('is said to stand at the rule that gave the points', () => {
    // The cup was redeemed and shows no cost; its 10 stars of 2 JPY are at the rule.
    const rules = section(page('cafe.yaml'), 'rules');
    expect(rules).toMatch(/base rule – 1 1 20 stars ¥20 100\.0%/);
    expect(rules).toMatch(/cup reward – 1 1 – – –/);
    expect(rules).toContain('That cost stands at the rule that gave them.');
    expect(section(page('cafe.yaml', '--lang', 'ja'), 'rules')).toContain(
      'そのポイントを付与したルールの費用に入ります',
    );
    expect(section(page('free.yaml'), 'rules')).not.toContain('That cost stands');
  });

  it('is not said to be none where nobody states it', () => {
    const what = 'no points, reward or benefit states what it costs';
    expect(simulate('free.yaml', 'visits.jsonl')).toContain(`no cost is known: ${what} (\`expense:\`)`);
    expect(section(page('free.yaml'), 'money')).toContain(`No cost is known: ${what}`);
    // Here a cost is stated, and none arose.
    expect(simulate('cafe.yaml', 'bought.jsonl')).toContain('the program cost nothing (JPY)');
    const none = section(page('none.yaml'), 'money');
    expect(none).toContain('The program has no points, so there is no liability to show.');
  });
});

describe('a program without a version', () => {
  it('is named without one', () => {
    const html = simulate('cafe.yaml', 'visits.jsonl', '--html', '-');
    expect(html).toContain('<p class="id"><code>cafe</code></p>');
    expect(simulate('cafe.yaml', 'visits.jsonl').split('\n')[0]).toBe('cafe cafe');
  });
});
