/**
 * Texts as bytes and back. It is UTF-8, except that half of a surrogate pair (JSON can write one) keeps its own three
 * bytes: texts that differ stay different.
 */
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();
const LONE = /[\uD800-\uDFFF]/;
const REPLACED = '\uFFFD';
/** Shorter texts are made from their characters faster than by a decoder. */
const SHORT = 24;

export function encodeText(text: string): Uint8Array {
  if (!LONE.test(text)) return ENCODER.encode(text);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff)
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(...ENCODER.encode(char));
  }
  return Uint8Array.from(bytes);
}

export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= SHORT) {
    const short = shortText(bytes, from, to);
    if (short !== undefined) return short;
  }
  const text = DECODER.decode(bytes.subarray(from, to));
  return text.includes(REPLACED) ? withSurrogates(bytes, from, to) : text;
}

/** A short text of ASCII; undefined: it has other characters. */
function shortText(bytes: Uint8Array, from: number, to: number): string | undefined {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function withSurrogates(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  let start = from;
  for (let at = from; at + 2 < to; at += 1) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    if (first !== 0xed || second < 0xa0) continue;
    text += DECODER.decode(bytes.subarray(start, at));
    text += String.fromCharCode(((first & 15) << 12) | ((second & 63) << 6) | (third & 63));
    start = at + 3;
    at += 2;
  }
  return text + DECODER.decode(bytes.subarray(start, to));
}
