import { Lexer } from 'chevrotain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Forms } from '../../compiler/expression/forms.ts';
import {
  childrenOf,
  parseExpression,
  parseLength,
  parseLimit,
  parseReverses,
  parseReview,
  parseSettle,
  parseTarget,
  parseTrigger,
  printExpression,
} from '../../compiler/expression/index.ts';
import { allTokens, makeLexer } from '../../compiler/expression/tokens.ts';
import { astArbitrary } from './arbitrary.ts';
import { scalarOf } from './scalar.ts';

const parsers = [
  ...[parseExpression, parseLimit, parseSettle, parseTarget],
  ...[parseTrigger, parseReview, parseReverses, parseLength],
];

const words = (
  'and or not if then else in between of per otherwise has where during yes no forever now today by before this since ' +
  'among last previous ending ago at least most is pro rata months ( ( ) ) , . + - * / = < >= 5 30,000 45% 2026-04-01 ' +
  '04-01 "x" " 円 ¥ AND && amount purchase.amount count( sum( 、 （ １ # reach lapse on every'
).split(' ');

/** Everything in a tree lies inside the file, and nothing is at no place at all. */
function checkPlaces(text: string): void {
  for (const parse of parsers) {
    const { diagnostics } = parse(scalarOf(text));
    for (const { span } of diagnostics) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  }
  let row = [parseExpression(scalarOf(text)).value];
  while (row.length > 0) {
    for (const { span } of row) {
      expect(span.start >= 0 && span.end >= span.start && span.end <= text.length).toBe(true);
    }
    row = row.flatMap(childrenOf);
  }
}

/** A text that was read without a problem holds no gap, and a gap is never silent. */
function checkHonesty(text: string): void {
  const { value, diagnostics } = parseExpression(scalarOf(text));
  const gap = /…/u.test(printExpression(value));
  if (gap && !text.includes('…')) expect(diagnostics.length).toBeGreaterThan(0);
}

describe('whatever is written', () => {
  test('any text is read to an end, with places inside the file', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
        checkPlaces(text);
        checkHonesty(text);
      }),
      { numRuns: 1_500 },
    );
  });

  test('no token is lost to what the lexer is told of its beginning', () => {
    // Told nothing, the lexer tries every token everywhere.
    const [told, untold] = [
      makeLexer(),
      new Lexer(allTokens, { positionTracking: 'onlyOffset', safeMode: true }),
    ];
    const same = (text: string): void => {
      expect(told.tokenize(text)).toEqual(untold.tokenize(text));
    };
    // Every sign of the basic plane, and every group of those beyond it.
    for (let code = 0; code < 0x1_0000; code += 64)
      same(Array.from({ length: 64 }, (_, more) => `${String.fromCharCode(code + more)} `).join(''));
    for (let code = 0x1_0000; code < 0x11_0000; code += 0x100) same(`${String.fromCodePoint(code)}x`);
    const parts = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3, unit: 'binary' })));
    fc.assert(fc.property(parts, (some) => same(some.join(''))));
  });

  test('any sequence of the words of the language is read to an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 25 }), (parts) => {
        checkPlaces(parts.join(' '));
        checkHonesty(parts.join(' '));
        checkHonesty(parts.join(''));
      }),
      { numRuns: 2_500 },
    );
  });

  test('an expression with a stretch cut out or a word put in is read to an end', () => {
    const cut = fc.tuple(fc.nat(), fc.nat({ max: 6 }), fc.constantFrom('', ...words));
    fc.assert(
      fc.property(astArbitrary, cut, (ast, [place, length, word]) => {
        const text = printExpression(ast);
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + word + text.slice(at + length);
        checkPlaces(changed);
        checkHonesty(changed);
      }),
      { numRuns: 1_500 },
    );
  });

  test('nesting of every kind ends in a message, not in a full stack', () => {
    const deep = [
      '(',
      'f(',
      'not ',
      '-',
      'has ',
      'if ',
      'a of ',
      'a otherwise ',
      'days since ',
      'a in (',
      'f(a where ',
    ];
    for (const opening of deep) {
      const text = opening.repeat(Math.floor(9_000 / opening.length));
      expect(parseExpression(scalarOf(text)).diagnostics.map(({ code }) => code)).toEqual(['too-deep']);
    }
  });

  test('the grammar has no ambiguity that its author does not know of', () => {
    // chevrotain's check groups with a function that Node 20 does not have yet
    const groupBy = <V>(values: Iterable<V>, keyOf: (value: V) => string) => {
      const groups: Record<string, V[]> = {};
      for (const value of values) groups[keyOf(value)] = [...(groups[keyOf(value)] ?? []), value];
      return groups;
    };
    const had = 'groupBy' in Object;
    if (!had) Object.defineProperty(Object, 'groupBy', { value: groupBy, configurable: true });
    try {
      expect(() => new Forms(true)).not.toThrow();
    } finally {
      if (!had) Reflect.deleteProperty(Object, 'groupBy');
    }
  });
});
