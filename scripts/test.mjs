// `npm test`: sets up what is missing (packages, the command, the page, a Chromium), then runs every test. Arguments go to vitest:
// `npm test -- test/cli`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt, ensureInstalled, ensurePage, root } from './setup.mjs';

const asked = process.argv.slice(2);
const files = asked.filter((argument) => /^(test\b|\.{0,2}\/)|\.test\.ts$|^browser/.test(argument));
/** Only tests of pages need a browser: whoever names other files need not have one. */
const needsBrowser = files.length === 0 || files.some((file) => file.includes('browser') || file === 'test');

ensureInstalled();
ensureBuilt();
if (needsBrowser) ensurePage();
const browser = needsBrowser ? ensureBrowser() : undefined;
const done = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...asked],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: browser === undefined ? process.env : { ...process.env, KIZUNA_CHROMIUM: browser },
  },
);
process.exit(done.status ?? 1);
