// `npm start`: sets up what is missing, builds the page where a source changed, serves it on this machine alone and prints its
// address. `npm start -- --port 8080` takes another port; a port that is taken leads to the next one.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePage, root } from './setup.mjs';

const at = process.argv.indexOf('--port');
const asked = at < 0 ? undefined : process.argv[at + 1];
const port = asked === undefined ? 4173 : Number(asked);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`kizuna: --port takes a number from 0 to 65535, not ${asked ?? 'nothing'}\n`);
  process.exit(2);
}
ensurePage();
const { preview } = await import(
  pathToFileURL(join(root, 'node_modules', 'vite', 'dist', 'node', 'index.js')).href
);
const server = await preview({
  configFile: join(root, 'playground', 'vite.config.ts'),
  logLevel: 'error',
  preview: { port, host: '127.0.0.1', strictPort: false, open: false },
});
const [address] = server.resolvedUrls?.local ?? [];
process.stdout.write(`Kizuna is at ${address}\nCtrl+C ends it.\n`);
