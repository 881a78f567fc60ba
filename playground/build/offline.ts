import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Keeps every file of the page in the browser once it was opened, so that it opens without a network, too. */
export function offline(): Plugin {
  let publicFolder = '';
  return {
    name: 'kizuna-offline',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicFolder = config.publicDir;
    },
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => !name.endsWith('.map') && name !== '_headers')
        .sort();
      const hash = createHash('sha256');
      for (const name of files) {
        const file = bundle[name];
        hash.update(name).update(file?.type === 'chunk' ? file.code : (file?.source ?? ''));
      }
      // These go past the bundle.
      const others = readdirSync(publicFolder).sort();
      for (const name of others) hash.update(name).update(readFileSync(join(publicFolder, name)));
      const version = hash.digest('hex').slice(0, 16);
      const source = worker(version, ['./', ...files, ...others]);
      this.emitFile({ type: 'asset', fileName: 'offline.js', source });
    },
  };
}

/** A new version takes over once every page of the old one is closed, and clears what that had kept. */
const worker = (
  version: string,
  files: readonly string[],
): string => `// Another copy of the page in another folder of this host keeps its own.
const OWN = 'kizuna ' + self.registration.scope + ' ';
const KEPT = OWN + '${version}';
const FILES = ${JSON.stringify(files)};
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name.startsWith(OWN) && name !== KEPT).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  event.respondWith(
    caches
      .open(KEPT)
      .then((kept) => kept.match(event.request, { ignoreSearch: true, ignoreVary: true }))
      .then((found) => found ?? fetch(event.request)),
  );
});
`;
