import { describe, expect, it } from 'vitest';
import {
  cellText,
  comparisonFigures,
  comparisonMarkdown,
  comparisonSections,
  type Section,
  writingOf,
} from '../../report/index.ts';
import {
  askGuardrails,
  ComparisonTally,
  kpiChanges,
  runPopulation,
  type Standing,
  yardstickOf,
} from '../../runtime/index.ts';
import { dayOf, type Language, type Plan } from '../../schema/index.ts';
import { planOf, SHOP, shopWith } from './shops.ts';

const shop = planOf(SHOP);
const until = dayOf(2026, 3, 31);

/** What is shown of two versions over a history of nobody, but for members who are put into the tally by hand. */
function shown(
  language: Language,
  [base, candidate]: readonly [Plan, Plan],
  members: readonly (readonly [string, Standing, Standing])[] = [],
  labels: readonly [string, string] = ['base.yaml', 'candidate.yaml'],
) {
  const yardstick = yardstickOf(base, candidate);
  const [before, after] = [base, candidate].map((plan) => runPopulation(plan, [], { until }));
  if (before === undefined || after === undefined) throw new Error('no runs');
  const tally = new ComparisonTally(base, candidate, yardstick);
  for (const [id, one, other] of members) tally.add(() => id, one, other);
  const kpis = kpiChanges(
    { plan: base, kpis: before.kpis.at(-1)?.kpis ?? [] },
    { plan: candidate, kpis: after.kpis.at(-1)?.kpis ?? [] },
  );
  const figures = comparisonFigures({
    base: { label: labels[0], plan: base, result: before },
    candidate: { label: labels[1], plan: candidate, result: after },
    edits: [],
    first: undefined,
    until,
    events: { base: 0, candidate: 0 },
    rejected: { base: 0, candidate: 0 },
    yardstick,
    members: tally.result,
    kpis,
    guardrails: askGuardrails(base, candidate, tally.result, kpis),
  });
  const writing = writingOf(language, candidate, yardstick);
  const sections = comparisonSections(figures, writing, '--explain');
  return { sections, markdown: comparisonMarkdown(figures, sections, writing) };
}

const standing = (stars: bigint, tier = 0): Standing => ({
  worth: 2n * stars,
  points: [stars, 0n],
  tiers: [tier],
  segments: [false, false],
  stopped: false,
});

const texts = (sections: readonly Section[]): string =>
  sections
    .flatMap(({ title, columns, rows, notes }) => [
      title,
      ...columns.map((column) => column.title),
      ...rows.flat().map(cellText),
      ...notes,
    ])
    .join('\n');

const rowsOf = (sections: readonly Section[], title: string) =>
  sections.find((section) => section.title === title)?.rows.map((row) => row.map(cellText));
const notesOf = (sections: readonly Section[], title: string) =>
  sections.find((section) => section.title === title)?.notes;

// If it fails, a consultant reads keys of the program where every other view says what they are called.
it('names what the program has a title for, beside its key', () => {
  const titled = shopWith(
    ['silver: {', 'silver: { title: { en: Silver, ja: シルバー },'],
    ['revenue: {', 'revenue: { title: { en: Sales, ja: 売上 },'],
    ['base: { on:', 'base: { title: { en: Stars, ja: 購入のスター }, on:'],
  );
  const { sections, markdown } = shown('ja', [shop, titled], [['m1', standing(1n), standing(2n, 1)]]);
  const cell = (title: string, row: number) => sections.find((each) => each.title === title)?.rows[row]?.[0];
  expect(cell('KPI', 0)).toEqual({ text: 'revenue', name: '売上' });
  expect(cell('得する会員と損する会員', 1)).toEqual({ text: 'status.regular', name: 'status: regular' });
  const moves = sections.find(({ title }) => title === '会員ランク: status');
  expect(moves?.columns.map(({ name }) => name)).toEqual([
    'status: 変更前 ↓ 変更案 →',
    'regular',
    'シルバー',
    'gold',
  ]);
  // Where others read it too, keys stay what they are.
  expect(markdown).toContain('| revenue |');
  expect(markdown).not.toContain('売上');
});

// If it fails, a limit of 1% on a rate is taken for a hundredth of that rate.
it('says that per cent are points where a rate may change by so much', () => {
  const note = '`%` in a limit on `change(…)` of a rate means percentage points (pp)';
  const rate = shopWith(['sales: change(revenue) >= 0 JPY', 'kept: change(repeat) at least -1%']);
  expect(notesOf(shown('en', [rate, rate]).sections, 'guardrails')).toContain(note);
  expect(notesOf(shown('en', [shop, shop]).sections, 'guardrails')).not.toContain(note);
});

describe('a comparison of nobody', () => {
  it('says in English what it cannot say', () => {
    const { sections } = shown('en', [shop, shop]);
    expect(sections.map(({ title }) => title)).toEqual([
      'guardrails',
      'what changes in the program',
      'KPI',
      'winners and losers',
      'by how much',
      'worst off',
      'tiers: status',
      'cost and liability',
      'what accounts for the change',
      'value mix',
      'points',
    ]);
    // Nobody lost anything, and yet nothing passes: there is nobody of whom to say it.
    expect(rowsOf(sections, 'guardrails')).toEqual([
      ['? cannot be said', 'fair', 'losers at most 10%', 'nothing to compare', 'base'],
      ['? cannot be said', 'sales', 'change(revenue) >= 0 JPY', 'nothing to compare', 'base'],
    ]);
    expect(rowsOf(sections, 'KPI')).toEqual([
      ['revenue', '-', '-', '-', ''],
      ['repeat', '-', '-', '-', ''],
    ]);
    expect(notesOf(sections, 'KPI')).toEqual(['-: nobody and nothing to count (the denominator is 0)']);
    expect(notesOf(sections, 'what changes in the program')).toEqual(['both say the same']);
    expect(notesOf(sections, 'worst off')).toEqual(['nobody loses anything']);
    expect(notesOf(sections, 'what accounts for the change')).toEqual(['every rule does the same in both']);
    expect(rowsOf(sections, 'winners and losers')?.[0]).toEqual([
      'everybody',
      '0',
      '0',
      '0',
      '-',
      '¥0',
      '¥0',
      '',
    ]);
  });

  it('says the same in Japanese, and nothing in English but names and terms', () => {
    const { sections } = shown('ja', [shop, shop]);
    expect(rowsOf(sections, 'ガードレール')?.[0]).toEqual([
      '? 判定不能',
      'fair',
      'losers at most 10%',
      '比べる値なし',
      '変更前',
    ]);
    expect(notesOf(sections, '損の大きい会員')).toEqual(['損する会員はいません']);
    const known =
      /losers at most 10%|change\(revenue\)|\b(?:KPI|JPY|fair|sales|revenue|repeat|status|regular|silver|gold|big|paying|expense|star|mile)\b/g;
    expect(texts(sections).replace(known, '')).not.toMatch(/[a-z]{2,}/i);
  });

  it('says so where a program has no guardrails, no KPIs, no points', () => {
    const bare = planOf(
      'kizuna: 1\nprogram: bare\nversion: "1"\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { visit: {} }\n',
    );
    const { sections, markdown } = shown('en', [bare, bare]);
    expect(markdown).toContain('## bare: no guardrails');
    expect(texts(sections)).toContain('neither version states any: `guardrails:` says');
    expect(texts(sections)).toContain('neither version states any: `kpis:` says');
    expect(texts(sections)).toContain('neither version has points');
    expect(texts(sections)).toContain('the versions share no points');
    // Who has nothing can neither win nor lose by some percent.
    expect(sections.map(({ title }) => title)).not.toContain('by how much');
    const japanese = texts(shown('ja', [bare, bare]).sections);
    for (const said of [
      'どちらにもガードレールがありません',
      'どちらにも KPI がありません',
      'どちらにもポイントはありません',
    ])
      expect(japanese).toContain(said);
  });
});

describe('what is shown', () => {
  it('marks members who lose, with their tiers and the way to the reason', () => {
    const { sections } = shown(
      'en',
      [shop, shop],
      [
        ['m1', standing(100n, 2), standing(75n, 1)],
        ['m2', standing(0n), standing(3n)],
      ],
    );
    // Stars of 2 JPY: 200 → 150, and 0 → 6.
    expect(rowsOf(sections, 'worst off')).toEqual([['m1', '¥200', '¥150', '−¥50', 'gold → silver']]);
    expect(notesOf(sections, 'worst off')).toEqual(['`--explain m1` shows why']);
    expect(rowsOf(sections, 'winners and losers')?.slice(0, 3)).toEqual([
      ['everybody', '2', '1', '1', '50.0%', '+¥6', '−¥50', '−¥50'],
      ['status.regular', '1', '1', '0', '0.0%', '+¥6', '¥0', ''],
      ['status.gold', '1', '0', '1', '100.0%', '¥0', '−¥50', '−¥50'],
    ]);
    expect(rowsOf(sections, 'tiers: status')).toEqual([
      ['regular', '1', '·', '·'],
      ['silver', '·', '·', '·'],
      ['gold', '·', '1 ▼', '·'],
    ]);
    expect(notesOf(sections, 'tiers: status')).toEqual(['0 higher, 1 lower']);
    expect(rowsOf(sections, 'by how much')?.map((row) => row.slice(0, 3))).toEqual([
      ['lose 20% to 50%', '1', '50.0%'],
      ['had nothing, win something', '1', '50.0%'],
    ]);
  });

  it('says that a level is gone instead of calling its members higher or lower', () => {
    const flat = shopWith(['      gold: { reach: sum(purchase.amount) >= 5_000 JPY, until: forever }\n', '']);
    const { sections } = shown('en', [shop, flat], [['m1', standing(1n, 2), standing(1n, 1)]]);
    expect(notesOf(sections, 'tiers: status')).toEqual([
      '0 higher, 0 lower',
      'the candidate has no gold: their members are neither higher nor lower',
    ]);
  });
});

describe('Markdown', () => {
  const odd = 'a|b*c_d<e>`f`[g](h)~#&\\';
  const { markdown } = shown(
    'en',
    [shop, shopWith(['{ en: Shop, ja: 店 }', `{ en: "Shop <b>*</b> | 1", ja: 店 }`])],
    [[odd, standing(10n), standing(9n)]],
  );

  it('leaves names as they are: no cell, link, tag or emphasis comes of them', () => {
    expect(markdown).toContain('| a\\|b\\*c\\_d&lt;e\\>\\`f\\`\\[g\\](h)\\~\\#&amp;\\\\ | ¥20 | ¥18 | −¥2 |');
    expect(markdown.split('\n')[0]).toBe(
      '## Shop &lt;b\\>\\*&lt;/b\\> \\| 1: ✗ 2 of 2 guardrails not passed',
    );
    // Outside of code, where a tag is text.
    expect(markdown.replace(/`[^`\n]*`/g, '')).not.toMatch(/<(?!\/?(?:details|summary)>)/);
  });

  it('has as many cells in every row of a table as in its head', () => {
    const lines = markdown.split('\n');
    const cells = (line: string) => line.replace(/\\./g, '').split('|').length;
    let head = 0;
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('|')) continue;
      if (lines[index - 1]?.startsWith('|') !== true) head = cells(line);
      expect(cells(line)).toBe(head);
    }
    expect(head).toBeGreaterThan(0);
  });

  it('keeps a note in one line and its code closed, whatever the member is called', () => {
    const { markdown: wild } = shown(
      'en',
      [shop, shop],
      [['x`<img src=y>`\n\n## z', standing(10n), standing(9n)]],
    );
    expect(wild).toContain('`--explain x`&lt;img src=y\\>` ## z` shows why');
    expect(wild).not.toContain('\n## z');
  });

  it('puts what few people read behind a fold, and says how the guardrails went first', () => {
    expect(markdown).toContain('<details>\n<summary>by how much</summary>\n\n| of what they had |');
    const fair = shopWith(['  sales: change(revenue) >= 0 JPY\n', '']);
    const { markdown: fine } = shown('ja', [fair, fair], [['m1', standing(1n), standing(1n)]]);
    expect(fine.split('\n')[0]).toBe('## 店: ✓ ガードレール 1 件すべて合格');
    expect(fine.endsWith('</details>\n')).toBe(true);
  });
});
