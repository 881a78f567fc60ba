import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { bytesOfChunk, chunkFrom } from '../../runtime/index.ts';
import type { Chunk, Layout } from '../../schema/index.ts';

/** A chunk to be replayed: at hand, or put into a file. */
export type GivenChunk =
  | { readonly kind: 'here'; readonly chunk: Chunk; readonly rows: number; readonly members: number }
  | StoredChunk;

/** Where a chunk stands in a file. */
export interface StoredChunk {
  readonly kind: 'stored';
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
  readonly rows: number;
  readonly members: number;
}

/** A chunk in memory, to be replayed. */
export function givenChunk(chunk: Chunk): GivenChunk {
  return { kind: 'here', chunk, rows: chunk.rows, members: chunk.members };
}

/** Puts chunks into a file, one after the other. */
export function storeChunks(file: string, chunks: Iterable<Chunk>): readonly StoredChunk[] {
  const stored: StoredChunk[] = [];
  const handle = openSync(file, 'w');
  try {
    let at = 0;
    for (const chunk of chunks) {
      const bytes = bytesOfChunk(chunk);
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
      stored.push({
        kind: 'stored',
        file,
        at,
        bytes: bytes.length,
        rows: chunk.rows,
        members: chunk.members,
      });
      at += bytes.length;
    }
  } finally {
    closeSync(handle);
  }
  return stored;
}

/** The chunk itself; a stored one is read by the layout that it was written in. */
export function chunkIn(layout: Layout, given: GivenChunk): Chunk {
  if (given.kind === 'here') return given.chunk;
  const bytes = new Uint8Array(given.bytes);
  const handle = openSync(given.file, 'r');
  try {
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(handle, bytes, done, bytes.length - done, given.at + done);
      if (read === 0) break;
      done += read;
    }
  } finally {
    closeSync(handle);
  }
  return chunkFrom(layout, bytes);
}
