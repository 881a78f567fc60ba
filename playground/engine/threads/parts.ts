import { chunkFrom, chunkPart } from '../../../runtime/index.ts';
import type { Chunk, Layout } from '../../../schema/index.ts';
import type { Instead } from './contract.ts';
import type { HeldChunk } from './holdings.ts';

/** Some members of a chunk; `first`: number in the whole chunk of the first of them. */
export interface ChunkPart {
  readonly chunk: Chunk;
  readonly first: number;
}

/** A chunk, in parts where members are to be replaced; `instead`: of one reading. */
export function* partsOf(
  { number, chunk }: Pick<HeldChunk, 'number' | 'chunk'>,
  layout: Layout,
  instead: readonly Instead[],
): Generator<ChunkPart> {
  let done = 0;
  const own = instead.filter((each) => each.chunk === number);
  for (const { place, bytes } of own.sort((a, b) => a.place - b.place)) {
    if (place > done) yield { chunk: chunkPart(chunk, done, place), first: done };
    yield { chunk: chunkFrom(layout, bytes), first: place };
    done = place + 1;
  }
  if (done === 0) yield { chunk, first: 0 };
  else if (done < chunk.members) yield { chunk: chunkPart(chunk, done, chunk.members), first: done };
}
