// Makes a checkout ready to run: installs the locked packages, builds the command and the page, each only when something changed.
// Plain Node, no packages: this is what runs first on a fresh clone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const command = join(root, 'dist', 'kizuna.js');

const page = join(root, 'dist', 'page');

const COMMAND_SOURCES = ['schema', 'compiler', 'runtime', 'report', 'cli'];
const PAGE_SOURCES = ['schema', 'compiler', 'runtime', 'report', 'playground', 'programs'];
const SOURCE_FILES = ['package-lock.json', 'vite.config.ts', 'tsconfig.json'];

const say = (text) => process.stderr.write(`kizuna: ${text}\n`);

function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Runs a program with its output on stderr, so that stdout stays the caller's; true when it went well. */
function run(program, args, what) {
  const done = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return true;
  say(`${what} failed (${done.error?.message ?? `exit ${done.status ?? done.signal}`})`);
  return false;
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  say(`Node 20 or newer is needed; this is ${process.versions.node}`);
  process.exit(3);
}

/** Installs the packages of the lock file when they are missing or the lock file changed since. */
export function ensureInstalled() {
  checkNode();
  const stampFile = join(root, 'node_modules', '.kizuna-lock');
  const stamp = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (readStamp(stampFile) === stamp) return;
  // `npm install` by hand leaves npm's own lock: as good as ours when it is newer than the lock file.
  const ownLock = join(root, 'node_modules', '.package-lock.json');
  const current =
    existsSync(ownLock) && statSync(ownLock).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  if (!current) {
    say('installing packages (once; a minute or less)');
    if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci')) process.exit(3);
  }
  writeFileSync(stampFile, stamp);
}

function* filesUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** Changes whenever a source file is added, removed, moved or written. */
function stampOf(folders) {
  const hash = createHash('sha256').update(process.version);
  const paths = [...SOURCE_FILES.map((name) => join(root, name))];
  for (const folder of folders) paths.push(...filesUnder(join(root, folder)));
  for (const path of paths.sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Builds a folder of `dist` aside with vite's `args` and moves it into place by `put`, when a source changed since `stamp` was written. */
function ensure({ folders, stampFile, isThere, what, args, put, force }) {
  const stamp = stampOf(folders);
  if (!force && isThere() && readStamp(stampFile) === stamp) return;
  ensureInstalled();
  say(`building ${what}`);
  // Built aside and moved into place, so that a second process never loads half a file.
  const aside = join(root, 'dist', `.building-${process.pid}`);
  mkdirSync(aside, { recursive: true });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = run(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--outDir', aside, ...args],
    'the build',
  );
  if (built) put(aside);
  rmSync(aside, { recursive: true, force: true });
  if (!built) process.exit(3);
  writeFileSync(stampFile, stamp);
}

/** Builds `dist/kizuna.js` when a source changed since it was built. */
export function ensureBuilt({ force = false } = {}) {
  ensure({
    folders: COMMAND_SOURCES,
    stampFile: join(root, 'dist', '.stamp'),
    isThere: () => existsSync(command),
    what: 'the command',
    args: [],
    put(aside) {
      for (const name of readdirSync(aside)) renameSync(join(aside, name), join(root, 'dist', name));
    },
    force,
  });
}

/** Builds the page, `dist/page/`, when a source changed since it was built. */
export function ensurePage({ force = false } = {}) {
  ensure({
    folders: PAGE_SOURCES,
    stampFile: join(root, 'dist', '.page-stamp'),
    isThere: () => existsSync(join(page, 'index.html')),
    what: 'the page',
    args: ['--config', join('playground', 'vite.config.ts'), '--emptyOutDir'],
    put(aside) {
      rmSync(page, { recursive: true, force: true });
      renameSync(aside, page);
    },
    force,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  const force = process.argv.includes('--build');
  ensureBuilt({ force });
  ensurePage({ force });
}
