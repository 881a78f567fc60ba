// Everything about the source that is not a test: types, style, structure, unused code, generated files.
// `npm run checks` runs all; `npm run checks -- types style` some. With KIZUNA_CHECKS_RESULT the counts go to that file.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './setup.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);

const CHECKS = [
  { name: 'types', args: [bin('typescript', 'bin', 'tsc'), '-p', '.'] },
  { name: 'types of the page', args: [bin('typescript', 'bin', 'tsc'), '-p', 'playground'] },
  { name: 'style', args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'] },
  {
    name: 'structure',
    args: [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err-long',
      ...['schema', 'compiler', 'runtime', 'report', 'cli', 'playground', 'test'],
    ],
    // "0 modules" would be a false green: nothing was looked at.
    accept: (output) => /\((\d+) modules/.exec(output)?.[1] !== '0' && /\d+ modules/.test(output),
  },
  { name: 'unused', args: [bin('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints'] },
  { name: 'generated', args: [join('scripts', 'generate.mjs'), '--check'] },
];

ensureInstalled();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no check called ${unknown.join(', ')} (${CHECKS.map((check) => check.name).join(', ')})\n`,
  );
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const check of CHECKS.filter((each) => asked.length === 0 || asked.includes(each.name))) {
  const started = Date.now();
  const done = spawnSync(process.execPath, check.args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}`;
  const good = done.status === 0 && (check.accept?.(output) ?? true);
  if (good) passed += 1;
  else failed += 1;
  if (!good) process.stdout.write(`${output.trimEnd()}\n`);
  process.stdout.write(
    `${good ? 'ok    ' : 'FAILED'} ${check.name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
}
if (process.env.KIZUNA_CHECKS_RESULT) {
  writeFileSync(process.env.KIZUNA_CHECKS_RESULT, JSON.stringify({ passed, failed }));
}
process.exit(failed > 0 ? 1 : 0);
