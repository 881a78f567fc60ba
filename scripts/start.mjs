// `npm start`: sets up what is missing, builds the page where a source changed, serves it on this machine alone and prints its
// address. `npm start -- --port 8080` takes another port; a port that is taken leads to the next one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePage, root } from './setup.mjs';

const at = process.argv.indexOf('--port');
const asked = at < 0 ? undefined : process.argv[at + 1];
const port = asked === undefined ? 4649 : Number(asked);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`kizuna: --port takes a number from 0 to 65535, not ${asked ?? 'nothing'}\n`);
  process.exit(2);
}
ensurePage();
const { preview } = await import(
  pathToFileURL(join(root, 'node_modules', 'vite', 'dist', 'node', 'index.js')).href
);
const outDir = join(root, 'dist', 'page');
/** As the built page asks every host for them: `  Name: value` beneath the paths they are for. */
const headers = Object.fromEntries(
  [...readFileSync(join(outDir, '_headers'), 'utf8').matchAll(/^ {2}([\w-]+): (.*)$/gm)].map(
    ([, name, value]) => [name, value],
  ),
);
const server = await preview({
  // The build's own configuration loads the compiler, for seconds, and serving needs nothing of it.
  configFile: false,
  root: join(root, 'playground'),
  base: './',
  logLevel: 'error',
  build: { outDir },
  preview: { port, host: '127.0.0.1', strictPort: false, open: false, headers },
});
const [address] = server.resolvedUrls?.local ?? [];
process.stdout.write(`Kizuna is at ${address}\nCtrl+C ends it.\n`);
