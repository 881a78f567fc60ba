import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expressionPlaces } from '../../schema/index.ts';

const PAGES = ['properties.md', 'properties.ja.md'] as const;

function rowsOf(page: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
}

function schemaOf(kind: string): unknown {
  return JSON.parse(
    readFileSync(new URL(`../../schema/documents/${kind}.schema.json`, import.meta.url), 'utf8'),
  );
}

/** Every key that a schema gives a meaning. */
function* keysOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'examples') continue;
    if (key === 'properties') yield* Object.keys(inner);
    yield* keysOf(inner);
  }
}

// Who looks a property up finds it, in either language.
describe.each(PAGES)('%s', (page) => {
  const rows = rowsOf(page).filter((row) => row.length === 4);
  const named = new Set(rows.map(([name = '']) => /^`([^`]+)`/.exec(name)?.[1]));

  it.each(['program', 'tests', 'scenario', 'mapping'])('has every property of a %s document', (kind) => {
    const missing = [...keysOf(schemaOf(kind))].filter((key) => !named.has(key));
    expect(missing).toEqual([]);
  });

  it('says of every property what it is and what it holds', () => {
    for (const [name = '', what = '', value = ''] of rows) {
      expect(what.trim(), name).not.toBe('');
      expect(value.trim(), name).not.toBe('');
    }
  });

  it('marks what holds an expression', () => {
    const word = page === 'properties.md' ? 'expression: ' : '式：';
    const seeing = expressionPlaces.program.filter(
      ({ sees, entry }) => sees.length > 0 && entry !== 'anchor',
    );
    // `measures.*` and others like it are rows of names that the program chooses.
    for (const { path } of seeing.filter((place) => /^\w+\.\*\..*[a-z](?:\.\*)?$/.test(place.path))) {
      const key = path.replace(/\.\*$/, '').split('.').at(-1);
      const marked = rows.filter(
        ([name = '', , value = '']) => name.startsWith(`\`${key}\``) && value.startsWith(word),
      );
      expect(marked.length, path).toBeGreaterThan(0);
    }
  });
});
