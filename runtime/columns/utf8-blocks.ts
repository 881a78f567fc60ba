import { type Chunks, joined, markOf } from '../history/index.ts';

/** Bytes are handed on in blocks of at least this size, however small the chunks are. */
const BLOCK = 1 << 18;

/**
 * A text file as blocks of UTF-8 without its byte-order mark, which decides over `encoding`. Bytes that are no text stay
 * as they are in UTF-8, and are U+FFFD from other encodings; the reader of rows rejects both.
 */
export async function* utf8Blocks(chunks: Chunks, encoding: string | undefined): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let convert: ((bytes: Uint8Array, last: boolean) => Uint8Array) | undefined;
  const next = (last: boolean): Uint8Array => {
    const bytes = joined(waiting, size);
    waiting = [];
    size = 0;
    if (convert === undefined) {
      const mark = markOf(bytes);
      convert = converter(mark ?? encoding ?? 'utf-8');
      return convert(mark === 'utf-8' ? bytes.subarray(3) : bytes, last);
    }
    return convert(bytes, last);
  };
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= BLOCK) yield next(false);
  }
  yield next(true);
}

function converter(encoding: string): (bytes: Uint8Array, last: boolean) => Uint8Array {
  const decoder = new TextDecoder(encoding);
  if (decoder.encoding === 'utf-8') return (bytes) => bytes;
  const encoder = new TextEncoder();
  return (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }));
}
