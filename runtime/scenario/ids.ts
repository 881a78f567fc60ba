import type { TextPool } from '../../schema/index.ts';
import { textAt } from '../columns/index.ts';

/** Ids of the events of a changed history: an event that is there once more has an id of its own. Made when they are asked for. */
export class AlteredIds implements TextPool {
  readonly #ids: TextPool;
  readonly #source: Int32Array;
  #made: TextPool | undefined;

  constructor(ids: TextPool, source: Int32Array) {
    this.#ids = ids;
    this.#source = source;
  }

  get bytes(): Uint8Array {
    return this.#all.bytes;
  }

  get ends(): Uint32Array {
    return this.#all.ends;
  }

  get #all(): TextPool {
    this.#made ??= this.#make();
    return this.#made;
  }

  #make(): TextPool {
    const taken = new Set(Array.from(this.#ids.ends, (_, row) => textAt(this.#ids, row)));
    const used = new Set<number>();
    const texts = Array.from(this.#source, (row) => {
      const id = textAt(this.#ids, row);
      if (!used.has(row)) {
        used.add(row);
        return id;
      }
      for (let copy = 2; ; copy += 1) {
        const own = `${id}~${copy}`;
        if (taken.has(own)) continue;
        taken.add(own);
        return own;
      }
    });
    const encoded = texts.map((text) => new TextEncoder().encode(text));
    const bytes = new Uint8Array(encoded.reduce((sum, each) => sum + each.length, 0));
    const ends = new Uint32Array(encoded.length);
    let at = 0;
    encoded.forEach((each, row) => {
      bytes.set(each, at);
      at += each.length;
      ends[row] = at;
    });
    return { bytes, ends };
  }
}
