/** Programs travel in the part of an address that browsers keep to themselves: no server ever sees it. */
const MARK = '#p=';

/** Longer links are cut by mail and chat; a file carries what does not fit. */
export const LONGEST_LINK = 8000;

/** More than a program with all that belongs to it; what unpacks to more was made to fill memory. */
const MOST_BYTES = 4_000_000;

/** Throws where more comes out of it than anybody would have put in. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>)
    .getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error('too large for a link');
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What a link says after its address: the text, compressed. */
export async function packLink(text: string): Promise<string> {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `${MARK}${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The text in a link: `none` where it holds nothing of ours, `broken` where it was cut or changed on its way. */
export async function unpackLink(
  hash: string,
): Promise<{ readonly kind: 'none' | 'broken' } | { readonly kind: 'text'; readonly text: string }> {
  if (!hash.startsWith(MARK)) return { kind: 'none' };
  try {
    const binary = atob(hash.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (each) => each.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream('deflate-raw'));
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'broken' };
  }
}
