const EMPTY = -1;

/**
 * Remembers which part the first row of each group went to, in a few bytes for each. Groups are told apart by 64 bits of
 * their key.
 */
export class GroupParts {
  #low = new Int32Array(1 << 12);
  #high = new Int32Array(1 << 12);
  #parts = new Int32Array(1 << 12).fill(EMPTY);
  #size = 0;

  /** The part of a group: where its first row went, else `part`, where this one goes. */
  partOf(key: string, part: number): number {
    const [low, high] = hashOf(key);
    const slot = this.#slot(low, high);
    const known = this.#parts[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#parts[slot] = part;
    this.#size += 1;
    if (this.#size * 2 > this.#parts.length) this.#grow();
    return part;
  }

  #slot(low: number, high: number): number {
    const mask = this.#parts.length - 1;
    let slot = (low ^ (high << 7)) & mask;
    while (this.#parts[slot] !== EMPTY && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [low, high, parts] = [this.#low, this.#high, this.#parts];
    this.#low = new Int32Array(low.length * 2);
    this.#high = new Int32Array(low.length * 2);
    this.#parts = new Int32Array(low.length * 2).fill(EMPTY);
    for (const [at, part] of parts.entries()) {
      if (part === EMPTY) continue;
      const slot = this.#slot(low[at] ?? 0, high[at] ?? 0);
      this.#low[slot] = low[at] ?? 0;
      this.#high[slot] = high[at] ?? 0;
      this.#parts[slot] = part;
    }
  }
}

/** Two hashes of 32 bits that share nothing but the text (multiply and mix, each with its own constants). */
function hashOf(key: string): readonly [number, number] {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high + code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (low >>> 16), 0x7feb352d);
  high = Math.imul(high ^ (high >>> 15), 0xc2b2ae35);
  return [low ^ (low >>> 15), high ^ (high >>> 16)];
}
