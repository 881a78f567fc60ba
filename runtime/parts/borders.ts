const ENCODER = new TextEncoder();

/** The first members of all parts but the first, in order. */
export class Borders {
  readonly #names: readonly string[];
  readonly #bytes: readonly Uint8Array[];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#bytes = names.map((name) => ENCODER.encode(name));
  }

  get count(): number {
    return this.#names.length;
  }

  /** How many borders a member has reached. */
  placeOf(member: string): number {
    let [low, high] = [0, this.#names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (member < (this.#names[middle] ?? '')) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The same for a member of ASCII: its bytes stand to those of any text as its characters do. */
  placeOfAscii(bytes: Uint8Array, from: number, to: number): number {
    let low = 0;
    let high = this.#bytes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const border = this.#bytes[middle];
      if (border !== undefined && isBefore(bytes, from, to, border)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function isBefore(bytes: Uint8Array, from: number, to: number, border: Uint8Array): boolean {
  const size = Math.min(to - from, border.length);
  for (let at = 0; at < size; at += 1) {
    const [own, other] = [bytes[from + at] ?? 0, border[at] ?? 0];
    if (own !== other) return own < other;
  }
  return to - from < border.length;
}
