import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import type { ReportFigures } from '../../report/figures/index.ts';
import { reportPage } from '../../report/index.ts';
import { folder, kizuna } from '../cli/command.ts';

/** Names that would do something, were they not escaped. */
const HOSTILE = `kizuna: 1
program: hostile
version: "</title><script>alert(1)</script>"
title: { en: "<script>alert('en')</script>", ja: "<img src=x onerror=alert(1)>" }
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
points: { star: { title: { en: "</style><b>", ja: "</svg>" }, expense: 1 JPY } }
tiers:
  status:
    title: { en: "<i>tier</i>", ja: "<i>" }
    base: regular
    levels:
      gold: { title: { en: "\\" onload=\\"x", ja: "' onload='x" }, reach: sum(purchase.amount) >= 100 JPY, until: "end_of(year, reached)" }
rules:
  base: { title: { en: "a & b < c", ja: "<a href='https://example.com'>" }, on: purchase, give: 1 star per 100 JPY of amount }
segments: { big: sum(purchase.amount) >= 100 JPY }
kpis:
  rate: { title: { en: "<svg/onload=alert(2)>", ja: "</p>" }, measure: share(count(purchase) >= 2 among count(purchase) >= 1), target: at least 45% }
`;

const SHOP = `kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
points: { star: { expires: "end_of(month, earned + 1 month)", expense: 2 JPY } }
tiers:
  status:
    base: regular
    levels:
      silver: { reach: sum(purchase.amount during this month) >= 3_000 JPY, until: "end_of(month, reached)" }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
rewards:
  cup: { price: 10 stars, worth: 100 JPY, expense: 50_000 JPY, builds: behavioral }
loyalty: { mix: { economic: 50%, behavioral: 30%, psychological: 20% } }
kpis:
  repeat: { measure: share(count(purchase) >= 2 among count(purchase) >= 1), target: at least 60% }
  revenue: { measure: total(sum(purchase.amount)), target: at least 2_000 JPY }
  fans: { measure: share(count(purchase) >= 1 among count(purchase) >= 5), target: at least 10% }
`;

const BARE = `kizuna: 1
program: bare
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
`;

const row = (fields: object): string => `${JSON.stringify({ type: 'purchase', ...fields })}\n`;
const VISITS = [
  row({ member: 'm1', at: '2026-01-10T10:00', id: 'a1', amount: 2000 }),
  row({ member: 'm1', at: '2026-01-20T10:00', id: 'a2', amount: 1500 }),
  row({ member: 'm1', at: '2026-02-05T10:00', id: 'a4', type: 'redeem', reward: 'cup' }),
  row({ member: 'm2', at: '2026-02-10T10:00', id: 'b1', amount: 900 }),
  row({ member: 'm2', at: '2026-02-11T10:00', id: 'b2', amount: 'much' }),
].join('');

const ONE = row({ member: 'm1', at: '2026-01-10T10:00', id: 'a1', amount: 2000 });
const FILE = 'x" onerror="alert(1).jsonl';

let place: ReturnType<typeof folder>;
beforeAll(() => {
  place = folder({
    'hostile.yaml': HOSTILE,
    'shop.yaml': SHOP,
    'bare.yaml': BARE,
    'visits.jsonl': VISITS,
    'nothing.jsonl': '',
    [FILE]: ONE,
  });
});
afterAll(() => place.remove());

const at = (name: string): string => join(place.path, name);
const simulate = (program: string, history: string, ...args: readonly string[]) =>
  kizuna(['simulate', at(program), '--history', at(history), ...args]);

function page(program: string, history: string, ...args: readonly string[]): string {
  const { out } = simulate(program, history, '--html', '-', ...args);
  expect(out).toMatch(/^<!doctype html>/);
  return out;
}

/** As it reads: without what is no text. */
const text = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

/** The part of the page from one heading to the next. */
const section = (html: string, id: string): string =>
  text(new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? '');

// If it fails, a consultant hands a client a page that shows other figures, calls home, or runs somebody's code.
describe('the page of a simulation', () => {
  it('shows the figures worked out by hand', () => {
    const html = page('shop.yaml', 'visits.jsonl', '--until', '2026-03-31');
    // m1 bought twice, m2 once: 1 of 2. 4,400 JPY in all. Nobody bought five times.
    const kpis = section(html, 'kpis');
    expect(kpis).toMatch(/repeat 50\.0% ✗ missed target: at least 60%/);
    expect(kpis).toMatch(/revenue ¥4,400 ✓ met target: at least ¥2,000/);
    expect(kpis).toMatch(/fans – \? cannot be said target: at least 10%.*the denominator is 0/);
    expect(kpis).toContain('total(sum(purchase.amount)) shop.yaml:20');
    // One cup for 50,000 JPY, two members. Of 20 + 15 + 9 stars 10 were used; 25 ended on 02-28; 9 live until 03-31, at 2 JPY.
    const money = section(html, 'money');
    expect(money).toContain('Cost of the program ¥50,000');
    expect(money).toContain('Cost per member ¥25,000');
    expect(money).toContain('Liability ¥18');
    const points = section(html, 'points');
    expect(points).toMatch(
      /Issued 44 Used 10 Expired or forfeited 25 Reversed 0 Outstanding 9 Breakage 71\.4%/,
    );
    // 10 stars were used in the month after they were earned, 25 expired in it.
    expect(points).toMatch(/0 to 3 10 25 71\.4% 9/);
    const rules = section(html, 'rules');
    expect(rules).toMatch(/base rule Economic 3 2 44 stars – –/);
    expect(rules).toMatch(/cup reward Behavioral 1 1 – ¥50,000 100\.0%/);
    // m1 was silver in January only: from silver to regular between the ends of January and February.
    const tiers = section(html, 'tiers');
    expect(tiers).toMatch(/regular 2 100\.0% – – silver 0 0\.0% 1 1/);
    expect(tiers).toMatch(/From ↓ to → regular silver \(newly enrolled\) 1 1 regular – – silver 1 –/);
    // All of it went into behavioral loyalty, of which the mix wants 30 %.
    expect(section(html, 'mix')).toMatch(/Behavioral ¥50,000 100\.0% 30\.0% \+70\.0 pp 1/);
  });

  it('says which rows are not in it, and why', () => {
    const html = page('shop.yaml', 'visits.jsonl');
    expect(text(html)).toContain('1 of 5 rows could not be used and are in no figure: unreadable number (1)');
    const ja = page('shop.yaml', 'visits.jsonl', '--lang', 'ja');
    expect(text(ja)).toContain('5 行のうち 1 行は使えないため、どの数値にも入っていません: 読めない数（1）');
  });

  it('is written in the language asked for', () => {
    const html = page('shop.yaml', 'visits.jsonl', '--until', '2026-03-31', '--lang', 'ja');
    expect(html).toContain('<html lang="ja">');
    expect(section(html, 'kpis')).toMatch(/repeat 50\.0% ✗ 未達 目標: 60%以上/);
    expect(section(html, 'money')).toContain('プログラムの費用 ¥5万 ¥50,000');
    expect(html).toContain('<span title="¥50,000"><span aria-hidden="true">¥5万</span>');
    expect(text(html)).toContain('2026年1月10日〜2026年3月31日');
    expect(page('shop.yaml', 'visits.jsonl')).toContain('<html lang="en">');
  });

  it('escapes every name, in both languages', () => {
    for (const language of ['en', 'ja']) {
      const html = page('hostile.yaml', FILE, '--lang', language);
      // Tags and attributes that the page itself never has.
      expect(html).not.toMatch(/<(script|img|b>|i>|a href='|svg\/)/i);
      expect(html).not.toMatch(/<[^>]*\son[a-z]+=["'x]/i);
      expect(html.match(/<\/style>/g)).toHaveLength(1);
      expect(html.match(/<\/title>/g)?.length).toBe(html.match(/<title[ >]/g)?.length);
      expect(html.match(/<svg/g)?.length).toBe(html.match(/<\/svg>/g)?.length);
    }
    expect(text(page('hostile.yaml', FILE))).toContain('a & b &lt; c');
  });

  it('needs nothing from anywhere', () => {
    for (const html of [page('shop.yaml', 'visits.jsonl'), page('hostile.yaml', FILE)]) {
      const own = html
        .replaceAll('xmlns="http://www.w3.org/2000/svg"', '')
        .replaceAll('&#39;https://example.com', '');
      expect(own).not.toMatch(/https?:|\/\/[a-z]/i);
      expect(own).not.toMatch(/\ssrc=|<link|@import|url\(|<script|<iframe|<object|http-equiv="refresh"/i);
      for (const [, target] of own.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#[a-z]+$/);
    }
  });

  it('gives every id once, and leads every link to one', () => {
    const html = page('shop.yaml', 'visits.jsonl');
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(9);
    for (const id of links) expect(ids).toContain(id);
    for (const [, named = ''] of html.matchAll(/aria-labelledby="([^"]*)"/g))
      for (const id of named.split(' ')) expect(ids).toContain(id);
  });

  it('says in words what is not there', () => {
    const html = text(page('bare.yaml', 'visits.jsonl'));
    for (const words of [
      'The program states no KPIs: kpis: says what it is to be measured by.',
      'The program cost nothing (JPY).',
      'The program has no points, so there is no liability to show.',
      'The program has no points.',
      'The program has no rules, rewards or benefits.',
      'The program has no tiers: every member is treated alike.',
      'The program states no loyalty.mix',
      'The program names no segments',
    ])
      expect(html.replace(/ ?(kpis:|loyalty\.mix) ?/g, ' $1 ')).toContain(
        words.replace(/ ?(kpis:|loyalty\.mix) ?/g, ' $1 '),
      );
    expect(text(page('bare.yaml', 'visits.jsonl', '--lang', 'ja'))).toContain('会員ランクはありません');
  });

  it('shows nobody, and one member, without a figure that means nothing', () => {
    const { value: plan } = compile(SHOP);
    if (plan === undefined) throw new Error('the program compiles');
    const moves = { monthly: [], overall: [] };
    const nothing = { n: 0n, d: 1n };
    const figures: ReportFigures = {
      until: 0,
      history: { first: undefined, rows: 0, accepted: 0, ignored: [], rejected: [] },
      members: 0,
      stopped: 0,
      failed: 0,
      events: 0,
      points: [],
      tiers: [],
      rules: [],
      kpis: [],
      segments: [],
      segmentMoves: moves,
      verdicts: { met: 0, missed: 0, unknown: 3, none: 0 },
      trends: plan.kpis.map(({ name }) => ({ name, value: undefined, verdict: 'unknown', months: [] })),
      cost: nothing,
      sources: [],
      books: [],
      liability: nothing,
      ladders: [],
      mix: [],
      months: [],
    };
    const lifetime = { kind: 'none', why: 'no-purchase' } as const;
    const none = reportPage({ plan, figures, lifetime, language: 'en', histories: [], version: '0' });
    const one = page('shop.yaml', FILE);
    expect(text(one)).toContain('The history has one member only');
    expect(text(one)).toContain('x" onerror="alert(1).jsonl'.replaceAll('"', '&quot;'));
    for (const html of [none, one]) expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});

describe('simulate --html', () => {
  it('writes the page to a file, and the dashboard to stdout as ever', () => {
    const file = at('report.html');
    const ran = simulate('shop.yaml', 'visits.jsonl', '--html', file);
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('targets');
    expect(ran.out).not.toContain('<html');
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  it('tells what it cannot write, and leaves nothing behind', () => {
    const nowhere = simulate('shop.yaml', 'visits.jsonl', '--html', at('no/such/report.html'));
    expect(nowhere.exit).toBe(2);
    expect(nowhere.err).toContain('cannot be written');
    const over = simulate('shop.yaml', 'visits.jsonl', '--html', at('visits.jsonl'));
    expect(over.exit).toBe(2);
    expect(over.err).toContain('would write over a file that is read');
    expect(readFileSync(at('visits.jsonl'), 'utf8')).toBe(VISITS);
    const both = simulate('shop.yaml', 'visits.jsonl', '--html', '-', '--rejects', '-');
    expect(both.exit).toBe(2);
    expect(both.err).toContain('both go to stdout');
    const empty = simulate('shop.yaml', 'nothing.jsonl', '--html', at('none.html'));
    expect(empty.exit).not.toBe(0);
    expect(existsSync(at('none.html'))).toBe(false);
  });

  it('stands in the help of the command', () => {
    expect(kizuna(['simulate', '--help']).out).toContain('--html <file>');
    expect(kizuna(['simulate', '--help', '--lang', 'ja']).out).toContain(
      'ダッシュボードをグラフ付きの1ページ',
    );
  });
});
