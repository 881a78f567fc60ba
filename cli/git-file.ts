import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Localized } from '../schema/index.ts';

const FORM = /^git:([^:]+):(.+)$/;
const MOST_BYTES = 64 << 20;

/** A file as git keeps it, or why it does not give it. */
export type GitFile =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'folder' }
  | { readonly kind: 'none'; readonly why: Localized };

/** True for `git:REVISION:PATH`: a file of a repository as it was. */
export function isGitPath(path: string): boolean {
  return path.startsWith('git:');
}

/** A file named from the folder of another one, of the same revision where that is one of git. */
export function besideOf(path: string, named: string): string {
  const [, revision, file = ''] = FORM.exec(path) ?? [];
  const from = (own: string): string => (isAbsolute(named) ? named : join(dirname(own), named));
  return revision === undefined ? from(path) : `git:${revision}:${from(file)}`;
}

/** A folder of the repository, and the file from there, as git wants it. */
function placeOf(path: string): { readonly folder: string; readonly file: string } {
  // Without `./` git takes a path from the top of the repository, and `..` for a name.
  if (!isAbsolute(path)) return { folder: '.', file: `./${path}` };
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return { folder, file: `./${relative(folder, path)}` };
}

function git(folder: string, ...args: readonly string[]): Buffer {
  return execFileSync('git', ['-C', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: MOST_BYTES,
    env: { ...process.env, LC_ALL: 'C' },
  });
}

function refusal(error: unknown, revision: string, path: string): Localized {
  const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: unknown };
  if (code === 'ENOENT') return { en: 'git is not installed here', ja: 'git がインストールされていません' };
  const said = String(stderr ?? '');
  if (/not a git repository/i.test(said))
    return { en: 'there is no git repository here', ja: 'ここは git リポジトリではありません' };
  if (/does not exist in|exists on disk, but not in|is outside repository/i.test(said))
    return {
      en: `\`${path}\` is not in revision \`${revision}\``,
      ja: `リビジョン \`${revision}\` に \`${path}\` はありません`,
    };
  if (
    /unknown revision|invalid object name|bad revision|not a valid object name|ambiguous argument/i.test(said)
  )
    return {
      en: `git knows no revision \`${revision}\``,
      ja: `git にリビジョン \`${revision}\` はありません`,
    };
  const [first = 'unknown reason'] = said.trim().split('\n');
  return { en: `git does not give it (${first})`, ja: `git から読み出せません（${first}）` };
}

/** Asks git for a file by `git:REVISION:PATH`, the path from the present folder. Never throws. */
export function gitFile(written: string): GitFile {
  const [, revision = '', path = ''] = FORM.exec(written) ?? [];
  if (path === '' || revision.startsWith('-'))
    return {
      kind: 'none',
      why: {
        en: 'write `git:REVISION:PATH`, such as `git:main:programs/tea-house`',
        ja: '`git:main:programs/tea-house` のように `git:リビジョン:パス` と書いてください',
      },
    };
  const { folder, file } = placeOf(path);
  const object = `${revision}:${file}`;
  try {
    const type = git(folder, 'cat-file', '-t', object).toString().trim();
    if (type === 'tree') return { kind: 'folder' };
    return { kind: 'bytes', bytes: git(folder, 'cat-file', 'blob', object) };
  } catch (error) {
    return { kind: 'none', why: refusal(error, revision, path) };
  }
}
