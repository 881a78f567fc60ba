/** Bits of a key of random numbers that two 32-bit hashes give. */
const HIGH_BITS = 2 ** 21;

/** A number below 2⁵³ that a text, as UTF-8, decides: two hashes after FNV-1a, mixed, so that similar texts have nothing in common. */
export function keyOfBytes(bytes: Uint8Array, from: number, to: number): number {
  let low = 0x811c9dc5;
  let high = 0x2c1b3c6d;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b);
  }
  return (mixed(high ^ (to - from)) % HIGH_BITS) * 2 ** 32 + mixed(low);
}

export function keyOfText(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return keyOfBytes(bytes, 0, bytes.length);
}

function mixed(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
