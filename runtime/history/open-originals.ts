/**
 * Remembers, per key, what is left of each of a row of originals, and finds the last one with enough left in
 * logarithmic time: all anonymous purchases of a shop may stand under one member.
 */
export class OpenOriginals<T> {
  readonly #trees = new Map<string, MaxTree<T>>();
  readonly #places = new Map<T, { readonly tree: MaxTree<T>; readonly index: number }>();

  /** Adds an original after all others of its key; less than zero = closed. */
  add(key: string, item: T, left: bigint): void {
    const tree = this.#trees.get(key) ?? new MaxTree<T>();
    this.#trees.set(key, tree);
    this.#places.set(item, { tree, index: tree.append(item, left) });
  }

  /** Tells what is left now; an original that was never added is none of ours. */
  change(item: T, left: bigint): void {
    const place = this.#places.get(item);
    place?.tree.set(place.index, left);
  }

  /** The last original of a key with at least so much left. */
  last(key: string, wanted: bigint): T | undefined {
    return this.#trees.get(key)?.lastAtLeast(wanted);
  }
}

const NONE = -1n;

/** Values in order, each inner node the greatest of its two children; node 1 is the root, leaves begin at `#leaves`. */
class MaxTree<T> {
  readonly #items: T[] = [];
  #leaves = 4;
  #nodes: bigint[] = new Array<bigint>(8).fill(NONE);

  append(item: T, value: bigint): number {
    const index = this.#items.length;
    if (index === this.#leaves) this.#grow();
    this.#items.push(item);
    this.set(index, value);
    return index;
  }

  set(index: number, value: bigint): void {
    let node = this.#leaves + index;
    this.#nodes[node] = value;
    for (node >>= 1; node >= 1; node >>= 1) this.#nodes[node] = this.#greater(node);
  }

  lastAtLeast(wanted: bigint): T | undefined {
    if (this.#at(1) < wanted) return undefined;
    let node = 1;
    while (node < this.#leaves) node = this.#at(2 * node + 1) >= wanted ? 2 * node + 1 : 2 * node;
    return this.#items[node - this.#leaves];
  }

  #grow(): void {
    const values = this.#nodes.slice(this.#leaves);
    this.#leaves *= 2;
    this.#nodes = new Array<bigint>(2 * this.#leaves).fill(NONE);
    values.forEach((value, index) => {
      this.#nodes[this.#leaves + index] = value;
    });
    for (let node = this.#leaves - 1; node >= 1; node -= 1) this.#nodes[node] = this.#greater(node);
  }

  #greater(node: number): bigint {
    const [left, right] = [this.#at(2 * node), this.#at(2 * node + 1)];
    if (left > right) return left;
    return right;
  }

  #at(node: number): bigint {
    return this.#nodes[node] ?? NONE;
  }
}
