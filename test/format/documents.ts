import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '../../compiler/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Written {
  readonly name: string;
  readonly text: string;
}

/** Every program, tests document, mapping and scenario of the project. */
export function documents(): readonly Written[] {
  return readdirSync(`${root}programs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${root}programs/${name}`, 'utf8') }));
}

/** Every piece of YAML in the documentation. */
export function examples(): readonly Written[] {
  return readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .flatMap((name) => {
      const page = readFileSync(`${root}docs/${name}`, 'utf8');
      return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match, i) => ({
        name: `${name} ${i + 1}`,
        text: match[1] ?? '',
      }));
    });
}

/** What a program means: its Plan, without the places in the text. */
export function meaningOf(text: string): string | undefined {
  const plan = compile(text).value;
  if (plan === undefined) return undefined;
  return JSON.stringify(plan, (key, value: unknown) => {
    if (key === 'span' || key === 'nameSpan') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

/** The comments of a document in their order, as far as they can be told without reading YAML. */
export function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map((match) => (match[1] ?? '').trimEnd()).sort();
}
