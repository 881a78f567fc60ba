import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { laidOver } from './frame.ts';

interface Slip {
  readonly name: string;
  readonly written: string;
  /** Code and snippet of the one finding. */
  readonly found: readonly [code: string, snippet: string];
  readonly en: string;
  readonly ja: string;
  readonly help: string;
  /** What the help leads to. */
  readonly mended: string;
}

const tiers = (levels: string) => `tiers:\n  status:\n    base: regular\n    levels:\n${levels}`;
const gives = (rule: string) => `rules:\n  base: { builds: economic, on: purchase, ${rule} }\n`;

// What nearly everybody writes once. A message that misses the point here costs the trust in all others.
const slips: readonly Slip[] = [
  {
    name: 'an unquoted comma inside braces',
    written: tiers('      gold: { reach: count(visit) >= 3, until: end_of(year, reached) }\n'),
    found: ['comma-in-braces', ','],
    en: 'the comma ends this entry, so `end_of(year, reached)` is cut in two',
    ja: 'コンマで項目が終わるため、`end_of(year, reached)` が二つに切れています',
    help: 'put the entries on lines of their own, or quote: `"end_of(year, reached)"`',
    mended: tiers('      gold: { reach: count(visit) >= 3, until: "end_of(year, reached)" }\n'),
  },
  {
    name: 'two equals signs',
    written: gives('when: channel == app, give: 5 stars'),
    found: ['equals-twice', '=='],
    en: '`==` is not a comparison here',
    ja: '`==` という比較の書き方はありません',
    help: 'write `=`',
    mended: gives('when: channel = app, give: 5 stars'),
  },
  {
    name: 'a comparison sign at the start of a value',
    written: 'kpis:\n  regulars: { measure: share(count(visit) > 3), target: >= 45% }\n',
    found: ['symbol-at-start', '>='],
    en: '`>=` at the start of a value has a meaning of its own in YAML',
    ja: '値の先頭の `>=` は、YAML では別の意味になります',
    help: 'quote the value: `">= 45%"`',
    mended: 'kpis:\n  regulars: { measure: share(count(visit) > 3), target: ">= 45%" }\n',
  },
  {
    name: 'a comparison of nothing',
    written: 'segments:\n  loyal: >= 5\n',
    found: ['operand-missing', '>='],
    en: 'a value is missing before `>=`',
    ja: '`>=` の前に値がありません',
    help: 'add the value, or remove `>=`',
    mended: 'segments:\n  loyal: count(visit) >= 5\n',
  },
  {
    name: 'a tab',
    written: 'segments:\n\tloyal: count(visit) >= 5\n',
    found: ['tab-indentation', '\t'],
    en: 'this line is indented with a tab; YAML wants spaces',
    ja: 'この行はタブで字下げされています。YAML では空白を使います',
    help: 'replace the tab with two spaces',
    mended: 'segments:\n  loyal: count(visit) >= 5\n',
  },
  {
    name: 'money without a currency',
    written: 'segments:\n  loyal: sum(purchase.amount) >= 30_000\n',
    found: ['unit-mismatch', '30_000'],
    en: 'cannot compare an amount in JPY with a plain number',
    ja: '金額（JPY）と単位のない数は比べられません',
    help: 'write `30_000 JPY`',
    mended: 'segments:\n  loyal: sum(purchase.amount) >= 30_000 JPY\n',
  },
  {
    name: 'a step without a currency',
    written: gives('give: 1 star per 100 of amount'),
    found: ['unit-mismatch', '100'],
    en: 'cannot divide an amount in JPY by a plain number',
    ja: '金額（JPY）を単位のない数では割れません',
    help: 'write `100 JPY`',
    mended: gives('give: 1 star per 100 JPY of amount'),
  },
  {
    name: 'a division that is never rounded',
    written: 'measures:\n  third: sum(purchase.amount) / 3 + 1 JPY\n',
    found: ['rounding-missing', 'sum(purchase.amount) / 3'],
    en: 'a quotient has no fixed number of decimals: say how it is rounded',
    ja: '割り算の結果には決まった桁数がありません。丸め方を示してください',
    help: 'write `floor(…, 100 JPY)`, `round(…)` or `1 star per … of …`',
    mended: 'measures:\n  third: floor(sum(purchase.amount) / 3, 100 JPY) + 1 JPY\n',
  },
  {
    name: 'a last event that may not be there',
    written: 'segments:\n  dormant: days since last(purchase) > 180\n',
    found: ['maybe-missing', 'last(purchase)'],
    en: '`last(purchase)` may be missing',
    ja: '`last(purchase)` はないことがあります',
    help: 'guard it (`has last(purchase) and …`) or give a default (`last(purchase) otherwise …`)',
    mended: 'segments:\n  dormant: has last(purchase) and days since last(purchase) > 180\n',
  },
  {
    name: 'an attribute that may not be there',
    written: 'members: { birthday?: date }\nsegments:\n  june: month(member.birthday) = 6\n',
    found: ['maybe-missing', 'member.birthday'],
    en: '`member.birthday` may be missing',
    ja: '`member.birthday` はないことがあります',
    help: 'guard it (`has member.birthday and …`) or give a default (`member.birthday otherwise …`)',
    mended:
      'members: { birthday?: date }\nsegments:\n  june: month(member.birthday otherwise member.enrolled) = 6\n',
  },
  {
    name: 'a level that does not exist',
    written: `${tiers('      gold: { reach: count(visit) >= 3 }\n')}segments:\n  best: tier(status) >= golden\n`,
    found: ['unknown-level', 'golden'],
    en: '`golden` is not a level of `status` (regular, gold)',
    ja: '`golden` は `status` の段階（regular, gold）にありません',
    help: 'did you mean `gold`?',
    mended: `${tiers('      gold: { reach: count(visit) >= 3 }\n')}segments:\n  best: tier(status) >= gold\n`,
  },
  {
    name: 'a word that does not exist',
    written: gives('when: channel = stroe, give: 5 stars'),
    found: ['unknown-word', 'stroe'],
    en: '`stroe` is not one of the words here (store, app)',
    ja: '`stroe` はここで使える語（store, app）ではありません',
    help: 'did you mean `store`?',
    mended: gives('when: channel = store, give: 5 stars'),
  },
  {
    name: 'measures in a circle',
    written: 'measures:\n  a: b + 1\n  b: c + 1\n  c: a + 1\n',
    found: ['measure-cycle', 'a'],
    en: '`a` is defined by itself',
    ja: '`a` の定義が自分自身に戻っています',
    help: 'break the circle',
    mended: 'measures:\n  a: b + 1\n  b: c + 1\n  c: count(visit) + 1\n',
  },
  {
    name: 'a level below that asks for more than the one above',
    written: tiers(
      '      silver: { reach: sum(purchase.amount) >= 30_000 JPY }\n      gold: { reach: sum(purchase.amount) >= 20_000 JPY }\n',
    ),
    found: ['level-unreachable', 'silver'],
    en: '`silver` can never be reached: whoever reaches it already holds `gold`',
    ja: '`silver` には到達できません。条件を満たす会員はすでに `gold` です',
    help: 'put the levels in ascending order',
    mended: tiers(
      '      gold: { reach: sum(purchase.amount) >= 20_000 JPY }\n      silver: { reach: sum(purchase.amount) >= 30_000 JPY }\n',
    ),
  },
  {
    name: 'a level below that asks for as much as the one above',
    written: tiers(
      '      silver: { reach: sum(purchase.amount) >= 20_000 JPY }\n      gold: { reach: sum(purchase.amount) >= 20_000 JPY }\n',
    ),
    found: ['level-unreachable', 'silver'],
    en: '`silver` can never be reached: whoever reaches it already holds `gold`',
    ja: '`silver` には到達できません。条件を満たす会員はすでに `gold` です',
    help: 'put the levels in ascending order',
    mended: tiers(
      '      silver: { reach: sum(purchase.amount) >= 20_000 JPY }\n      gold: { reach: sum(purchase.amount) >= 30_000 JPY }\n',
    ),
  },
];

describe('classic slips', () => {
  it.each(slips.map((slip): [string, Slip] => [slip.name, slip]))('%s', (_name, slip) => {
    const { source } = laidOver(slip.written);
    const { diagnostics } = compile(source);
    const where = diagnostics.map(({ code, span }) => [code, source.slice(span.start, span.end)]);
    expect(where).toEqual([slip.found]);
    const [only] = diagnostics;
    expect(only?.message).toEqual({ en: slip.en, ja: slip.ja });
    expect(only?.help?.en).toBe(slip.help);
    const left = compile(laidOver(slip.mended).source).diagnostics;
    expect(left.filter(({ severity }) => severity !== 'hint')).toEqual([]);
  });

  it('offers an edit that mends what has only one remedy', () => {
    const { source } = laidOver('segments:\n  loyal: sum(purchase.amount) >= 30_000\n');
    const [edit] = compile(source).diagnostics[0]?.fix?.edits ?? [];
    const end = source.length;
    const fixed = `${source.slice(0, edit?.span.start ?? end)}${edit?.text}${source.slice(edit?.span.end ?? end)}`;
    expect(fixed).toContain('>= 30_000 JPY\n');
  });
});
