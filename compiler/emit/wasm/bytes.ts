/** A growing run of bytes, with the integer forms of the WebAssembly binary format. */
export class Bytes {
  #buffer = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    if (this.#length === this.#buffer.length) this.#grow(1);
    this.#buffer[this.#length] = value;
    this.#length += 1;
  }

  raw(bytes: Uint8Array | readonly number[]): void {
    if (this.#length + bytes.length > this.#buffer.length) this.#grow(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Unsigned LEB128. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 128) + 0x80);
      rest = Math.floor(rest / 128);
    }
    this.u8(rest);
  }

  /** Signed LEB128 of an integer of 32 bits. */
  signed32(value: number): void {
    let rest = value;
    while (rest < -64 || rest > 63) {
      this.u8((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.u8(rest & 0x7f);
  }

  /** Signed LEB128. */
  signed(value: bigint): void {
    const short = Number(value);
    // What has 32 bits needs no arithmetic of bigints.
    if (short === (short | 0)) {
      this.signed32(short);
      return;
    }
    let rest = value;
    while (rest < -64n || rest > 63n) {
      this.u8(Number(BigInt.asUintN(7, rest)) | 0x80);
      rest >>= 7n;
    }
    this.u8(Number(BigInt.asUintN(7, rest)));
  }

  /** A name: its length in bytes, then UTF-8. */
  text(value: string): void {
    if (!isAscii(value)) {
      this.sized(new TextEncoder().encode(value));
      return;
    }
    this.unsigned(value.length);
    for (let i = 0; i < value.length; i += 1) this.u8(value.charCodeAt(i));
  }

  /** Bytes behind their length. */
  sized(bytes: Uint8Array): void {
    this.unsigned(bytes.length);
    this.raw(bytes);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  #grow(more: number): void {
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + more));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
