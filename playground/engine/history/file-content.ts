import type { FileContent, RandomFile } from '../../../runtime/index.ts';
import type { HistoryFile } from '../../contract/index.ts';

/** Bytes that are read at a time. */
const BLOCK = 1 << 20;
const MARK = 'PAR1';

/** The content of a file, as often as it is asked for; nothing is kept of what was read. */
export interface OpenFile {
  readonly name: string;
  readonly size: number;
  readonly content: () => FileContent;
}

/** Opens a file: a Parquet file, which begins with its mark or is called so, is read here and there. Rejects where it cannot be read. */
export async function openFile(file: HistoryFile): Promise<OpenFile> {
  const { name, size } = file;
  const head = new Uint8Array(await file.slice(0, MARK.length).arrayBuffer());
  const isParquet = /\.parquet$/i.test(name) || String.fromCharCode(...head) === MARK;
  return { name, size, content: () => (isParquet ? randomFile(file) : blocksOf(file)) };
}

function randomFile(file: HistoryFile): RandomFile {
  return {
    byteLength: file.size,
    slice: (start, end = file.size) => file.slice(start, Math.min(end, file.size)).arrayBuffer(),
  };
}

function blocksOf(file: HistoryFile): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < file.size; at += BLOCK)
        yield new Uint8Array(await file.slice(at, Math.min(file.size, at + BLOCK)).arrayBuffer());
    },
  };
}
