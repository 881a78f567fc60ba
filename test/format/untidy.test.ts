import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatDocument } from '../../compiler/format/index.ts';
import { documents, meaningOf } from './documents.ts';
import { applied } from './edited.ts';

/** How untidy a text becomes: each figure makes a few choices, line by line. */
const untidiness = fc.record({
  step: fc.integer({ min: 2, max: 5 }),
  choices: fc.array(fc.boolean(), { minLength: 7, maxLength: 31 }),
});

/** The same document with other indentation, more spaces, more blank lines and spaces at the ends of lines. */
function untidy(text: string, { step, choices }: { readonly step: number; readonly choices: boolean[] }) {
  let made = 0;
  const choose = () => choices[made++ % choices.length] === true;
  let block: number | undefined;
  return text
    .split('\n')
    .map((line) => {
      const words = line.trimStart();
      const depth = line.length - words.length;
      if (words === '') return choose() ? ' \n\n   ' : '';
      const indent = ' '.repeat((depth / 2) * step);
      if (block !== undefined && depth > block) return indent + words;
      // What follows in the same item stands under its first key.
      if (/^- [a-z_]+: /.test(words)) return `${indent}-${' '.repeat(step - 1)}${words.slice(2)}`;
      block = /: [|>][+-]?$/.test(words) ? depth : undefined;
      // Spaces in quotes and in comments mean something.
      const loose = /["'#]/.test(words) ? words : spread(words, choose);
      return indent + loose + (block === undefined && choose() ? '  ' : '');
    })
    .join('\n');
}

function spread(words: string, choose: () => boolean): string {
  return words.replaceAll(/\{ | \}|: |, (?=[a-z]+: )|^- (?=\{)/g, (sign) => {
    if (!choose()) return sign;
    if (sign === '{ ' || sign === ' }') return sign.trim();
    return sign === ', ' ? '  ,   ' : `${sign}   `;
  });
}

/** Comments in a column may have moved with their lines. */
const withoutColumns = (text: string) => text.replaceAll(/(?<=\S) +#/g, ' #');

const DOCUMENTS = documents();

it('brings back what was untidy, whichever document it is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...DOCUMENTS), untidiness, ({ text }, how) => {
      const messy = untidy(text, how);
      const formatted = formatDocument(messy).value;
      expect(withoutColumns(formatted?.text ?? '')).toBe(withoutColumns(text));
      expect(applied(messy, formatted?.edits ?? [])).toBe(formatted?.text);
      expect(formatDocument(formatted?.text ?? '').value?.edits).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('never changes what a program means', () => {
  const programs = DOCUMENTS.filter(({ name }) => name.endsWith('program.yaml'));
  fc.assert(
    fc.property(fc.constantFrom(...programs), untidiness, ({ text }, how) => {
      const formatted = formatDocument(untidy(text, how)).value;
      expect(meaningOf(formatted?.text ?? '')).toBe(meaningOf(text));
    }),
    { numRuns: 25 },
  );
});

it('never throws, and is done after one time, whatever was typed', () => {
  const signs = [
    'a:',
    ' b',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '# c',
    '|',
    '"',
    "'",
    'f(x, y)',
    '\t',
    '\r\n',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs), { maxLength: 24 }), (parts) => {
      const typed = parts.join('');
      const formatted = formatDocument(typed).value;
      if (formatted === undefined) return;
      expect(applied(typed, formatted.edits)).toBe(formatted.text);
      expect(formatDocument(formatted.text).value?.text).toBe(formatted.text);
    }),
    { numRuns: 3000 },
  );
});
