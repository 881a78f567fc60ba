import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command as a shell would: its own process, no terminal, only the environment given. */
export function kizuna(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = root): Ran {
  const done = spawnSync(process.execPath, [join(root, 'dist', 'kizuna.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { exit: done.status, out: done.stdout, err: done.stderr };
}

/** A folder with some files in it; `remove` takes it away. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'kizuna-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A small program: a star per 100 JPY, doubled in words for silver, a cup for 10. */
export const CLUB = `kizuna: 1
program: club
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
points:
  star: {}
parameters:
  yen_per_star: 100 JPY
tiers:
  status:
    base: regular
    levels:
      silver:
        reach: sum(purchase.amount during this year) >= 3_000 JPY
        until: end_of(year, reached + 1 year)
rules:
  base:
    on: purchase
    give: 1 star per yen_per_star of amount
    limit: 30 stars per month
    builds: economic
  bonus:
    on: purchase
    when: tier(status) >= silver and amount >= 1_000 JPY
    give: 5 stars
    limit: 1 per day
    builds: economic
rewards:
  cup: { price: 10 stars, worth: 100 JPY, expense: 50 JPY, builds: economic }
`;

/** Two members; one row that does not fit. */
export const HISTORY = [
  { member: 'm1', at: '2026-05-01T10:00', type: 'purchase', id: 'e1', amount: 2000 },
  { member: 'm1', at: '2026-05-02T10:00', type: 'purchase', id: 'e2', amount: 2000 },
  { member: 'm1', at: '2026-05-03T10:00', type: 'purchase', id: 'e3', amount: 500 },
  { member: 'm1', at: '2026-05-04T10:00', type: 'refund', id: 'r1', of: 'e9', amount: 500 },
  { member: 'm2', at: '2026-05-05T10:00', type: 'purchase', id: 'f1', amount: 1550 },
  { member: 'm2', at: '2026-05-06T10:00', type: 'redeem', id: 'f2', reward: 'cup' },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');
