/**
 * The bytes of a text file, piece by piece. Where rows were taken out of a file, `lines` says for each physical line of
 * what is left (from the first) which line of that file it was.
 */
export type Chunks = (AsyncIterable<Uint8Array> | Iterable<Uint8Array>) & {
  readonly lines?: Uint32Array | undefined;
};

/** Text is handed on in blocks of at least this many bytes, however small the chunks are. */
const BLOCK = 1 << 16;

/**
 * The text of a file, block by block. A byte-order mark decides over `encoding` (default UTF-8) and is left out; bytes
 * that are no text become U+FFFD, by which the reader knows the row.
 */
export async function* textOf(chunks: Chunks, encoding: string | undefined): AsyncGenerator<string> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  const decode = (last: boolean): string => {
    const bytes = joined(waiting, size);
    waiting = [];
    size = 0;
    decoder ??= new TextDecoder(markOf(bytes) ?? encoding ?? 'utf-8');
    return decoder.decode(bytes, { stream: !last });
  };
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= BLOCK) yield decode(false);
  }
  yield decode(true);
}

/** The parts as one run of bytes. */
export function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The encoding that a byte-order mark names. */
export function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

export function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}
