import { readFileSync } from 'node:fs';
import type { Localized } from '../schema/index.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** A file that was read as text, or why not. */
export type TextFile =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: Localized; readonly exit: ExitCode };

function systemReason(code: string | undefined): Localized {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { en: 'there is no such file', ja: 'ファイルがありません' };
    case 'EISDIR':
      return {
        en: 'this is a folder; name a file in it',
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

/** Reads a file as UTF-8; a byte order mark is dropped. Never throws. */
export function readText(path: string): TextFile {
  const unreadable = (why: Localized, exit: ExitCode): TextFile => ({ kind: 'unreadable', path, why, exit });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return unreadable(systemReason(errorCode(error)), EXIT.usage);
  }
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
