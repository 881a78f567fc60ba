// `npm start`: sets up what is missing, then shows the tea house: its program checked, its sample history replayed.
// The playground page takes this place when it is built.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command, ensureBuilt, root } from './setup.mjs';

ensureBuilt();
const teaHouse = join('programs', 'tea-house');

function kizuna(...args) {
  process.stdout.write(`\n$ npm run -s kizuna -- ${args.join(' ')}\n`);
  const done = spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (done.status !== 0) process.exit(done.status ?? 3);
}

kizuna('check', join(teaHouse, 'program.yaml'));
kizuna(
  'run',
  join(teaHouse, 'program.yaml'),
  '--history',
  join(teaHouse, 'history.jsonl'),
  '--members',
  '8',
  '--rows',
  '12',
);
