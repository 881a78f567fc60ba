import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression, printExpression } from '../../compiler/expression/index.ts';
import { astArbitrary } from './arbitrary.ts';
import { scalarOf, spanless } from './scalar.ts';

describe('printing', () => {
  test('a printed expression is read back as the same tree: the formatter never changes a meaning', () => {
    fc.assert(
      fc.property(astArbitrary, (ast) => {
        const text = printExpression(ast);
        const { value, diagnostics } = parseExpression(scalarOf(text));
        expect(diagnostics.map(({ code }) => code)).toEqual([]);
        expect(spanless(value)).toEqual(spanless(ast));
      }),
      { numRuns: 2_000 },
    );
  });
});
