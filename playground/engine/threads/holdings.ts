import {
  bytesOfChunk,
  type ColumnsRead,
  chunkFrom,
  chunkPart,
  type Dictionary,
  membersOf,
  readColumns,
  textAt,
} from '../../../runtime/index.ts';
import { type Chunk, type Layout, layoutOf, type Plan } from '../../../schema/index.ts';
import type { BlockMaker } from './block-maker.ts';
import type { MemberFound, PieceRead } from './contract.ts';

/** A chunk that a thread holds; the dictionary is missing where the engine itself has it. */
export interface HeldChunk {
  readonly number: number;
  readonly chunk: Chunk;
  readonly dictionary: Dictionary | undefined;
}

/** The history as one program reads it: the chunks of it that this thread holds, in their order. */
export interface HeldReading {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly chunks: HeldChunk[];
}

/** What generated rows are called where they are named. */
const GENERATED = 'generated.csv';

const ENCODER = new TextEncoder();
const ALL = { rows: Number.POSITIVE_INFINITY };

/** The part of a history that one thread holds. */
export class Holdings {
  readonly #readings = new Map<number, HeldReading>();
  /** Rows of generated blocks: the browser keeps them outside of the memory of scripts. */
  readonly #blocks = new Map<number, Blob>();
  maker: BlockMaker | undefined;

  reading(number: number): HeldReading {
    const reading = this.#readings.get(number);
    if (reading === undefined) throw new RangeError(`no reading ${number}`);
    return reading;
  }

  drop(readings: readonly number[]): void {
    for (const number of readings) this.#readings.delete(number);
  }

  /** Takes chunks of a reading, as bytes, which must have memory of their own. */
  take(
    number: number,
    plan: Plan,
    chunks: readonly { readonly chunk: number; readonly bytes: Uint8Array<ArrayBuffer> }[],
  ): void {
    const reading = this.#begin(number, plan);
    for (const { chunk, bytes } of chunks)
      reading.chunks.push({
        number: chunk,
        chunk: chunkFrom(reading.layout, bytes),
        dictionary: undefined,
      });
  }

  /** Makes a block of members up and reads it as reading 0. */
  async make(
    block: number,
    first: number,
    members: number,
    mostRows: number,
    plan: Plan,
  ): Promise<PieceRead> {
    if (this.maker === undefined) throw new Error('nothing is ready to make members up');
    const { parts } = this.maker.make(first, members, mostRows);
    this.#blocks.set(block, new Blob([...parts]));
    return this.#read(this.#begin(0, plan), block, parts);
  }

  unmake(blocks: readonly number[]): void {
    for (const block of blocks) {
      this.#blocks.delete(block);
      for (const { chunks } of this.#readings.values()) {
        const place = chunks.findIndex(({ number }) => number === block);
        if (place >= 0) chunks.splice(place, 1);
      }
    }
  }

  /** Reads all blocks as a program reads them, one after the other; `next` waits between two. */
  async readAll(
    number: number,
    plan: Plan,
    next: (events: number) => Promise<void>,
  ): Promise<readonly PieceRead[]> {
    const reading = readingFor(plan);
    const pieces: PieceRead[] = [];
    for (const [block, blob] of [...this.#blocks].sort(([a], [b]) => a - b)) {
      const piece = await this.#read(reading, block, [new Uint8Array(await blob.arrayBuffer())]);
      pieces.push(piece);
      await next(piece.rows);
    }
    // Only what is complete is held: figures of some of the blocks would look like those of all.
    this.#readings.set(number, reading);
    return pieces;
  }

  /** A member by id; undefined: not in the chunks of this thread. */
  member(number: number, member: string): MemberFound | undefined {
    const { plan, layout, chunks } = this.reading(number);
    for (const { number: held, chunk, dictionary } of chunks) {
      const place = placeOf(chunk, member);
      if (place < 0) continue;
      const at = { chunk: held, place };
      const only = chunkPart(chunk, place, place + 1);
      if (dictionary === undefined) return { ...at, kind: 'chunk', bytes: bytesOfChunk(only) };
      const [history] = membersOf(plan, layout, dictionary, only);
      return history && { ...at, kind: 'history', history };
    }
    return undefined;
  }

  #begin(number: number, plan: Plan): HeldReading {
    const known = this.#readings.get(number);
    if (known !== undefined) return known;
    const reading = readingFor(plan);
    this.#readings.set(number, reading);
    return reading;
  }

  async #read(reading: HeldReading, block: number, bytes: readonly Uint8Array[]): Promise<PieceRead> {
    const head = ENCODER.encode(this.maker?.head ?? '');
    const again = () => [head, ...bytes];
    const columns = await readColumns(reading.plan, [{ name: GENERATED, chunks: again() }], { again });
    for (const chunk of columns.chunks(ALL)) {
      const held: HeldChunk = {
        number: block,
        chunk: chunkFrom(reading.layout, bytesOfChunk(chunk)),
        dictionary: columns.dictionary,
      };
      const place = reading.chunks.findIndex((other) => other.number > block);
      reading.chunks.splice(place < 0 ? reading.chunks.length : place, 0, held);
    }
    return pieceOf(block, columns);
  }
}

function readingFor(plan: Plan): HeldReading {
  return { plan, layout: layoutOf(plan), chunks: [] };
}

/** Number of a member among those of a chunk, which stand in the order of their ids; −1: it is not there. */
function placeOf({ members, memberIds }: Chunk, member: string): number {
  let [low, high] = [0, members];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (textAt(memberIds, middle) < member) low = middle + 1;
    else high = middle;
  }
  return low < members && textAt(memberIds, low) === member ? low : -1;
}

function pieceOf(chunk: number, read: ColumnsRead): PieceRead {
  const { members, events, rows, accepted, rejected, ignored, ties, firstEvent, firstDay, lastDay } = read;
  return { chunk, members, events, rows, accepted, rejected, ignored, ties, firstEvent, firstDay, lastDay };
}
