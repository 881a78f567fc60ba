/** Members whose histories the models look at; a larger membership is represented by as many. */
export const SAMPLE = 30_000;

/** Numbers of one member: hash of the id, repeat days, days from the first to the last, days to the end, amount of the repeat days. */
const WIDTH = 5;

/** A member in a sample: times in days, amounts in the smallest unit of the field. */
export interface SampledBuyer {
  readonly hash: number;
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
  /** Amount of the repeat days. */
  readonly repeated: number;
}

/** Spreads 53 bits over the ids, the same for every order and division of the members. */
export function hashOf(id: string): number {
  let high = 0x811c9dc5;
  let low = 0x2545f491;
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) ^ (low >>> 13);
  }
  high = Math.imul(high ^ (high >>> 16) ^ low, 0x21f0aaad);
  low = Math.imul(low ^ (low >>> 15) ^ (high >>> 7), 0x735a2d97);
  return ((high >>> 0) & 0x1f_ffff) * 2 ** 32 + ((low ^ (low >>> 15)) >>> 0);
}

/**
 * The members whose ids hash lowest: a sample that does not depend on their order, nor on how they were dealt out, in memory
 * that does not grow with them.
 */
export class BuyerSample {
  readonly #size: number;
  #numbers: Float64Array;
  #count = 0;
  /** Nobody above it is among the lowest. */
  #limit = Number.POSITIVE_INFINITY;

  constructor(size: number) {
    this.#size = size;
    this.#numbers = new Float64Array(WIDTH * Math.min(size, 256));
  }

  add({ hash, frequency, recency, age, repeated }: SampledBuyer): void {
    if (hash > this.#limit) return;
    const at = WIDTH * this.#count;
    if (at === this.#numbers.length) {
      const wider = new Float64Array(2 * at);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers.set([hash, frequency, recency, age, repeated], at);
    this.#count += 1;
    if (this.#count >= 2 * this.#size) this.#keep(this.#lowest());
  }

  addAll(numbers: Float64Array): void {
    for (const buyer of buyersIn(numbers)) this.add(buyer);
  }

  /** The sample as numbers, in order of the hashes. */
  get numbers(): Float64Array<ArrayBuffer> {
    return packed(this.#lowest());
  }

  #lowest(): readonly SampledBuyer[] {
    const all = [...buyersIn(this.#numbers.subarray(0, WIDTH * this.#count))];
    return all.sort(inOrder).slice(0, this.#size);
  }

  #keep(buyers: readonly SampledBuyer[]): void {
    this.#numbers.set(packed(buyers));
    this.#count = buyers.length;
    this.#limit = buyers.at(-1)?.hash ?? this.#limit;
  }
}

/** By hash; two ids of one hash by what they did, so that the order is always the same. */
function inOrder(a: SampledBuyer, b: SampledBuyer): number {
  return (
    a.hash - b.hash ||
    a.frequency - b.frequency ||
    a.recency - b.recency ||
    a.age - b.age ||
    a.repeated - b.repeated
  );
}

function packed(buyers: readonly SampledBuyer[]): Float64Array<ArrayBuffer> {
  const numbers = new Float64Array(WIDTH * buyers.length);
  buyers.forEach(({ hash, frequency, recency, age, repeated }, index) => {
    numbers.set([hash, frequency, recency, age, repeated], WIDTH * index);
  });
  return numbers;
}

/** The members of a sample. */
export function* buyersIn(numbers: Float64Array): Generator<SampledBuyer> {
  for (let at = 0; at + WIDTH <= numbers.length; at += WIDTH) {
    const [hash = 0, frequency = 0, recency = 0, age = 0, repeated = 0] = numbers.subarray(at, at + WIDTH);
    yield { hash, frequency, recency, age, repeated };
  }
}
