import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '../../compiler/index.ts';
import { type GalleryEntry, galleryEntry } from '../../report/index.ts';
import type { Plan } from '../../schema/index.ts';

const programs = fileURLToPath(new URL('../../programs/', import.meta.url));

/** The Plan of a text that compiles. */
export function planOf(text: string): Plan {
  const { value, diagnostics } = compile(text);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message.en).join('; '));
  return value;
}

/** The entries of every program of the project. */
export function gallery(): readonly GalleryEntry[] {
  return readdirSync(programs)
    .sort()
    .map((slug) => {
      const text = readFileSync(`${programs}${slug}/program.yaml`, 'utf8');
      return galleryEntry(slug, text, planOf(text));
    });
}
