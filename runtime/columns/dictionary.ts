import type { Layout } from '../../schema/index.ts';
import { TextTable } from './text-table.ts';

/** Words and texts of a program's histories by code; equal codes are equal texts. The layout's words come first. */
export class Dictionary {
  readonly #table = new TextTable();

  constructor(layout: Layout) {
    for (const word of layout.words) this.#table.add(word);
  }

  get size(): number {
    return this.#table.size;
  }

  /** Bytes of memory taken. */
  get footprint(): number {
    return this.#table.footprint;
  }

  codeOf(text: string): number {
    return this.#table.add(text);
  }

  textOf(code: number): string {
    return this.#table.text(code);
  }

  /** The code of the text whose UTF-8 stands at `from` (included) to `to` (excluded). */
  codeOfBytes(bytes: Uint8Array, from: number, to: number): number {
    return this.#table.addBytes(bytes, from, to);
  }
}
