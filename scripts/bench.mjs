// `npm run bench`: builds test/bench with the same tools as the command, and prints figures; `npm run bench -- replay peers`: some
// of them. Nothing passes or fails here.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './setup.mjs';

ensureInstalled();
ensureBuilt();
const node = (args) => {
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) process.exit(done.status ?? 1);
};
const out = join('dist', 'bench');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
node([
  vite,
  'build',
  '--config',
  join('test', 'bench', 'vite.config.ts'),
  '--logLevel',
  'error',
  '--outDir',
  out,
]);
node(['--expose-gc', join(root, out, 'bench.js'), ...process.argv.slice(2)]);
