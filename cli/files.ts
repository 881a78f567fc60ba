import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Localized } from '../schema/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { gitFile, isGitPath } from './git-file.ts';

/** A file that was read as text, or why not. */
export type TextFile =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: Localized; readonly exit: ExitCode };

/** Why the system would not give a file. */
export function systemReason(code: string | undefined): Localized {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { en: 'there is no such file', ja: 'ファイルがありません' };
    case 'EISDIR':
      return {
        en: 'this is a folder; name the files in it',
        ja: 'フォルダーです。中のファイルを指定してください',
      };
    case 'EACCES':
    case 'EPERM':
      return { en: 'reading this file is not allowed', ja: 'このファイルを読む権限がありません' };
    default:
      return {
        en: `cannot be read (${code ?? 'unknown reason'})`,
        ja: `読めません（${code ?? '原因不明'}）`,
      };
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Bytes of a file: of the disk, or of a revision in git (`git:REVISION:PATH`). */
function bytesOf(path: string): Buffer | { readonly why: Localized } {
  if (isGitPath(path)) {
    const file = gitFile(path);
    if (file.kind === 'bytes') return file.bytes;
    return { why: file.kind === 'none' ? file.why : systemReason('EISDIR') };
  }
  try {
    return readFileSync(path);
  } catch (error) {
    return { why: systemReason(errorCode(error)) };
  }
}

/** Reads a file as UTF-8, as it is or as it was in git; a byte order mark is dropped. Never throws. */
export function readText(path: string): TextFile {
  const unreadable = (why: Localized, exit: ExitCode): TextFile => ({ kind: 'unreadable', path, why, exit });
  const bytes = bytesOf(path);
  if ('why' in bytes) return unreadable(bytes.why, EXIT.usage);
  if (bytes.includes(0)) {
    return unreadable({ en: 'this is not a text file', ja: 'テキストファイルではありません' }, EXIT.findings);
  }
  try {
    return { kind: 'text', path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return unreadable(
      { en: 'this is not UTF-8; save it as UTF-8', ja: 'UTF-8 ではありません。UTF-8 で保存してください' },
      EXIT.findings,
    );
  }
}

const HISTORY = /\.(?:jsonl|ndjson|csv|tsv|parquet)$/i;

/** Reads a document as {@link readText}; a file of rows is none, and is not read as one. */
export function readDocumentText(path: string): TextFile {
  const file = readText(path);
  if (!HISTORY.test(path) || (file.kind === 'unreadable' && file.exit === EXIT.usage)) return file;
  return {
    kind: 'unreadable',
    path,
    why: {
      en: `this is a history, not a document; \`kizuna run PROGRAM --history ${path}\` reads it`,
      ja: `文書ではなく履歴です。\`kizuna run プログラム --history ${path}\` で読み込みます`,
    },
    exit: EXIT.usage,
  };
}

/** A folder stands for the program in it. */
export function programPath(path: string): string {
  const inside = join(path, 'program.yaml');
  if (isGitPath(path)) return gitFile(path).kind === 'folder' ? inside : path;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() && existsSync(inside) ? inside : path;
}

/** The documents that a path stands for: of a program's folder all of them, scenarios too, the program first. */
export function documentsAt(path: string): readonly string[] {
  const program = programPath(path);
  if (program === path || isGitPath(path)) return [program];
  const beside = yamlIn(path).filter((each) => each !== program);
  return [program, ...beside, ...yamlIn(join(path, 'scenarios'))];
}

/** The YAML files of a folder, by name; none where there is no such folder. */
function yamlIn(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The YAML files of a folder on disk and of the scenarios' folder in it; undefined for what is no folder. */
export function yamlAt(path: string): readonly string[] | undefined {
  if (isGitPath(path) || !isFolder(path)) return undefined;
  return [...yamlIn(path), ...yamlIn(join(path, 'scenarios'))];
}

/** True when two paths lead to one regular file, by whatever name; a device (`/dev/null`) is no such file. */
export function sameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  if (one === undefined && other === undefined) return resolve(a) === resolve(b);
  return one?.isFile() === true && one.dev === other?.dev && one.ino === other.ino;
}
