import { closeSync, openSync, writeSync } from 'node:fs';
import type { ExitCode } from './exit.ts';
import { errorCode } from './files.ts';
import type { Terminal } from './terminal/index.ts';
import { misuse } from './trouble.ts';

/** Where lines go: a file, or stdout for `-`. */
export interface Sink {
  write(line: string): void;
  close(): void;
}

const BLOCK = 1 << 16;

/** Opens a file for writing (`-` = stdout), or says why it cannot be. Lines are gathered into blocks. */
export function openSink(terminal: Terminal, path: string): Sink | { readonly exit: ExitCode } {
  if (path === '-') return { write: (line) => terminal.out.write(line), close: () => undefined };
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch (error) {
    return { exit: notWritable(terminal, path, error) };
  }
  let waiting = '';
  const flush = () => {
    writeSync(file, waiting);
    waiting = '';
  };
  return {
    write(line) {
      waiting += line;
      if (waiting.length >= BLOCK) flush();
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}

/** Says that a file could not be opened for writing. */
export function notWritable(terminal: Terminal, path: string, error: unknown): ExitCode {
  const code = errorCode(error) ?? '';
  return misuse(terminal, {
    en: `${path}: cannot be written (${code})`,
    ja: `${path}: 書き込めません（${code}）`,
  });
}
