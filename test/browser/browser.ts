import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../cli/command.ts';

/** A Chromium of this machine; where there is none, the project's own script installs one. */
export async function launch(): Promise<Browser> {
  const found = spawnSync(process.execPath, [join(root, 'scripts', 'browser.mjs')], { encoding: 'utf8' });
  const executablePath = found.stdout.trim();
  if (found.status !== 0) throw new Error(found.stderr);
  return await chromium.launch({ executablePath });
}
