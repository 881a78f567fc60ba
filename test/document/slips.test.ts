import { describe, expect, it } from 'vitest';
import { childOf, readDocument } from '../../compiler/document/index.ts';
import { applied, findings, located, wellFormed } from './located.ts';

// Each slip is one that a designer makes without knowing YAML's rules: losing its place would send them hunting.
const slips: readonly (readonly [text: string, code: string, snippet: string])[] = [
  ['a: { until: end_of(year, reached + 1 year) }\n', 'comma-in-braces', ','],
  ['a: [1 star per max(x, y) of z, 5 stars]\n', 'comma-in-braces', ','],
  ['a: { title: Tea, the best }\n', 'comma-in-braces', ','],
  ['a: { max: 1,000 }\n', 'comma-in-braces', ','],
  ['a: >= 5\nb: 1\n', 'symbol-at-start', '>='],
  ['a: > 5\nb: 1\n', 'symbol-at-start', '>'],
  ['a: { b: >= 5, c: 1 }\n', 'symbol-at-start', '>='],
  ['a: [ > 5, 2]\n', 'symbol-at-start', '>'],
  ['a: %5\n', 'symbol-at-start', '%'],
  ['a: @home\n', 'symbol-at-start', '@'],
  ['a: `x`\n', 'symbol-at-start', '`'],
  ['a: | x\n', 'symbol-at-start', '|'],
  ['@a: 1\n', 'symbol-at-start', '@'],
  ['a:\n\tb: 1\n', 'tab-indentation', '\t'],
  ['a: {\n\tb: 1 }\n', 'tab-indentation', '\t'],
  ['a: Tea House: Club\n', 'colon-in-value', ':'],
  ['{ a: b: c }', 'colon-in-value', ':'],
  ['a: { b: 1 c: 2 }\n', 'colon-in-value', ':'],
  ['a:1\nb: 2\n', 'colon-needs-space', ':'],
  ['a:\n  b: 1\n  c:2\n', 'colon-needs-space', ':'],
  ['a: {b:1, c: 2}\n', 'colon-needs-space', ':'],
  ['a： 1\nb: 2\n', 'full-width-character', '：'],
  ['a: 1\nb：2\n', 'full-width-character', '：'],
  ['a：\n  b: 1\n', 'full-width-character', '：'],
  ['a:\n  スタンプ：\n    b: 1\n', 'full-width-character', '：'],
  ['a:\n  b：1\n', 'full-width-character', '：'],
  ['a：1\n', 'full-width-character', '：'],
  ['a: { b: 1, c：2 }\n', 'full-width-character', '：'],
  ['a: {b：1}\n', 'full-width-character', '：'],
  ['a: { b: 1，c: 2 }\n', 'full-width-character', '，'],
  ['a: 1\nb:　2\n', 'full-width-character', '　'],
  ['a:\n　b: 1\n', 'full-width-character', '　'],
  ['a:\n　b: 1\n  c: 2\n', 'full-width-character', '　'],
  ['a: "abc\nb: 1\n', 'unclosed-quote', '"'],
  ["a: 'abc\nb: 1\n", 'unclosed-quote', "'"],
  ['a: {b: "x}\n', 'unclosed-quote', '"'],
  ['a: {b: 1\nc: 2\n', 'unclosed-bracket', '{'],
  ['a: [1, 2\n', 'unclosed-bracket', '['],
  ['{a: 1', 'unclosed-bracket', '{'],
  ['a: { b: 1 }}\nc: 2\n', 'stray-bracket', '}'],
  ['a: ]\n', 'stray-bracket', ']'],
  ['a: {b: 1,, c: 2}\n', 'stray-comma', ','],
  ['a:\n  b: 1\n c: 2\n', 'bad-indentation', ' '],
  ['a:\nb: 1\n  c: 2\n', 'bad-indentation', '  '],
  ['a:\n  - b: 1\n    c: 2\n   d: 3\n', 'bad-indentation', '   '],
  ['a: 1\nb\nc: 2\n', 'missing-colon', 'b'],
  ['a: - 5\n', 'dash-after-key', '-'],
  ['a: "x" y\n', 'text-after-value', 'y'],
  ['a: "x\\q"\n', 'bad-escape', '\\q'],
  ['a: &x y\n', 'yaml-feature', '&x'],
  ['a: *x\n', 'yaml-feature', '*x'],
  ['a: !x y\n', 'yaml-feature', '!x'],
  ['<<: { a: 1 }\n', 'yaml-feature', '<<'],
  ['%TAG ! x\n---\na: 1\n', 'yaml-feature', '%TAG ! x'],
  ['a: 1\n---\nb: 2\n', 'several-documents', '---'],
  ['a: 1\n...\nb: 2\n', 'several-documents', '...'],
  ['a: 1\nb: 2\na: 3\n', 'duplicate-key', 'a'],
  ['a: 1\na?: 2\n', 'duplicate-key', 'a'],
  ['が: 1\nか\u3099: 2\n', 'duplicate-key', 'か\u3099'],
  ['? [a]\n: b\n', 'key-not-text', '['],
  [': x\n', 'empty-key', ':'],
  ['a: ~\n', 'null-value', '~'],
  ['a: null\n', 'null-value', 'null'],
  ['a: ? x\n', 'unreadable-yaml', '?'],
  [`a: ${'['.repeat(100)}`, 'too-deep', '['],
  ['', 'empty-document', ''],
  ['# nothing\n', 'empty-document', ''],
];

describe('slips', () => {
  it.each(slips)('%j is %s at %j', (text, code, snippet) => {
    expect(located(text)).toEqual([[code, snippet]]);
    wellFormed(text, findings(text));
  });

  it('a wrong document size or depth is answered at once, not tried', () => {
    for (const text of [
      '['.repeat(200_000),
      '{a: '.repeat(100_000),
      '- '.repeat(100_000),
      '? '.repeat(100_000),
    ]) {
      expect(located(text)[0]?.[0]).toBe('too-deep');
    }
    expect(located(' '.repeat(3_000_000))[0]?.[0]).toBe('document-too-large');
  });

  it('what a comma cut in two is read as one expression, so that nothing else is said about it', () => {
    const { root } = readDocument('a: { until: end_of(year, reached + 1 year), reach: no }\n');
    const until = childOf(childOf(root, 'a'), 'until');
    expect(until?.kind === 'scalar' && until.text).toBe('end_of(year, reached + 1 year)');
    const reach = childOf(childOf(root, 'a'), 'reach');
    expect(reach?.kind === 'scalar' && reach.text).toBe('no');
  });

  it('a value that YAML took for a block keeps what was written', () => {
    const { root } = readDocument('target: >= 45%   # most of them\nb: 1\n');
    const target = childOf(root, 'target');
    expect(target?.kind === 'scalar' && target.text).toBe('>= 45%');
  });

  it('a fix mends what it is offered for', () => {
    for (const [text] of slips) {
      const fixes = findings(text).flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
      for (const fix of fixes) expect(located(applied(text, fix.edits)), text).toEqual([]);
    }
  });

  it('every line is named whose colon is full-width: one that writes so writes all of them so', () => {
    expect(located('a：1\nb：2\nc：\n  d：3\n')).toEqual(Array(4).fill(['full-width-character', '：']));
  });

  it('commas, colons and signs that YAML allows are not reported', () => {
    for (const text of [
      'title: 注意：会員だけ\n',
      'title:\n  注意：会員だけ\n',
      'a: { ja: 注意：会員　だけ }\n',
      'a: |\n  note：x\n  　y\n',
      'スタンプ　カード: 1\n',
      'a: end_of(year, reached + 1 year)\n',
      'a: { b: "end_of(year, x)", c: 1 }\n',
      "a: [ 'max(x, y)', 2 ]\n",
      'a: x >= 5\n',
      'a: { b: {}, c: [] }\n',
      'a: 2026-05-01 10:00\n',
      'a: { at: 2026-05-01 10:00, of: e1 }\n',
      'a: |-\n  x: y, z\nb: >\n  > 5\n',
      '%YAML 1.2\n---\na: 1\n',
      'birthday?: date\n',
    ]) {
      expect(located(text), text).toEqual([]);
    }
  });
});
