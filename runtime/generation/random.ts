/** Constants of splitmix32, whose outputs fill a state even from seeds that differ in one bit. */
const GOLDEN = 0x9e3779b9;

function mixed(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/**
 * A sequence of numbers in [0, 1) that its keys decide, by xoshiro128** (Blackman and Vigna, 2018), its state filled by
 * splitmix32. Sequences of different keys have nothing to do with each other. Keys are whole numbers from 0 up to 2⁵³.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(...keys: readonly number[]) {
    let state = 0;
    for (const key of keys) {
      state = mixed((state + GOLDEN) ^ (key >>> 0));
      state = mixed((state + GOLDEN) ^ Math.floor(key / 2 ** 32));
    }
    const word = () => {
      state = (state + GOLDEN) >>> 0;
      return mixed(state) | 0;
    };
    this.#a = word();
    this.#b = word();
    this.#c = word();
    // Odd, because a state of nothing but zeros would stay so.
    this.#d = word() | 1;
  }

  #word(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** 53 bits, in [0, 1). */
  next(): number {
    const high = this.#word() >>> 5;
    return (high * 2 ** 26 + (this.#word() >>> 6)) / 2 ** 53;
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** True in `share` of all cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }
}
