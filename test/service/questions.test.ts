import { describe, expect, it } from 'vitest';
import {
  definitionAt,
  hoverAt,
  inspectText,
  outlineOf,
  referencesAt,
  subjectAt,
} from '../../compiler/service/index.ts';
import { cursorIn, teaHouse, teaHouseWith } from './cursor.ts';

const HEAD =
  'kizuna: 1\ntests: tea-house\ncases:\n  a:\n    members: { m1: { enrolled: 2026-01-01 } }\n    events:\n';

/** The tea house, and the offset of the `|` in a stretch of it. */
function at(marked: string): { readonly text: string; readonly offset: number } {
  const { text, offset } = cursorIn(marked);
  const start = teaHouse.indexOf(text);
  if (start < 0) throw new Error(`the tea house has no ${text}`);
  return { text: teaHouse, offset: start + offset };
}

function hover(marked: string) {
  const { text, offset } = at(marked);
  return hoverAt(inspectText('program', text), offset)?.lines;
}

describe('what a word is', () => {
  it('a key says what it is for, in both languages', () => {
    expect(hover('    sh|ortfall: owe')).toEqual([
      {
        en: 'When a reversal takes back what is already used: the member owes it, or it is forgiven. Default: owe.',
        ja: '取り消しで使用済みの分まで戻すとき、会員の借りにするか、免除するか。省略時は owe（借り）。',
      },
    ]);
  });

  it('a parameter says its type and its values by date', () => {
    const [head, code] = hover('1 star per yen_per|_star') ?? [];
    expect(head).toEqual({
      en: '**yen_per_star**: parameter, an amount in JPY',
      ja: '**yen_per_star**：パラメーター（金額（JPY））',
    });
    expect(code?.en).toContain('{ 2024-04-01: 54 JPY, 2026-04-01: 60 JPY }');
  });

  it('a measure says its unit and how it is measured', () => {
    const [head, code] = hover('reach: yearly|_spend >= 30_000') ?? [];
    expect(head?.en).toBe('**yearly_spend**: measure, an amount in JPY');
    expect(code?.en).toContain('sum(purchase.amount during this year)');
  });

  it('a field says its event and its type', () => {
    expect(hover('of elig|ible')?.[0]?.en).toBe('**eligible**: field of `purchase`, an amount in JPY');
  });

  it('a level shows its title', () => {
    expect(hover('tier(status) >= sil|ver')?.[1]).toEqual({ en: 'Silver', ja: 'シルバー' });
  });

  it('a function shows how it is called and what it means', () => {
    expect(hover('expires: end|_of(month')?.[0]?.en).toBe('`end_of(period, date)`');
    expect(hover('otherwise 0|) > 180')).toBeUndefined();
    expect(hover('before this) other|wise 0')?.[0]?.ja).toBe('前の値がないときに使う値です');
  });

  it('still answers while the text is broken', () => {
    const text = teaHouseWith('    give: 100 stars\n', '    give: 100 stars per (\n    wh\n');
    const offset = text.indexOf('yearly_spend >= 30');
    expect(hoverAt(inspectText('program', text), offset)?.lines[0]?.en).toBe(
      '**yearly_spend**: measure, an amount in JPY',
    );
  });
});

describe('where a name is defined', () => {
  const text = (marked: string) => {
    const { offset } = at(marked);
    return definitionAt(inspectText('program', teaHouse), offset).map(({ document, span }) => {
      const line = teaHouse.slice(teaHouse.lastIndexOf('\n', span.start) + 1);
      return `${document}: ${line.slice(0, line.indexOf(':')).trim()}`;
    });
  };
  it.each([
    ['a parameter', '1 star per yen|_per_star', 'program: yen_per_star'],
    ['a rule', 'award(purch|ase_star)', 'program: purchase_star'],
    ['an event', 'on: rev|iew', 'program: review'],
    ['a level', 'tier(status) = go|ld', 'program: gold'],
    ['a ladder', 'tier(sta|tus) = gold', 'program: status'],
    ['points as a unit', 'give: 10 sta|rs', 'program: star'],
    ['a segment', 'aimed_at: [dor|mant]', 'program: dormant'],
    ['an attribute', 'member.enro|lled', undefined],
  ])('%s', (_name, marked, expected) => {
    expect(text(marked)).toEqual(expected === undefined ? [] : [expected]);
  });

  it('from a tests document into the program', () => {
    const { text: tests, offset } = cursorIn(`${HEAD}      - { id: e1, event: pur|chase }\n`);
    const [place] = definitionAt(inspectText('tests', tests, { program: teaHouse }), offset);
    expect(place?.document).toBe('program');
    expect(teaHouse.slice(place?.span.start, place?.span.end)).toBe('purchase');
  });
});

it('every use of a name is found, in all documents that are open', () => {
  const tests = `${HEAD}      - { id: e1, at: 2026-01-02 10:00, event: visit }\n    expect:\n      rows: [{ member: m1, kind: earn, by: purchase_star }]\n`;
  const { offset } = at('  purch|ase_star:');
  const found = referencesAt(inspectText('program', teaHouse, { tests }), offset);
  expect(found.map(({ document, defines }) => `${document} ${defines}`)).toEqual([
    'program true',
    'program false',
    'tests false',
  ]);
});

it('says what figures belong to a place', () => {
  const of = (marked: string) => subjectAt(inspectText('program', teaHouse), at(marked).offset);
  expect(of('    gi|ve: 10 stars')).toEqual({ kind: 'rule', name: 'review_star' });
  expect(of('    target: at le|ast 45%')).toEqual({ kind: 'kpi', name: 'repeat_rate' });
  expect(of('when: tier(status) >= sil|ver')).toEqual({ kind: 'level', name: 'silver', owner: 'status' });
});

describe('the outline', () => {
  it('has the sections and what is named in them, with titles', () => {
    const outline = outlineOf(inspectText('program', teaHouse));
    const section = (name: string) => outline.find((item) => item.name === name)?.children ?? [];
    expect(section('rules').map(({ name }) => name)).toEqual([
      'purchase_star',
      'tier_bonus',
      'review_star',
      'birthday_gift',
      'win_back',
    ]);
    expect(section('rules')[0]?.title).toEqual({ en: 'Stars for purchases', ja: 'お買い物スター' });
    expect(section('tiers')[0]?.children.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'level silver',
      'level gold',
    ]);
    expect(section('events')[0]?.children.map(({ name }) => name)).toEqual([
      'amount',
      'channel',
      'items',
      'eligible',
    ]);
    expect(outline.some(({ name }) => name === 'title')).toBe(false);
  });

  it('is there while the text is broken', () => {
    const outline = outlineOf(
      inspectText('program', 'rules:\n  gift: { on: visit, give: (\n  other:\n    on:'),
    );
    expect(outline[0]?.children.map(({ name }) => name)).toEqual(['gift', 'other']);
  });
});
