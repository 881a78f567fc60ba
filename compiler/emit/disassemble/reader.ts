/** What is wrong with a module's bytes, and at which byte. */
export interface ModuleFault {
  /** From the start of the module. */
  readonly offset: number;
  readonly message: string;
}

/**
 * Reads a range of bytes forward. The first thing that is wrong is kept, and from then on everything reads as 0 and as
 * ended: no byte makes it throw, and no count makes it run on.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #offset: number;
  #fault: ModuleFault | undefined;

  constructor(bytes: Uint8Array, from: number = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#offset = from;
    this.#end = end;
  }

  get offset(): number {
    return this.#offset;
  }

  get end(): number {
    return this.#end;
  }

  get fault(): ModuleFault | undefined {
    return this.#fault;
  }

  /** Nothing more can be read: the range is over, or something was wrong. */
  get done(): boolean {
    return this.#fault !== undefined || this.#offset >= this.#end;
  }

  fail(message: string, offset: number = this.#offset): void {
    this.#fault ??= { offset, message };
  }

  u8(what: string): number {
    if (this.#fault !== undefined) return 0;
    if (this.#offset >= this.#end) {
      this.fail(`the bytes end within ${what}`);
      return 0;
    }
    const byte = this.#bytes[this.#offset] ?? 0;
    this.#offset += 1;
    return byte;
  }

  /** Unsigned LEB128 of 32 bits. */
  u32(what: string): number {
    return Number(this.#leb(32, false, what));
  }

  s32(what: string): number {
    return Number(this.#leb(32, true, what));
  }

  s64(what: string): bigint {
    return this.#leb(64, true, what);
  }

  /** So many bytes as they are; none where there are fewer. */
  take(length: number, what: string): Uint8Array {
    if (this.#fault === undefined && length > this.#end - this.#offset) {
      this.fail(`${what} has ${length} bytes, of which ${this.#end - this.#offset} are there`);
    }
    if (this.#fault !== undefined) return new Uint8Array();
    const taken = this.#bytes.subarray(this.#offset, this.#offset + length);
    this.#offset += length;
    return taken;
  }

  /** A range of so many bytes as a reader of its own, behind which this one goes on. */
  part(length: number, what: string): Reader {
    const from = this.#offset;
    return new Reader(this.#bytes, from, from + this.take(length, what).length);
  }

  /** A name: its length, then UTF-8. */
  text(what: string): string {
    const length = this.u32(what);
    const from = this.#offset;
    const bytes = this.take(length, what);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      this.fail(`${what} is not UTF-8`, from);
      return '';
    }
  }

  /** Items behind their count; ends with the bytes, whatever the count says. */
  list<T>(what: string, read: (index: number) => T): readonly T[] {
    const count = this.u32(`the number of ${what}`);
    const items: T[] = [];
    while (items.length < count && this.#fault === undefined) {
      const item = read(items.length);
      // A fault leaves half an item.
      if (this.#fault === undefined) items.push(item);
    }
    return items;
  }

  #leb(bits: 32 | 64, signed: boolean, what: string): bigint {
    const from = this.#offset;
    let value = 0n;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.u8(what);
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if ((byte & 0x80) === 0) {
        const full = signed ? BigInt.asIntN(shift + 7, value) : value;
        const held = signed ? BigInt.asIntN(bits, full) : BigInt.asUintN(bits, full);
        if (held !== full) break;
        return this.#fault === undefined ? held : 0n;
      }
    }
    this.fail(`${what} does not fit ${bits} bits`, from);
    return 0n;
  }
}
