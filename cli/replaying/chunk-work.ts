import {
  type Answer,
  type Batch,
  ChunkTally,
  type ChunkTotals,
  CompiledProgram,
  membersIn,
  type Studies,
} from '../../runtime/index.ts';
import type {
  Chunk,
  Day,
  LedgerRow,
  Manifest,
  MemberError,
  MemberOutcome,
  Plan,
} from '../../schema/index.ts';
import { outcomeLine } from '../ledger-file.ts';
import type { LedgerFormat } from '../ledger-text.ts';
import { chunkIn, type GivenChunk } from '../reading/index.ts';
import { LedgerBytes } from './ledger-bytes.ts';
import type { Shown } from './replay.ts';

/** What each thread is told once. */
export interface ReplaySetup {
  readonly kind: 'replay';
  readonly module: WebAssembly.Module;
  readonly plan: Plan;
  readonly until: Day;
  readonly ledger: LedgerFormat | 'parquet' | undefined;
  readonly outcomes: boolean;
  readonly shown: Shown;
  /** False: no rows are made. */
  readonly withLedger: boolean;
  readonly studies?: Studies | undefined;
}

/** Rows and outcomes as the module wrote them, out of its memory. */
export interface KeptBatch {
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly rowCount: number;
  readonly outcomes: Uint8Array<ArrayBuffer>;
  readonly outcomeCount: number;
  readonly errors: ReadonlyMap<number, MemberError>;
}

/** What came of one chunk. */
export interface ReplayedChunk extends ChunkTotals {
  readonly firstRows: readonly LedgerRow[];
  readonly firstMembers: readonly MemberOutcome[];
  /** Lines of the files that were asked for. */
  readonly ledger: readonly Uint8Array<ArrayBuffer>[];
  readonly outcomes: readonly Uint8Array<ArrayBuffer>[];
  /** Where the ledger is of columns. */
  readonly batches: readonly KeptBatch[];
}

/** Gets a thread ready; it then replays one chunk after the other. `look` sees each batch before the next is made. */
export function prepareReplay(
  setup: ReplaySetup,
  look?: (batch: Batch) => void,
): (given: GivenChunk) => Answer<ReplayedChunk> {
  const { plan, until, ledger, shown, withLedger } = setup;
  const program = new CompiledProgram(setup.module);
  const text =
    ledger === undefined || ledger === 'parquet' ? undefined : new LedgerBytes(program.manifest, ledger);
  return (given) => {
    const chunk = chunkIn(program.manifest.layout, given);
    const tally = new ChunkTally(plan, until, chunk, setup.studies);
    const firstRows: LedgerRow[] = [];
    const firstMembers: MemberOutcome[] = [];
    const outcomes = new Lines();
    const batches: KeptBatch[] = [];
    for (const batch of program.replay(chunk, until, { totals: true, ledger: withLedger })) {
      tally.batch(batch);
      look?.(batch);
      text?.add(batch);
      if (ledger === 'parquet') batches.push(keptBatch(batch));
      for (const { rows: ownRows, outcome } of membersWanted(batch, setup, firstMembers, firstRows)) {
        if (setup.outcomes) outcomes.add(outcomeLine(plan, outcome));
        for (const row of ownRows) if (firstRows.length < shown.rows) firstRows.push(row);
        if (firstMembers.length < shown.members) firstMembers.push(outcome);
      }
    }
    const result = {
      ...tally.totals(program),
      firstRows,
      firstMembers,
      ledger: text?.take() ?? [],
      outcomes: outcomes.blocks(),
      batches,
    };
    const transfer = [
      ...[...result.ledger, ...result.outcomes].map((bytes) => bytes.buffer),
      ...batches.flatMap((batch) => [batch.rows.buffer, batch.outcomes.buffer]),
    ];
    return { result, transfer };
  };
}

/** Characters of one block: text takes several times the room of its bytes. */
const BLOCK = 1 << 17;

/** Lines as UTF-8, block by block. */
class Lines {
  readonly #encoder = new TextEncoder();
  readonly #blocks: Uint8Array<ArrayBuffer>[] = [];
  #waiting = '';

  add(line: string): void {
    this.#waiting += line;
    if (this.#waiting.length >= BLOCK) this.#flush();
  }

  blocks(): readonly Uint8Array<ArrayBuffer>[] {
    if (this.#waiting !== '') this.#flush();
    return this.#blocks;
  }

  #flush(): void {
    this.#blocks.push(this.#encoder.encode(this.#waiting));
    this.#waiting = '';
  }
}

/** Members as objects: all where their outcomes are written, else only as long as some are to be shown. */
function* membersWanted(
  batch: Batch,
  { outcomes, shown }: ReplaySetup,
  firstMembers: readonly MemberOutcome[],
  firstRows: readonly LedgerRow[],
): Generator<{ readonly rows: readonly LedgerRow[]; readonly outcome: MemberOutcome }> {
  for (const member of membersIn(batch)) {
    if (!outcomes && firstMembers.length >= shown.members && firstRows.length >= shown.rows) return;
    yield member;
  }
}

function keptBatch({ rows, rowCount, outcomes, outcomeCount, errors }: Batch): KeptBatch {
  const copy = (view: DataView): Uint8Array<ArrayBuffer> =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice() as Uint8Array<ArrayBuffer>;
  return { rows: copy(rows), rowCount, outcomes: copy(outcomes), outcomeCount, errors: new Map(errors) };
}

/** The rows of what was kept, in order. */
export function* rowsOf(
  chunk: Chunk,
  manifest: Manifest,
  batches: readonly KeptBatch[],
): Generator<LedgerRow> {
  for (const { rows, outcomes, ...rest } of batches) {
    const batch: Batch = {
      ...rest,
      chunk,
      manifest,
      rows: new DataView(rows.buffer),
      outcomes: new DataView(outcomes.buffer),
    };
    for (const member of membersIn(batch)) yield* member.rows;
  }
}
