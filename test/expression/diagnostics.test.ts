import { describe, expect, test } from 'vitest';
import type { ScalarNode } from '../../compiler/document/index.ts';
import {
  expressionMessages,
  type Parsed,
  parseExpression,
  parseLength,
  parseLimit,
  parseReverses,
  parseReview,
  parseSettle,
  parseTarget,
  parseTrigger,
} from '../../compiler/expression/index.ts';
import { mended, scalarOf, sliceOf } from './scalar.ts';

type Parse = (scalar: ScalarNode) => Parsed<unknown>;

interface Slip {
  readonly code: keyof typeof expressionMessages;
  readonly text: string;
  /** What the carets stand under. */
  readonly at: string;
  /** The text after its fix; the fixed text has no problem left. */
  readonly fixed?: string;
  readonly parse?: Parse;
}

const nested = `${'('.repeat(120)}a${')'.repeat(120)}`;
const long = `a${' + a'.repeat(3_000)}`;

const slips: readonly Slip[] = [
  { code: 'equals-twice', text: 'channel == app', at: '==', fixed: 'channel = app' },
  { code: 'equals-twice', text: 'channel === app', at: '===', fixed: 'channel = app' },
  { code: 'foreign-operator', text: 'a && b', at: '&&', fixed: 'a and b' },
  { code: 'foreign-operator', text: 'a||b', at: '||', fixed: 'a or b' },
  { code: 'foreign-operator', text: '!newcomer', at: '!', fixed: 'not newcomer' },
  { code: 'foreign-operator', text: 'channel <> app', at: '<>', fixed: 'channel != app' },
  { code: 'foreign-operator', text: 'channel ≠ app', at: '≠', fixed: 'channel != app' },
  { code: 'foreign-operator', text: 'amount ≥ 500 JPY', at: '≥', fixed: 'amount >= 500 JPY' },
  { code: 'foreign-operator', text: 'amount => 500 JPY', at: '=>', fixed: 'amount >= 500 JPY' },
  { code: 'foreign-operator', text: 'amount × 2', at: '×', fixed: 'amount * 2' },
  { code: 'foreign-operator', text: 'birthday ?? today', at: '??', fixed: 'birthday otherwise today' },
  { code: 'upper-case-word', text: 'a AND b', at: 'AND', fixed: 'a and b' },
  { code: 'upper-case-word', text: 'Not newcomer', at: 'Not', fixed: 'not newcomer' },
  { code: 'boolean-word', text: 'newcomer = TRUE', at: 'TRUE', fixed: 'newcomer = yes' },
  { code: 'boolean-word', text: 'false or a', at: 'false', fixed: 'no or a' },
  { code: 'is-comparison', text: 'tier(status) is gold', at: 'is', fixed: 'tier(status) = gold' },
  { code: 'is-comparison', text: 'channel is not app', at: 'is not', fixed: 'channel != app' },
  {
    code: 'missing-test',
    text: 'a and member.birthday is missing',
    at: 'member.birthday is missing',
    fixed: 'a and not has member.birthday',
  },
  {
    code: 'missing-test',
    text: 'member.birthday is not null',
    at: 'member.birthday is not null',
    fixed: 'has member.birthday',
  },
  { code: 'missing-test', text: 'last(visit) != null', at: 'last(visit) != null', fixed: 'has last(visit)' },
  { code: 'missing-test', text: 'a + b = null', at: 'a + b = null', fixed: 'not has (a + b)' },
  { code: 'if-as-function', text: 'if(a > b, 1, 2)', at: 'if(', fixed: '(if a > b then 1 else 2)' },
  {
    code: 'if-as-function',
    text: '2 * if(a,1,max(2, 3))',
    at: 'if(',
    fixed: '2 * (if a then 1 else max(2, 3))',
  },
  { code: 'if-incomplete', text: 'if a > b then 1', at: 'if' },
  { code: 'if-incomplete', text: 'if a > b 1 else 2', at: 'if' },
  { code: 'between-incomplete', text: 'amount between 1 JPY', at: 'between' },
  { code: 'comparison-chain', text: '1 < stars < 5', at: '<', fixed: '1 < stars and stars < 5' },
  { code: 'comparison-chain', text: 'a = b = c', at: '=', fixed: 'a = b and b = c' },
  { code: 'comparison-chain', text: 'not a = b between 1 and 2', at: 'between' },
  { code: 'in-list', text: 'channel in app', at: 'app', fixed: 'channel in (app)' },
  { code: 'per-without-of', text: '1 star per 100 JPY', at: 'per' },
  { code: 'per-without-of', text: '1 star per step', at: 'per' },
  { code: 'thousands-comma', text: 'amount >= 30,000 JPY', at: '30,000', fixed: 'amount >= 30_000 JPY' },
  { code: 'thousands-comma', text: '1,234,567.5 JPY', at: '1,234,567.5', fixed: '1_234_567.5 JPY' },
  {
    code: 'thousands-comma',
    text: 'max(30,000 JPY, amount)',
    at: '30,000',
    fixed: 'max(30_000 JPY, amount)',
  },
  { code: 'decimal-comma', text: '1,5% of amount', at: '1,5', fixed: '1.5% of amount' },
  { code: 'decimal-comma', text: '1.000,50 EUR', at: '1.000,50', fixed: '1_000.50 EUR' },
  { code: 'number-form', text: '.5 * amount', at: '.5', fixed: '0.5 * amount' },
  { code: 'number-form', text: '5. * amount', at: '5.', fixed: '5 * amount' },
  { code: 'number-form', text: '1.000.000 JPY', at: '1.000.000', fixed: '1_000_000 JPY' },
  { code: 'currency-sign', text: 'amount >= ¥500', at: '¥500', fixed: 'amount >= 500 JPY' },
  { code: 'currency-sign', text: 'amount >= $5', at: '$5', fixed: 'amount >= 5 USD' },
  { code: 'currency-sign', text: 'amount >= 500円', at: '500円', fixed: 'amount >= 500 JPY' },
  { code: 'unit-before-number', text: 'amount >= JPY 500', at: 'JPY 500', fixed: 'amount >= 500 JPY' },
  { code: 'date-not-real', text: 'today >= 2026-02-30', at: '2026-02-30' },
  { code: 'date-not-real', text: 'today >= 2026-13-01', at: '2026-13-01' },
  { code: 'date-not-real', text: '04-31', at: '04-31' },
  { code: 'date-form', text: 'today >= 2026/4/1', at: '2026/4/1', fixed: 'today >= 2026-04-01' },
  { code: 'date-form', text: 'today >= 2026-4-1', at: '2026-4-1', fixed: 'today >= 2026-04-01' },
  { code: 'date-form', text: 'today >= 2026年4月1日', at: '2026年4月1日', fixed: 'today >= 2026-04-01' },
  { code: 'date-incomplete', text: 'today >= 2026-04', at: '2026-04' },
  { code: 'full-width-character', text: 'amount ＞＝ 10 JPY', at: '＞＝', fixed: 'amount >= 10 JPY' },
  { code: 'full-width-character', text: '１０ JPY', at: '１０', fixed: '10 JPY' },
  {
    code: 'full-width-character',
    text: '３０，０００　ＪＰＹ',
    at: '３０，０００　ＪＰＹ',
    fixed: '30_000 JPY',
  },
  { code: 'full-width-character', text: '３０，０００円', at: '３０，０００円', fixed: '30_000 JPY' },
  { code: 'full-width-character', text: '３０_０００ JPY', at: '３０_０００', fixed: '30_000 JPY' },
  { code: 'full-width-character', text: 'max（１，５）', at: '（１，５）', fixed: 'max(1,5)' },
  { code: 'full-width-character', text: 'a ａｎｄ b', at: 'ａｎｄ', fixed: 'a and b' },
  { code: 'full-width-character', text: 'min(a、b)', at: '、', fixed: 'min(a,b)' },
  {
    code: 'full-width-character',
    text: 'shop = “渋谷（本店）”',
    at: '“渋谷（本店）”',
    fixed: 'shop = "渋谷（本店）"',
  },
  { code: 'unexpected-character', text: 'amount # 2', at: '#' },
  { code: 'unexpected-character', text: 'amount 🎁🎁', at: '🎁🎁' },
  { code: 'text-unclosed', text: 'shop = "Shibuya', at: '"', fixed: 'shop = "Shibuya"' },
  { code: 'bracket-unclosed', text: 'floor(amount, 100 JPY', at: '(', fixed: 'floor(amount, 100 JPY)' },
  { code: 'bracket-unclosed', text: '2 * (a + b', at: '(', fixed: '2 * (a + b)' },
  { code: 'bracket-extra', text: 'a + b)', at: ')' },
  { code: 'expression-empty', text: '  ', at: '  ' },
  { code: 'operand-missing', text: 'amount >=', at: '>=' },
  { code: 'operand-missing', text: '>= 500', at: '>=' },
  { code: 'operand-missing', text: 'max(a, , b)', at: ',' },
  { code: 'operand-missing', text: '2 * ()', at: '(' },
  { code: 'operand-missing', text: 'channel in ()', at: '(' },
  { code: 'operand-missing', text: 'channel in (a, )', at: ',' },
  { code: 'operator-missing', text: 'amount stars', at: 'stars' },
  { code: 'operator-missing', text: 'count(visit tea)', at: 'tea' },
  { code: 'trailing-text', text: 'amount, 5', at: ',' },
  { code: 'trailing-text', text: 'amount then 5', at: 'then' },
  { code: 'clause-outside', text: 'amount where channel = app', at: 'where' },
  { code: 'clause-outside', text: 'purchase before this', at: 'before' },
  { code: 'clause-twice', text: 'count(visit where a where b)', at: 'where' },
  { code: 'name-missing', text: 'member.', at: '.' },
  { code: 'name-missing', text: 'earned(star by)', at: 'by' },
  { code: 'name-missing', text: 'earned(star by (a, ))', at: 'by' },
  { code: 'name-missing', text: 'earned(star by ())', at: 'by' },
  { code: 'name-missing', text: '1 per', at: 'per', parse: parseLimit },
  { code: 'path-too-long', text: 'sum(purchase.items.amount)', at: '.' },
  { code: 'before-this', text: 'count(visit before 2026-01-01)', at: 'before' },
  { code: 'by-list', text: 'earned(star by a, b)', at: 'a, b', fixed: 'earned(star by (a, b))' },
  {
    code: 'during-missing',
    text: 'count(visit last 12 months)',
    at: 'last 12 months',
    fixed: 'count(visit during last 12 months)',
  },
  { code: 'window-form', text: 'count(visit during month)', at: 'during' },
  { code: 'window-form', text: 'count(visit during last 1.5 months)', at: 'during' },
  { code: 'window-form', text: 'count(visit during 6 months ending now)', at: 'during' },
  { code: 'settle-per', text: '5 stars per month per year', at: 'year', parse: parseSettle },
  { code: 'target-form', text: '45%', at: '45%', parse: parseTarget },
  { code: 'target-form', text: '= 45%', at: '= 45%', parse: parseTarget },
  { code: 'trigger-form', text: 'reach gold', at: 'reach gold', parse: parseTrigger },
  { code: 'trigger-form', text: '6 months', at: '6 months', parse: parseTrigger },
  { code: 'trigger-form', text: 'purchase or visit', at: 'purchase or visit', parse: parseTrigger },
  { code: 'review-form', text: 'monthly', at: 'monthly', parse: parseReview },
  { code: 'review-form', text: 'on purchase', at: 'on purchase', parse: parseReview },
  { code: 'reverses-form', text: 'purchase of amount', at: 'purchase of amount', parse: parseReverses },
  { code: 'length-form', text: '1.5 years', at: '1.5 years', parse: parseLength },
  { code: 'length-form', text: 'year', at: 'year', parse: parseLength },
  { code: 'too-deep', text: nested, at: '(' },
  { code: 'too-deep', text: `${'-'.repeat(5_000)}1`, at: '-' },
  { code: 'too-deep', text: `${'1 of '.repeat(1_000)}a`, at: '1' },
  { code: 'too-deep', text: `a${' + a'.repeat(600)}`, at: `a${' + a'.repeat(600)}` },
  { code: 'too-long', text: long, at: long },
];

describe('a slip is named, once, where it stands', () => {
  for (const { code, text, at, fixed, parse = parseExpression } of slips) {
    test(`${code}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`, () => {
      const { diagnostics } = parse(scalarOf(text));
      expect(diagnostics.map((one) => one.code)).toEqual([code]);
      const [one] = diagnostics;
      if (one === undefined) return;
      expect(sliceOf(text, one.span)).toBe(at);
      expect(mended(text, one)).toBe(fixed);
      if (fixed !== undefined) expect(parse(scalarOf(fixed)).diagnostics).toEqual([]);
      for (const words of [one.message, one.help]) {
        expect(words?.en).toMatch(/^[^A-Z]*(`|[a-z])/u);
        expect(words?.ja).toMatch(/[ぁ-ん]/u);
        expect(`${words?.en}${words?.ja}`).not.toMatch(/undefined|NaN|\[object/u);
      }
    });
  }

  test('every code has a slip above: no message is written that nobody can get', () => {
    expect(new Set(slips.map(({ code }) => code))).toEqual(new Set(Object.keys(expressionMessages)));
  });

  test('several slips in one text are all named, in their order', () => {
    const text = 'a == 30,000 JPY && b ≥ ¥5';
    const { diagnostics } = parseExpression(scalarOf(text));
    expect(diagnostics.map(({ span }) => sliceOf(text, span))).toEqual(['==', '30,000', '&&', '≥', '¥5']);
  });

  test('two values in one call are not a number with a comma', () => {
    for (const text of ['max(1,5)', 'stars in (100,200)', 'in_store(a, 100,200)']) {
      expect(parseExpression(scalarOf(text)).diagnostics).toEqual([]);
    }
  });

  test('what looks like a slip but is a word of the program is left alone', () => {
    for (const text of [
      'direction = In',
      'carrier.IN',
      'answer = Not',
      'plan = IF',
      'is_open = 会員１',
      'ＶＩＰ',
    ]) {
      expect(parseExpression(scalarOf(text)).diagnostics).toEqual([]);
    }
  });

  test('no fix that would break the quotes around the expression', () => {
    const [one] = parseExpression(scalarOf('shop = “Shibuya”', 'quoted')).diagnostics;
    expect(one?.code).toBe('full-width-character');
    expect(one?.fix).toBeUndefined();
  });
});
