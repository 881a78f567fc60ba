import {
  type Chunk,
  type Day,
  type LedgerRow,
  type Manifest,
  type MemberError,
  type MemberOutcome,
  RETURNED_COST,
  ROW,
  ROWS_PER_CALL,
  SECONDS_PER_DAY,
} from '../../schema/index.ts';
import { textAt } from '../columns/index.ts';
import { type Counted, monthNumber, type ReturnedCost, returnedAt } from '../population/index.ts';
import { arraysOf, bytesOf, writeArrays } from './layout.ts';
import { instantiate, type ModuleExports, manifestOf } from './module.ts';
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
   * memory. With `totals`, {@link counted} says afterwards what was counted over the chunk's members. With `ledger: false` no
   * rows are written; outcomes and totals are the same.
   */
  *replay(
    chunk: Chunk,
    until: Day,
    options: { readonly totals?: boolean; readonly ledger?: boolean } = {},
  ): Generator<Batch> {
    const exports = this.#exports;
    exports.ledger.value = options.ledger === false ? 0 : 1;
    const last = monthNumber(until);
    const first = options.totals === true ? monthNumber(earliest(chunk, until)) : last + 1;
    const totals = exports.begin(until, first, last + 1 - first);
    const arrays = arraysOf(chunk);
    const address = exports.reserve(bytesOf(arrays));
    writeArrays(exports.memory.buffer, address, arrays);
    exports.load(address);
    const errors = new Map<number, MemberError>();
    const returned: ReturnedCost[] = [];
    const all: MemberError[] = [];
    let members = 0;
    for (let member = 0; member < chunk.members; ) {
      const found: MemberError[] = [];
      let next = member;
      const stopped = this.#attempt(
        chunk,
        () => {
          next = exports.run(member, chunk.members);
        },
        found,
      );
      if (stopped === undefined && found.length === 0) {
        member = next;
      } else {
        member = exports.member.value;
        if (stopped === undefined) {
          all.push(...found);
        } else {
          const steps = exports.steps.value;
          // Counting backwards comes upon the same overflow.
          if (totals !== 0) this.#attempt(chunk, () => exports.undo(member), []);
          exports.rerun(member, steps);
          errors.set(member, stopped);
          all.push(stopped);
        }
        member += 1;
      }
      if (member < chunk.members && !this.#isFull) continue;
      const batch = this.#batch(chunk, errors);
      members += batch.outcomeCount;
      yield batch;
      returned.push(...this.#returned(chunk, errors));
      exports.taken();
      errors.clear();
    }
    this.#counted = {
      places: this.manifest.totals,
      first,
      ...this.#cells(totals, last + 1 - first),
      returned,
      members: BigInt(members),
      errors: all,
    };
  }

  /** What the last chunk that was replayed to its end brought to the totals, stopped members and overflows among it. */
  get counted(): Counted {
    if (this.#counted === undefined) throw new Error('nothing was replayed to its end');
    return this.#counted;
  }

  #counted: Counted | undefined;

  /**
   * Runs until the end, or until a member stops. An overflow of a KPI leaves the ledger alone: it is noted, and the member
   * goes on (ruling K2).
   */
  #attempt(chunk: Chunk, run: () => void, found: MemberError[]): MemberError | undefined {
    const exports = this.#exports;
    for (let act = run; ; act = exports.resume) {
      try {
        act();
        return undefined;
      } catch (signal) {
        if (!(signal instanceof WebAssembly.RuntimeError)) throw signal;
        const error = this.#errorOf(chunk, exports.member.value);
        // Without a place in the program it is no overflow but a mistake of ours: then nothing may be trusted.
        if (error === undefined) throw signal;
        exports.fault.value = 0;
        const { value: asking } = exports.asking;
        if (asking === 0) return error;
        const at = error.at - (SECONDS_PER_DAY - 1);
        found.push({ ...error, event: undefined, at, in: this.manifest.leaves[asking - 1] ?? '' });
      }
    }
  }

  /** The cells of so many months, and those of the run behind them. */
  #cells(address: number, count: number): Pick<Counted, 'months' | 'run'> {
    if (address === 0) return { months: [], run: [] };
    const { cells, run } = this.manifest.totals;
    const view = new DataView(this.#exports.memory.buffer);
    const from = (first: number, length: number): readonly bigint[] =>
      Array.from({ length }, (_, cell) => cellAt(view, address + (first + cell) * 16));
    return {
      months: Array.from({ length: count }, (_, month) => from(month * cells.count, cells.count)),
      run: from(count * cells.count, run.count),
    };
  }

  #returned(chunk: Chunk, errors: ReadonlyMap<number, MemberError>): ReturnedCost[] {
    const { totals, currency } = this.manifest;
    const count = this.#length(totals.returned);
    const view = new DataView(
      this.#exports.memory.buffer,
      this.#word(totals.returned),
      count * RETURNED_COST.bytes,
    );
    return Array.from({ length: count }, (_, i) => {
      const offset = i * RETURNED_COST.bytes;
      const member = view.getInt32(offset + RETURNED_COST.member, true);
      return {
        ...returnedAt(view, offset, currency.decimals),
        enrolled: chunk.enrolled[member] ?? 0,
        stopped: errors.has(member),
      };
    });
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

  /** True where the module waits until its rows or outcomes are taken. */
  get #isFull(): boolean {
    const { rows, outcomes } = this.manifest;
    return Math.max(this.#length(rows), this.#length(outcomes)) >= ROWS_PER_CALL;
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

/** A signed number of 128 bits. Most are small: those are read without making others on the way. */
function cellAt(view: DataView, at: number): bigint {
  const [low, high] = [view.getUint32(at, true), view.getInt32(at + 4, true)];
  const isSmall = view.getInt32(at + 8, true) === 0 && view.getInt32(at + 12, true) === 0;
  if (isSmall && high >= 0 && high < 1 << 21) return BigInt(high * 2 ** 32 + low);
  return (view.getBigInt64(at + 8, true) << 64n) + view.getBigUint64(at, true);
}

/** The first enrolment of a chunk that is in the run. */
function earliest(chunk: Chunk, until: Day): Day {
  let first = until;
  for (const day of chunk.enrolled) if (day < first) first = day;
  return first;
}

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
