import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest, readDocument, textOf, toData, validateDocument } from '../../compiler/document/index.ts';
import { validateMapping, validateProgram, validateScenario, validateTests } from '../../schema/index.ts';
import { fragments, laidOver } from './fragments.ts';
import { wellFormed } from './located.ts';

const texts = fragments.map(({ text }) => laidOver(text));
const VALIDATORS = {
  program: validateProgram,
  tests: validateTests,
  scenario: validateScenario,
  mapping: validateMapping,
} as const;
const KINDS = ['program', 'tests', 'scenario', 'mapping'] as const;

/** Small damage as typing makes it: signs put in, cut out, lines moved. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  cut: fc.nat(6),
  put: fc.oneof(
    fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ': ',
        '"',
        "'",
        '\n',
        '\t',
        '  ',
        '- ',
        '? ',
        '>',
        '|',
        '&a ',
        '*a',
        '!t ',
        '#',
        '%',
        '@',
      ],
      ...['---\n', '\r\n', '\\', '\0', '\uFEFF', '\uD800', '__proto__: 1\n', 'null', '~', '<<: ', '🎴'],
    ),
    fc.string({ maxLength: 4 }),
  ),
});

describe('damaged documents', () => {
  it('never throw, and every finding points into the file', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...KINDS),
        (text, changes, kind) => {
          const damaged = changes.reduce((now, { at, cut, put }) => {
            const start = Math.floor(at * now.length);
            return now.slice(0, start) + put + now.slice(start + cut);
          }, text);
          const { root, diagnostics } = readDocument(damaged);
          wellFormed(damaged, diagnostics);
          if (root === undefined) {
            expect(diagnostics.length).toBeGreaterThan(0);
            return;
          }
          const found = validateDocument(root, kind);
          wellFormed(damaged, found);
          const fits = VALIDATORS[kind](toData(root));
          expect(found.length + diagnostics.length > 0 || fits, damaged).toBe(true);
          textOf(root);
        },
      ),
      { numRuns: 2000 },
    );
  }, 120_000);

  it('a flood of unknown entries is answered with some of them', () => {
    const text = `kizuna: 1\n${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join('')}`;
    const { root } = readDocument(text);
    const found = root === undefined ? [] : validateDocument(root, 'program');
    expect(found.length).toBeGreaterThan(100);
    expect(found.length).toBeLessThan(1_000);
  });

  it('what the schema rejects is always told', () => {
    const { root } = readDocument(
      'kizuna: 1\nprogram: x\ncurrency: JPY\ntimezone: Asia/Tokyo\n__proto__: {}\n',
    );
    expect(root === undefined ? [] : validateDocument(root, 'program').map(({ code }) => code)).toEqual([
      'unknown-key',
    ]);
  });
});

describe('plain data', () => {
  it('numbers, booleans and text are as YAML 1.2 has them; a number with underscores stays text', () => {
    const { root } = readDocument(
      'a: 1.50\nb: 20_000\nc: yes\nd: true\ne: "1"\nf: 2026-04-01\ng?: 0x10\nh: [1, {i: x}]\n',
    );
    expect(root && toData(root)).toEqual({
      a: 1.5,
      b: '20_000',
      c: 'yes',
      d: true,
      e: '1',
      f: '2026-04-01',
      'g?': 16,
      h: [1, { i: 'x' }],
    });
  });

  it('free text in one language stands for both', () => {
    const of = (source: string) => textOf(readDocument(source).root);
    expect(of('Tea')).toEqual({ en: 'Tea', ja: 'Tea' });
    expect(of('{ ja: 茶 }')).toEqual({ en: '茶', ja: '茶' });
    expect(of('{ en: Tea, ja: 茶 }')).toEqual({ en: 'Tea', ja: '茶' });
    expect(of('[1]')).toBeUndefined();
  });
});

describe('near words', () => {
  it.each([
    ['yearly_spent', ['yearly_spend', 'yearly'], 'yearly_spend'],
    ['gvie', ['give', 'group'], 'give'],
    ['give', ['give', 'given'], 'give'],
    ['Give', ['give'], 'give'],
    ['会員ランり', ['会員ランク', '会員'], '会員ランク'],
    ['xx', ['a', 'bb'], undefined],
    ['on', ['off', 'in'], undefined],
    ['star', ['voucher'], undefined],
    ['silver', [], undefined],
  ] as const)('%s among %j: %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});
