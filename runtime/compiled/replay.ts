import {
  type Chunk,
  type Day,
  type LedgerRow,
  type Manifest,
  type MemberError,
  type MemberOutcome,
  ROW,
} from '../../schema/index.ts';
import { textAt } from '../columns/index.ts';
import { arraysOf, bytesOf, writeArrays } from './layout.ts';
import { instantiate, manifestOf, type ModuleExports } from './module.ts';
import { outcomeAt, rowAt } from './results.ts';

/** What one call of a module left: rows and outcomes of some members of a chunk, as bytes of its memory. */
export interface Batch {
  readonly chunk: Chunk;
  readonly manifest: Manifest;
  readonly rows: DataView;
  readonly rowCount: number;
  readonly outcomes: DataView;
  readonly outcomeCount: number;
  /** Members of the batch that stopped, by number in the chunk. */
  readonly errors: ReadonlyMap<number, MemberError>;
}

/** A program ready to replay chunks, one after the other; results do not depend on how members were dealt out. */
export class CompiledProgram {
  readonly manifest: Manifest;
  readonly #exports: ModuleExports;

  /** Throws where the module has no manifest of this version. */
  constructor(module: WebAssembly.Module) {
    const manifest = manifestOf(module);
    if (manifest === undefined) throw new Error('not a module of this version of Kizuna');
    this.manifest = manifest;
    this.#exports = instantiate(module);
  }

  /** Bytes of memory that the module holds. */
  get footprint(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /**
   * Replays a chunk up to `until` (included). Each batch is valid until the next is asked for: its views are the module's own
   * memory.
   */
  *replay(chunk: Chunk, until: Day): Generator<Batch> {
    const exports = this.#exports;
    exports.begin(until);
    const arrays = arraysOf(chunk);
    const address = exports.reserve(bytesOf(arrays));
    writeArrays(exports.memory.buffer, address, arrays);
    exports.load(address);
    const errors = new Map<number, MemberError>();
    for (let member = 0; member < chunk.members; ) {
      try {
        member = exports.run(member, chunk.members);
      } catch (signal) {
        if (!(signal instanceof WebAssembly.RuntimeError)) throw signal;
        member = exports.member.value;
        const error = this.#errorOf(chunk, member);
        // Without a place in the program it is no overflow but a mistake of ours: then nothing may be trusted.
        if (error === undefined) throw signal;
        errors.set(member, error);
        exports.rerun(member, exports.steps.value);
        exports.fault.value = 0;
        member += 1;
      }
      if (member < chunk.members && this.#length(this.manifest.rows) < ROWS_PER_BATCH) continue;
      yield this.#batch(chunk, errors);
      exports.taken();
      errors.clear();
    }
  }

  #errorOf(chunk: Chunk, member: number): MemberError | undefined {
    const { names, faults } = this.manifest;
    const exports = this.#exports;
    const span = faults[exports.fault.value - 1];
    if (span === undefined) return undefined;
    const cause = exports.cause.value;
    return {
      member: textAt(chunk.memberIds, member),
      event: cause < 0 ? undefined : textAt(chunk.eventIds, cause),
      at: Number(exports.at.value),
      in: names[exports.working.value] ?? '',
      code: 'overflow',
      span,
    };
  }

  #word(address: number): number {
    return new DataView(this.#exports.memory.buffer).getUint32(address, true);
  }

  #length(vector: number): number {
    return this.#word(vector + 4);
  }

  #batch(chunk: Chunk, errors: ReadonlyMap<number, MemberError>): Batch {
    const { buffer } = this.#exports.memory;
    const { rows, outcomes, outcome } = this.manifest;
    const view = (vector: number, stride: number): DataView =>
      new DataView(buffer, this.#word(vector), this.#length(vector) * stride);
    return {
      chunk,
      manifest: this.manifest,
      rows: view(rows, ROW.bytes),
      rowCount: this.#length(rows),
      outcomes: view(outcomes, outcome.bytes),
      outcomeCount: this.#length(outcomes),
      errors,
    };
  }
}

const ROWS_PER_BATCH = 65_536;

/** A member's rows and outcome as objects: for tables, tests and files that people read. */
export interface ReplayedMember {
  readonly rows: readonly LedgerRow[];
  readonly outcome: MemberOutcome;
}

/** The members of a batch, in the order of the chunk. */
export function* membersIn(batch: Batch): Generator<ReplayedMember> {
  const { chunk, manifest, rows, outcomes } = batch;
  let row = 0;
  for (let i = 0; i < batch.outcomeCount; i += 1) {
    const offset = i * manifest.outcome.bytes;
    const number = outcomes.getInt32(offset, true);
    const member = textAt(chunk.memberIds, number);
    const own: LedgerRow[] = [];
    for (; row < batch.rowCount && rows.getInt32(row * ROW.bytes + ROW.member, true) === number; row += 1) {
      own.push(rowAt(rows, row * ROW.bytes, manifest, chunk, member));
    }
    const enrolled = chunk.enrolled[number] ?? 0;
    yield {
      rows: own,
      outcome: outcomeAt(outcomes, offset, manifest, member, enrolled, batch.errors.get(number)),
    };
  }
}
