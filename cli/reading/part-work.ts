import { join } from 'node:path';
import { type DealtHistory, type PartSummary, readPart, type Work, Zones } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { errorCode } from '../files.ts';
import { partIn, type StoredPart } from './parts-store.ts';
import { type StoredChunk, storeChunks } from './stored-chunk.ts';

/** What each thread that reads parts is told once. */
export interface ReadingSetup {
  readonly kind: 'reading';
  readonly plan: Plan;
  readonly dealt: DealtHistory;
  /** Where the parts are, and their chunks are to be put. */
  readonly folder: string;
  /** Rows of one chunk. */
  readonly rows: number;
}

/** What came of one part. */
export type ReadPart =
  | {
      readonly kind: 'read';
      readonly summary: PartSummary;
      readonly members: number;
      readonly chunks: readonly StoredChunk[];
    }
  /** A file could not be read or written, in the words of the machine. */
  | { readonly kind: 'no-file'; readonly code: string; readonly reason: string };

/** Gets a thread ready; it then reads one part after the other, and puts its chunks into a file. */
export function prepareReading({ plan, dealt, folder, rows }: ReadingSetup): Work<StoredPart, ReadPart> {
  const zones = new Zones();
  return async (stored) => {
    try {
      const { summary, columns } = await readPart(plan, dealt, partIn(folder, stored), zones);
      const chunks = storeChunks(join(folder, `${stored.part}.chunks`), columns.chunks({ rows }));
      return { result: { kind: 'read', summary, members: columns.members, chunks }, transfer: [] };
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined || !(error instanceof Error)) throw error;
      return { result: { kind: 'no-file', code, reason: error.message }, transfer: [] };
    }
  };
}
