// Finds a Chromium for the tests of pages, and installs one where there is none and it may: `node scripts/browser.mjs` prints its path.
// In this order: KIZUNA_CHROMIUM, the system's own, Playwright's cache; then Debian's package (as root, or by `sudo -n`), then
// Playwright's download. Plain Node, so that it can run before anything is installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};
/** Where Playwright keeps its Chromium inside a folder of its cache. */
const CACHED = [
  ['chrome-linux', 'chrome'],
  ['chrome-linux64', 'chrome'],
  ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
  ['chrome-mac-arm64', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
  ['chrome-win', 'chrome.exe'],
  ['chrome-win64', 'chrome.exe'],
];
/** The Japanese font is part of it: a page in Japanese without one is a page of empty boxes. */
const PACKAGES = ['chromium', 'fonts-noto-cjk'];
const LONGEST_INSTALL = 10 * 60 * 1000;

const say = (text) => process.stderr.write(`kizuna: ${text}\n`);

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function cacheOfPlaywright() {
  const own = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (own === '0') return join(root, 'node_modules', 'playwright-core', '.local-browsers');
  if (own) return own;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ms-playwright');
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
}

/** The newest Chromium of Playwright's cache. */
function cached() {
  const cache = cacheOfPlaywright();
  if (!existsSync(cache)) return undefined;
  const revision = (name) => Number(name.slice(name.lastIndexOf('-') + 1));
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((name) => CACHED.map((inside) => join(cache, name, ...inside)))
    .find(isProgram);
}

/** The path of a Chromium of this machine, or undefined. What KIZUNA_CHROMIUM names is taken at its word. */
export function findBrowser() {
  const stated = process.env.KIZUNA_CHROMIUM;
  if (stated) return isProgram(stated) ? stated : onPath(stated);
  for (const name of COMMANDS) {
    const found = onPath(name);
    if (found !== undefined) return found;
  }
  return (PLACES[process.platform] ?? []).find(isProgram) ?? cached();
}

/** Runs an installer with its output on stderr; true when it went well. */
function run(program, args, env = {}) {
  const done = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    timeout: LONGEST_INSTALL,
  });
  return done.status === 0;
}

function installPackage() {
  if (process.platform !== 'linux' || onPath('apt-get') === undefined) return;
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? undefined : onPath('sudo');
  if (!isRoot && (sudo === undefined || !run(sudo, ['-n', 'true']))) return;
  say(`installing ${PACKAGES.join(' and ')} for the tests of pages (once)`);
  const settings = 'DEBIAN_FRONTEND=noninteractive';
  const apt = (...args) =>
    isRoot
      ? run('env', [settings, 'apt-get', '-qq', ...args])
      : run(sudo, ['-n', 'env', settings, 'apt-get', '-qq', ...args]);
  // An index that cannot be refreshed may still do.
  apt('update');
  apt('install', '--yes', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...PACKAGES);
}

function download() {
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
  if (!existsSync(cli)) return;
  say('downloading a Chromium by Playwright for the tests of pages (once)');
  run(process.execPath, [cli, 'install', 'chromium']);
}

/** As {@link findBrowser}, after installing one where there is none; undefined where that cannot be done, which it says. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.env.KIZUNA_CHROMIUM) {
    say(`KIZUNA_CHROMIUM names no program: ${process.env.KIZUNA_CHROMIUM}`);
    return undefined;
  }
  for (const install of [installPackage, download]) {
    install();
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  say('no Chromium could be found or installed: install one, or name one in KIZUNA_CHROMIUM');
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = ensureBrowser();
  if (path === undefined) process.exit(1);
  process.stdout.write(`${path}\n`);
}
