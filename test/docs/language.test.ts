import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foundIn } from '../diagnostics/found.ts';

interface Snippet {
  /** Line of the page on which it begins. */
  readonly line: number;
  readonly text: string;
  /** The code that a snippet marked `refused` is there to show. */
  readonly refused: string | undefined;
}

function snippetsOf(page: string): readonly Snippet[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```yaml(?: refused ([\w-]+))?\n([\s\S]*?)^```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    text: match[2] ?? '',
    refused: match[1],
  }));
}

/** What a program says, without what is written for its reader. */
function bare(text: string): string {
  return text.replace(/[ \t]*#.*$/gm, '');
}

const pages = ['language.md', 'language.ja.md'];

// A reader copies what the reference shows: if it does not compile, the reference is wrong.
describe.each(pages)('%s', (page) => {
  for (const { line, text, refused } of snippetsOf(page))
    it(`line ${line} ${refused === undefined ? 'compiles' : `is refused: ${refused}`}`, async () => {
      const found = await foundIn([{ language: 'yaml', text }]);
      const errors = found.filter(({ severity }) => severity === 'error');
      const expected = refused === undefined ? [] : [refused];
      expect(
        errors.map(({ code }) => code),
        errors.map(({ code, place, message }) => `${code} at ${place}: ${message.en}`).join('\n'),
      ).toEqual(expected);
    });

  it('has snippets at all', () => {
    expect(snippetsOf(page).length).toBeGreaterThan(15);
  });
});

it('both languages show the same programs', () => {
  const [en = [], ja = []] = pages.map((page) => snippetsOf(page).map(({ text }) => bare(text)));
  expect(ja).toEqual(en);
});
