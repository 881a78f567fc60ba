import type { ExitCode } from './exit.ts';
import { errorCode } from './files.ts';
import { StagedFile } from './staged-file.ts';
import type { Terminal } from './terminal/index.ts';
import { misuse } from './trouble.ts';

/** Where lines go: a file, or stdout for `-`. */
export interface Sink {
  write(line: string): void;
  /** Lines in UTF-8. */
  writeBytes(bytes: Uint8Array): void;
  close(): void;
}

const BLOCK = 1 << 16;

/** Opens a file for writing (`-` = stdout), or says why it cannot be. Lines are gathered into blocks. */
export function openSink(terminal: Terminal, path: string): Sink | { readonly exit: ExitCode } {
  if (path === '-') {
    // A mark at the start of a block is text, as it is anywhere else.
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return {
      write: (line) => terminal.out.write(line),
      writeBytes: (bytes) => terminal.out.write(decoder.decode(bytes)),
      close: () => undefined,
    };
  }
  let file: StagedFile;
  try {
    file = new StagedFile(path);
  } catch (error) {
    return { exit: notWritable(terminal, path, error) };
  }
  const encoder = new TextEncoder();
  let waiting = '';
  const flush = () => {
    file.write(encoder.encode(waiting));
    waiting = '';
  };
  return {
    write(line) {
      waiting += line;
      if (waiting.length >= BLOCK) flush();
    },
    writeBytes(bytes) {
      flush();
      file.write(bytes);
    },
    close() {
      flush();
      file.close();
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
