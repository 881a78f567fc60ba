import type { HistoryParts, HistorySummary } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { poolOf } from '../threads/index.ts';
import { prepareReading, type ReadingSetup, type ReadPart } from './part-work.ts';
import type { FolderStore, StoredPart } from './parts-store.ts';
import type { StoredChunk } from './stored-chunk.ts';

export interface StoredHistory {
  readonly summary: HistorySummary;
  readonly members: number;
  /** In order of members. */
  readonly chunks: readonly StoredChunk[];
}

export interface ReadingOptions {
  /** Threads that read; 0 = this one. */
  readonly workers: number;
  /** Rows of one chunk. */
  readonly rows: number;
  readonly onMembers: (members: number) => void;
}

/** Reads all parts of a history, each once; their chunks stand in the store's folder from then on, their rows do not. */
export async function readStored(
  plan: Plan,
  history: HistoryParts,
  store: FolderStore,
  { workers, rows, onMembers }: ReadingOptions,
): Promise<StoredHistory> {
  const chunks: StoredChunk[] = [];
  let members = 0;
  const setup: ReadingSetup = { kind: 'reading', plan, dealt: history.dealt, folder: store.folder, rows };
  const summary = await history.summaryOf(async (parts, take) => {
    const pool = poolOf<ReadingSetup, StoredPart, ReadPart>(Math.min(workers, parts), {
      setup,
      prepare: prepareReading,
      take(read) {
        if (read.kind === 'no-file') throw Object.assign(new Error(read.reason), { code: read.code });
        take(read.summary);
        members += read.members;
        chunks.push(...read.chunks);
        onMembers(members);
      },
      failed({ part }, { reason }) {
        throw new Error(`part ${part}: ${reason}`);
      },
      apart: () => undefined,
      limit: () => Number.POSITIVE_INFINITY,
    });
    try {
      for (let part = 0; part < parts; part += 1) await pool.submit({ part, bytes: store.sizeOf(part) });
      await pool.finish();
    } finally {
      pool.close();
    }
  });
  store.dropParts();
  return { summary, members, chunks };
}
