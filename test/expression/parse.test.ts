import { describe, expect, test } from 'vitest';
import type { ScalarNode } from '../../compiler/document/index.ts';
import { readDocument } from '../../compiler/document/index.ts';
import {
  type Ast,
  childrenOf,
  parseExpression,
  parseLength,
  parseLimit,
  parseReverses,
  parseReview,
  parseSettle,
  parseTarget,
  parseTrigger,
  printLength,
  printLimit,
  printReverses,
  printReview,
  printSettle,
  printTarget,
  printTrigger,
} from '../../compiler/expression/index.ts';
import { scalarOf, sliceOf } from './scalar.ts';

/** The tree as nested brackets, written apart from the printer, so that precedence shows. */
function shape(ast: Ast): string {
  const inside = childrenOf(ast).map(shape).join(' ');
  switch (ast.kind) {
    case 'number':
      return ast.digits + (ast.percent ? '%' : '');
    case 'unit-number':
      return `${ast.digits}_${ast.unit.name}`;
    case 'name':
      return ast.name;
    case 'date':
    case 'month-day':
      return ast.text;
    case 'text':
      return JSON.stringify(ast.value);
    case 'boolean':
      return ast.value ? 'yes' : 'no';
    case 'member-access':
      return `${ast.object.name}.${ast.property.name}`;
    case 'binary':
    case 'compare':
      return `[${ast.operator} ${inside}]`;
    case 'elapsed':
      return `[${ast.unit}-since ${inside}]`;
    case 'per':
      return `[per${ast.proRata ? '-pro-rata' : ''} ${inside}]`;
    case 'call': {
      const { clauses } = ast;
      const extras = [
        clauses?.happening && `happening=${clauses.happening.name}`,
        clauses?.beforeThis && 'before-this',
        clauses?.by && `by=${clauses.by.map(({ name }) => name).join('+')}`,
        clauses?.where && 'where',
        clauses?.window && `window=${clauses.window.kind}`,
        clauses?.among && 'among',
      ].filter((extra) => extra !== undefined);
      return `${ast.name.name}(${[inside, ...extras].filter((part) => part !== '').join(' ')})`;
    }
    default:
      return inside === '' ? ast.kind : `[${ast.kind} ${inside}]`;
  }
}

const trees: readonly (readonly [text: string, tree: string])[] = [
  // precedence, loosest to tightest
  ['a or b and c', '[or a [and b c]]'],
  ['a and b or c', '[or [and a b] c]'],
  ['a or b or c', '[or [or a b] c]'],
  ['not a and b', '[and [not a] b]'],
  ['not a = b', '[not [= a b]]'],
  ['not has x', '[not [has x]]'],
  ['has a and b', '[and [has a] b]'],
  ['a otherwise 0 > 180', '[> [otherwise a 0] 180]'],
  ['a otherwise b otherwise c', '[otherwise a [otherwise b c]]'],
  ['a otherwise b + 1', '[otherwise a [+ b 1]]'],
  ['days since last(visit) otherwise 0 > 180', '[> [otherwise [days-since last(visit)] 0] 180]'],
  ['a - b - c', '[- [- a b] c]'],
  ['a - b * c', '[- a [* b c]]'],
  ['a / b * c', '[* [/ a b] c]'],
  ['a * 5% of b', '[* a [of 5% b]]'],
  ['5% of a * b', '[* [of 5% a] b]'],
  ['2.5% of 50% of amount', '[of 2.5% [of 50% amount]]'],
  ['-a of b', '[of [negate a] b]'],
  ['1 star per 54 JPY of amount / 2', '[/ [per 1_star 54_JPY amount] 2]'],
  ['5% of 1 star per 54 JPY of amount', '[of 5% [per 1_star 54_JPY amount]]'],
  ['1 star per 54 JPY of 5% of amount pro rata', '[per-pro-rata 1_star 54_JPY [of 5% amount]]'],
  ['months since a + 1', '[+ [months-since a] 1]'],
  ['year since a >= 1', '[>= [years-since a] 1]'],
  ['a + if b then c else d + e', '[+ a [if b c [+ d e]]]'],
  ['if a then b else if c then d else e', '[if a b [if c d e]]'],
  ['x not in (a, b)', '[not [in x a b]]'],
  ['x between 1 and 2 and y', '[and [between x 1 2] y]'],
  ['x not between 1 and 2', '[not [between x 1 2]]'],
  ['losers at most 1%', '[<= losers 1%]'],
  ['5 stars at least b', '[>= 5_stars b]'],
  // literals
  ['1_000.50', '1000.50'],
  ['10 %', '10%'],
  ['3 スター', '3_スター'],
  ['54JPY', '54_JPY'],
  ['04-01', '04-01'],
  ['4 - 1', '[- 4 1]'],
  ['40-15', '[- 40 15]'],
  ['2026-04-01', '2026-04-01'],
  ['\'a "b"\'', '"a \\"b\\""'],
  ['yes or no', '[or yes no]'],
  ['min(now, today, forever)', 'min(now today forever)'],
  // decomposed か + ゙ is the composed が
  ['\u304b\u3099', '\u304c'],
  // words with a meaning elsewhere are names
  ['last + this + since(status)', '[+ [+ last this] since(status)]'],
  ['max(since(status), earned)', 'max(since(status) earned)'],
  ['refund.of', 'refund.of'],
  // calls and their clauses
  ['count(redeem where reward = cup)', 'count(redeem [= reward cup] where)'],
  ['last(reach status.gold)', 'last(status.gold happening=reach)'],
  ['count(earned star by rule)', 'count(star happening=earned by=rule)'],
  ['earned(star by (rule, shop) during this year)', 'earned(star by=rule+shop window=this)'],
  ['streak(visit by month)', 'streak(visit by=month)'],
  ['last(purchase before this)', 'last(purchase before-this)'],
  ['count(a during last month where b)', 'count(a b where window=last)'],
  ['sum(a.b during 6 months ending 2 months ago)', 'sum(a.b window=ending)'],
  ['program_cost(during last 12 months)', 'program_cost(window=last)'],
  ['count(a between 2026-01-01 and 2026-02-01)', 'count(a 2026-01-01 2026-02-01 window=between)'],
  ['count(a where b between 1 and 2)', 'count(a [between b 1 2] where)'],
  ['count(a where b = 1 between c and d)', 'count(a [= b 1] c d where window=between)'],
  ['count(a where not b = 1 between c and d)', 'count(a [not [= b 1]] c d where window=between)'],
  ['count(a where (b) between c and d)', 'count(a [between b c d] where)'],
  ['count(a during since b)', 'count(a b window=since)'],
  ['count(a where b >= 2 since c)', 'count(a [>= b 2] c where window=since)'],
  ['share(a between 1 and 2 among b)', 'share([between a 1 2] b among)'],
  ['count(a where b, c)', 'count(a c b where)'],
];

describe('an expression is read as its author means it', () => {
  for (const [text, tree] of trees) {
    test(text, () => {
      const { value, diagnostics } = parseExpression(scalarOf(text));
      expect(diagnostics).toEqual([]);
      expect(shape(value)).toBe(tree);
    });
  }
});

describe('the other one-line entries', () => {
  const limits = [
    ['1 per day', '1', ['day']],
    ['1 per product per year', '1', ['product', 'year']],
    ['30 stars per month', '30_stars', ['month']],
    ['star_cap per month', 'star_cap', ['month']],
    ['1 star per 100 JPY of amount per month', '[per 1_star 100_JPY amount]', ['month']],
    ['1 star per step of amount per month', '[per 1_star step amount]', ['month']],
    ['1 per 店舗 per month', '1', ['店舗', 'month']],
    ['5 stars', '5_stars', []],
  ] as const;
  for (const [text, amount, per] of limits) {
    test(`limit: ${text}`, () => {
      const { value, diagnostics } = parseLimit(scalarOf(text));
      expect(diagnostics).toEqual([]);
      expect(shape(value.amount)).toBe(amount);
      expect(value.per.map(({ name }) => name)).toEqual(per);
      expect(sliceOf(text, value.span)).toBe(text);
      expect(printLimit(value)).toBe(text);
    });
  }

  test('settle: the last `per` names the period', () => {
    const text = '1 star per 1_000 JPY of sum(purchase.amount during this month) per month';
    const { value, diagnostics } = parseSettle(scalarOf(text));
    expect(diagnostics).toEqual([]);
    expect(shape(value.amount)).toBe('[per 1_star 1000_JPY sum(purchase.amount window=this)]');
    expect(value.period?.name).toBe('month');
    expect(printSettle(value)).toBe(text);
    const steps = '(if a then 300 stars else 0 stars) per month';
    expect(printSettle(parseSettle(scalarOf(steps)).value)).toBe(steps);
  });

  const forms = [
    ['at least 45%', (s: ScalarNode) => printTarget(parseTarget(s).value)],
    ['at most 2.5%', (s: ScalarNode) => printTarget(parseTarget(s).value)],
    ['purchase', (s: ScalarNode) => printTrigger(parseTrigger(s).value)],
    ['reach', (s: ScalarNode) => printTrigger(parseTrigger(s).value)],
    ['reach status.gold', (s: ScalarNode) => printTrigger(parseTrigger(s).value)],
    ['lapse 会員ランク.ゴールド', (s: ScalarNode) => printTrigger(parseTrigger(s).value)],
    ['2026-02-01', (s: ScalarNode) => printTrigger(parseTrigger(s).value)],
    ['on event', (s: ScalarNode) => printReview(parseReview(s).value)],
    ['every month', (s: ScalarNode) => printReview(parseReview(s).value)],
    ['every 6 months', (s: ScalarNode) => printReview(parseReview(s).value)],
    ['purchase by amount', (s: ScalarNode) => read(parseReverses(s).value, printReverses)],
    ['redeem', (s: ScalarNode) => read(parseReverses(s).value, printReverses)],
    ['12 months', (s: ScalarNode) => read(parseLength(s).value, printLength)],
  ] as const;
  for (const [text, printed] of forms) {
    test(text, () => expect(printed(scalarOf(text))).toBe(text));
  }
});

function read<V>(value: V | undefined, print: (value: V) => string): string {
  return value === undefined ? 'unread' : print(value);
}

describe('every part of a tree has its place in the file', () => {
  const part = (ast: Ast, kind: Ast['kind']): Ast | undefined =>
    ast.kind === kind
      ? ast
      : childrenOf(ast)
          .map((child) => part(child, kind))
          .find((found) => found !== undefined);

  const places = [
    ['2 * (a + b) >= 3', 'compare', '2 * (a + b) >= 3'],
    ['2 * (a + b) >= 3', 'binary', '2 * (a + b)'],
    ['1 or not has member.birthday', 'has', 'has member.birthday'],
    ['a + 1 star per 54 JPY of amount pro rata', 'per', '1 star per 54 JPY of amount pro rata'],
    ['a = count(visit during last 3 months) + 1', 'call', 'count(visit during last 3 months)'],
    ['a and x in (b, c)', 'in', 'x in (b, c)'],
    ['a and x not in (b, c)', 'not', 'x not in (b, c)'],
    ['a and 10 % of b', 'number', '10 %'],
    ['a and ¥500 of b', 'unit-number', '¥500'],
  ] as const;
  for (const [text, kind, snippet] of places) {
    test(`${kind} in ${text}`, () => {
      const found = part(parseExpression(scalarOf(text)).value, kind);
      expect(found && sliceOf(text, found.span)).toBe(snippet);
    });
  }

  const yaml = [
    ['plain', 'kizuna: 1\nwhen: amount >= 30,000 JPY\n'],
    ['quoted', 'kizuna: 1\nwhen: "amount >= 30,000 JPY"\n'],
    ['escaped', 'kizuna: 1\nwhen: "\\u0061mount >= 30,000 JPY"\n'],
    ['single quoted', "kizuna: 1\nwhen: 'shop = ''x'' and amount >= 30,000 JPY'\n"],
    ['folded', 'kizuna: 1\nwhen: >\n  visit_count > 3\n  and amount >= 30,000 JPY\n'],
    ['plain on two lines', 'kizuna: 1\nwhen: visit_count > 3\n  and amount >= 30,000 JPY\n'],
  ] as const;
  for (const [style, text] of yaml) {
    test(`in a ${style} scalar`, () => {
      const { root } = readDocument(text);
      const scalar = root?.kind === 'map' ? root.entries.find(({ key }) => key === 'when')?.value : undefined;
      if (scalar?.kind !== 'scalar') throw new Error('the document has no scalar at `when`');
      const { value, diagnostics } = parseExpression(scalar);
      expect(diagnostics.map(({ code, span }) => [code, sliceOf(text, span)])).toEqual([
        ['thousands-comma', '30,000'],
      ]);
      const unit = part(value, 'unit-number');
      expect(unit && sliceOf(text, unit.span)).toBe('30,000 JPY');
    });
  }
});
