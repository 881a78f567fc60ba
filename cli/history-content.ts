import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileContent, RandomFile } from '../runtime/index.ts';

/** The text of a file as it is asked for; a Parquet file, which begins with its mark or is called so, part by part. */
export function contentOf(path: string): FileContent {
  return isParquet(path) ? randomFile(path) : createReadStream(path, { highWaterMark: 1 << 18 });
}

function isParquet(path: string): boolean {
  if (/\.parquet$/i.test(path)) return true;
  const file = openSync(path, 'r');
  try {
    const mark = Buffer.alloc(4);
    return readSync(file, mark, 0, 4, 0) === 4 && mark.toString('latin1') === 'PAR1';
  } finally {
    closeSync(file);
  }
}

/** A file is opened for each part, so that none is left open however a run ends. */
function randomFile(path: string): RandomFile {
  const byteLength = statSync(path).size;
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const file = await open(path, 'r');
      try {
        const part = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start));
        let filled = 0;
        while (filled < part.length) {
          const { bytesRead } = await file.read(part, filled, part.length - filled, start + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return part.buffer;
      } finally {
        await file.close();
      }
    },
  };
}
