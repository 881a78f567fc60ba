import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileContent, Store } from '../../runtime/index.ts';
import { contentOf } from '../history-content.ts';

/** Parts of a history in a folder of its own among the temporary files. */
export interface FolderStore extends Store {
  readonly folder: string;
  /** Bytes that were dealt to a part. */
  sizeOf(part: number): number;
  /** Takes the parts away; what else stands in the folder stays. */
  dropParts(): void;
  /** Takes the folder away; nothing is left of it when the process ends otherwise, either. */
  remove(): void;
}

/** A process that is told to end ends as others do, and takes its files away first. */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

export function folderStore(): FolderStore {
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-parts-'));
  /** Bytes of each part that was dealt to. */
  const written = new Map<number, number>();
  const remove = () => {
    process.off('exit', remove);
    for (const [signal, end] of ends) process.off(signal, end);
    // A thread may be at writing until the process is gone; under another name it finds no folder to put a new file into.
    const gone = `${folder}.gone`;
    if (existsSync(folder)) renameSync(folder, gone);
    rmSync(gone, { recursive: true, force: true });
  };
  const ends = SIGNALS.map(([signal, exit]) => [signal, () => process.exit(exit)] as const);
  process.once('exit', remove);
  for (const [signal, end] of ends) process.once(signal, end);
  return {
    folder,
    // Opened for each block: a process may not have so many files open as a history has parts.
    append(part, bytes) {
      written.set(part, (written.get(part) ?? 0) + bytes.length);
      appendFileSync(partPath(folder, part), bytes);
    },
    sizeOf: (part) => written.get(part) ?? 0,
    read: (part) => partIn(folder, { part, bytes: written.get(part) ?? 0 }),
    dropParts() {
      for (const part of written.keys()) rmSync(partPath(folder, part));
      written.clear();
    },
    remove,
  };
}

function partPath(folder: string, part: number): string {
  return join(folder, String(part));
}

/** A part of a history by its number, and how large it is. */
export interface StoredPart {
  readonly part: number;
  readonly bytes: number;
}

/** A part in a store's folder. Throws, as for a file that cannot be read, where anything of it was taken away since. */
export function partIn(folder: string, { part, bytes }: StoredPart): Uint8Array {
  if (bytes === 0) return new Uint8Array(0);
  const content = readFileSync(partPath(folder, part));
  if (content.length === bytes) return content;
  throw Object.assign(new Error(`part ${part} has ${content.length} of ${bytes} bytes`), { code: 'EIO' });
}

/** A sample is the beginning of a file, and pieces from all over it. */
const HEAD = 1 << 18;
const PIECE = 1 << 14;
const PIECES = 128;

/** The first rows of a file and some from all over it; of a Parquet file some of its rows, and no more columns than tell whose they are. */
export function sampleOf(path: string): FileContent {
  const content = contentOf(path);
  if ('byteLength' in content) return { ...content, few: true };
  const { size } = statSync(path);
  const file = openSync(path, 'r');
  try {
    const head = piece(file, 0, HEAD);
    const pieces = [head.subarray(0, head.lastIndexOf(10) + 1)];
    const step = Math.max(PIECE, Math.floor((size - HEAD) / PIECES));
    for (let at = HEAD; at < size; at += step) {
      const bytes = piece(file, at, PIECE);
      pieces.push(bytes.subarray(bytes.indexOf(10) + 1, bytes.lastIndexOf(10) + 1));
    }
    return size <= HEAD ? [head] : pieces;
  } finally {
    closeSync(file);
  }
}

function piece(file: number, at: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  return bytes.subarray(0, readSync(file, bytes, 0, size, at));
}
