import { readdirSync, readFileSync } from 'node:fs';

/** One fenced block of a page: `yaml`, `jsonl` or `csv`. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** What is wrong, where it is found, and how it is put right. */
export interface Example {
  readonly wrong: readonly Block[];
  /** As written behind `at:`. */
  readonly at: string;
  /** Codes that cannot but be raised too. */
  readonly also: readonly string[];
  readonly right: readonly Block[];
}

/** One page of the reference. A code that two registries share has an example for each. */
export interface Page {
  readonly code: string;
  readonly heading: string;
  readonly subtitle: string;
  readonly en: string;
  readonly ja: string;
  readonly examples: readonly Example[];
}

export const FOLDER = new URL('../../docs/diagnostics/', import.meta.url);

function blocksOf(section: string): readonly Block[] {
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

function examplesOf(sections: readonly string[]): readonly Example[] {
  return sections.flatMap((section, index): readonly Example[] => {
    if (!section.startsWith('Wrong')) return [];
    const right = sections[index + 1] ?? '';
    return [
      {
        wrong: blocksOf(section),
        at: /^at: (.*)$/m.exec(section)?.[1] ?? '',
        also: /^also: (.*)$/m.exec(section)?.[1]?.split(', ') ?? [],
        right: right.startsWith('Right') ? blocksOf(right) : [],
      },
    ];
  });
}

export function parsePage(code: string, text: string): Page {
  const [head = '', ...sections] = text.split(/^## /m);
  const [heading = '', subtitle = '', ...words] = head.split('\n');
  const body = words.join('\n').trim();
  const japanese = body.split('\n').findIndex((line) => /[぀-ヿ]/.test(line));
  const lines = body.split('\n');
  return {
    code,
    heading,
    subtitle,
    en: lines.slice(0, japanese).join('\n').trim(),
    ja: japanese < 0 ? '' : lines.slice(japanese).join('\n').trim(),
    examples: examplesOf(sections),
  };
}

/** Every page, by code. */
export function loadPages(): readonly Page[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md') && !file.startsWith('README'))
    .map((file) => file.slice(0, -3))
    .sort()
    .map((code) => parsePage(code, readFileSync(new URL(`${code}.md`, FOLDER), 'utf8')));
}
