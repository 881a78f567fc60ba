import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { compile } from '../../compiler/index.ts';
import { type GalleryEntry, galleryEntry } from '../../report/index.ts';

const MODULE = 'virtual:kizuna-gallery';
const RESOLVED = `\0${MODULE}`;

/** The worked example comes first, the others by name. */
const FIRST = 'tea-house';

/**
 * What the gallery knows of each program, worked out when the page is built: compiling all of them would take longer than the page
 * takes to open. `programs`: the folder of the programs.
 */
export function gallery(programs: string): Plugin {
  const fileOf = (slug: string) => join(programs, slug, 'program.yaml');
  return {
    name: 'kizuna-gallery',
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      const slugs = programFolders(programs);
      for (const slug of slugs) this.addWatchFile(fileOf(slug));
      const entries = slugs.map((slug) => entryOf(slug, readFileSync(fileOf(slug), 'utf8')));
      return `export default ${JSON.stringify(entries)};`;
    },
    /** While the page is being worked on, an edited program comes with a new entry. */
    hotUpdate({ file }) {
      if (!file.startsWith(programs) || !file.endsWith('program.yaml')) return;
      const known = this.environment.moduleGraph.getModuleById(RESOLVED);
      if (known !== undefined) this.environment.moduleGraph.invalidateModule(known);
    },
  };
}

function programFolders(programs: string): readonly string[] {
  const slugs = readdirSync(programs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return [...slugs.filter((slug) => slug === FIRST), ...slugs.filter((slug) => slug !== FIRST)];
}

/** A program of the project that does not compile stops the build. */
function entryOf(slug: string, text: string): GalleryEntry {
  const { value, diagnostics } = compile(text);
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (value === undefined) throw new Error(`programs/${slug} does not compile: ${first?.message.en ?? ''}`);
  return galleryEntry(slug, text, value);
}
