import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { childOf, readDocument, type ScalarNode, spanWithin } from '../../compiler/document/index.ts';

/** The scalar under `a:`; a text that cannot be read fails the test. */
function scalarOf(source: string): ScalarNode {
  const { root, diagnostics } = readDocument(source);
  expect(diagnostics, source).toEqual([]);
  const node = childOf(root, 'a');
  if (node?.kind !== 'scalar') throw new Error(`no scalar in ${JSON.stringify(source)}`);
  return node;
}

/** Text as YAML's own reader has it, all scalars as text. */
function expected(source: string): unknown {
  const data: unknown = parse(source, { schema: 'failsafe' });
  return typeof data === 'object' && data !== null && 'a' in data ? data.a : undefined;
}

/** Each sign that is not folded or escaped stands in the file where the map says. */
function agrees(source: string, node: ScalarNode) {
  let previous = -1;
  for (let i = 0; i < node.text.length; i += 1) {
    const at = node.at(i);
    expect(at).toBeGreaterThanOrEqual(previous);
    expect(at).toBeGreaterThanOrEqual(node.span.start);
    expect(at).toBeLessThanOrEqual(node.span.end);
    previous = at;
    const [sign, written] = [node.text[i] ?? '', source[at] ?? ''];
    if (sign !== written) {
      const folded = sign === '\n' || sign === ' ' ? /[\r\n \t]/.test(written) || written === '' : false;
      const escaped = node.style === 'quoted' && (written === '\\' || written === "'" || folded);
      expect(folded || escaped, JSON.stringify({ source, i, sign, written })).toBe(true);
    }
  }
  expect(node.at(node.text.length)).toBeLessThanOrEqual(source.length);
}

const word = fc
  .stringMatching(/^[a-z会員é💚][a-z会員é💚,.()+*/=<>"'#-]{0,8}$/u)
  .filter((text) => !text.includes("''"));
const newline = fc.constantFrom('\n', '\r\n');

describe('offsets of scalars', () => {
  it('plain text over several lines keeps every place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        newline,
        (lines, eol) => {
          const body = lines.map((words) => (words.length === 0 ? '' : `  ${words.join(' ')}`)).join(eol);
          const source = `a: start${eol}${body}${eol}b: 1${eol}`;
          const node = scalarOf(source);
          expect(node.text).toBe(expected(source));
          agrees(source, node);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('quoted text keeps every place, escapes and folds included', () => {
    const piece = fc.constantFrom(
      'x',
      '会',
      ' ',
      '\\n',
      '\\u4f1a',
      '\\U0001F49A',
      '\\x41',
      '\\"',
      "'",
      '\\\\',
      '\n  ',
      '\n\n  ',
      '\\\n   ',
      '\t',
      '💚',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), newline, (pieces, eol) => {
        const source = `a: "${pieces.join('')}"\nb: 1\n`.replaceAll('\n', eol);
        const node = scalarOf(source);
        expect(node.text).toBe(expected(source));
        agrees(source, node);
      }),
      { numRuns: 500 },
    );
    const single = fc.constantFrom('x', '会', ' ', "''", '"', '\\', '\n  ', '\n\n  ', '💚');
    fc.assert(
      fc.property(fc.array(single, { maxLength: 12 }), newline, (pieces, eol) => {
        const source = `a: '${pieces.join('')}'\nb: 1\n`.replaceAll('\n', eol);
        const node = scalarOf(source);
        expect(node.text).toBe(expected(source));
        agrees(source, node);
      }),
      { numRuns: 500 },
    );
  });

  it('block text keeps every place, with any folding, chomping and indentation', () => {
    const line = fc
      .tuple(fc.nat(3), fc.constantFrom('', 'x', 'amount >= 5', '会員 y', 'z ', '\tq'))
      .map(([n, text]) => ({ n, text }));
    fc.assert(
      fc.property(
        fc.constantFrom('|', '>'),
        fc.constantFrom('', '-', '+'),
        fc.boolean(),
        fc.array(line, { minLength: 1, maxLength: 8 }),
        newline,
        fc.boolean(),
        (style, chomp, explicit, lines, eol, last) => {
          const body = lines.map(({ n, text }) => `${' '.repeat(text === '' ? n : 2 + n)}${text}`).join('\n');
          const head = `a: ${style}${explicit ? '2' : ''}${chomp}`;
          const source = `${head}\n${body}\n${last ? '' : 'b: 1\n'}`.replaceAll('\n', eol);
          const read = readDocument(source);
          fc.pre(read.diagnostics.length === 0);
          const node = scalarOf(source);
          expect(node.text).toBe(expected(source));
          agrees(source, node);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('a byte order mark and windows line ends change nothing', () => {
    const source = '\uFEFFa: "x\r\n  y"\r\n';
    const node = scalarOf(source);
    expect(node.text).toBe('x y');
    expect(source[node.at(2)]).toBe('y');
  });

  it('a stretch of an expression in a folded block is found in the file', () => {
    const source = 'a: >-\n  amount >= 500\n  and yearly_spent > 3\n';
    const node = scalarOf(source);
    const start = node.text.indexOf('yearly_spent');
    const span = spanWithin(node, start, start + 'yearly_spent'.length);
    expect(source.slice(span.start, span.end)).toBe('yearly_spent');
  });
});
