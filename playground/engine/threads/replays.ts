import {
  type Batch,
  ChunkTally,
  type ChunkTotals,
  ComparisonTally,
  CompiledProgram,
  compareColumns,
  type KeptOutcomes,
  type MemberComparison,
  type Standing,
  standingAt,
  standingColumns,
  textAt,
  type Weight,
} from '../../../runtime/index.ts';
import type { Chunk, Day, Manifest, Plan } from '../../../schema/index.ts';
import { ChunkSums } from './chunk-sums.ts';
import type { Instead, ReplayAnswer, ReplayAsked, SentVersion } from './contract.ts';
import type { Holdings } from './holdings.ts';
import { partsOf } from './parts.ts';

/** What a version came to for the members of the chunks that a thread holds. */
export interface KeptVersion {
  readonly plan: Plan;
  readonly reading: number;
  readonly until: Day;
  readonly module: WebAssembly.Module;
  readonly manifest: Manifest;
  /** By number of the chunk. */
  readonly outcomes: Map<number, KeptOutcomes>;
  /** Members that stood in place of those of the chunks. */
  readonly instead: readonly Instead[];
}

/** Replays versions over the chunks of a thread, and keeps where each member stands. */
export class Replays {
  readonly #holdings: Holdings;
  readonly #kept = new Map<number, KeptVersion>();

  constructor(holdings: Holdings) {
    this.#holdings = holdings;
  }

  version(key: number): KeptVersion {
    const version = this.#kept.get(key);
    if (version === undefined) throw new RangeError(`no version ${key}`);
    return version;
  }

  /** `next` is waited for between two chunks, and throws where the replay is no longer wanted. */
  async replay(
    { versions, keep, until, instead, compare }: ReplayAsked,
    next: (events: number) => Promise<void>,
  ): Promise<ReplayAnswer> {
    for (const key of [...this.#kept.keys()]) if (!keep.includes(key)) this.#kept.delete(key);
    const totals: (ChunkTotals | undefined)[] = [];
    for (const version of versions) totals.push(await this.#one(version, until, instead, next));
    if (compare === undefined) return { totals, comparison: undefined };
    const [base, candidate] = [this.version(compare.base), this.version(compare.candidate)];
    const tally = new ComparisonTally(base.plan, candidate.plan, compare.yardstick);
    for (const { number, chunk } of this.#holdings.reading(base.reading).chunks)
      tally.merge(compareChunk(chunk, number, base, candidate, compare.yardstick));
    return { totals, comparison: tally.result };
  }

  async #one(
    { key, reading, plan, module }: SentVersion,
    until: Day,
    instead: readonly Instead[],
    next: (events: number) => Promise<void>,
  ): Promise<ChunkTotals | undefined> {
    const program = new CompiledProgram(module);
    const { manifest } = program;
    const outcomes = new Map<number, KeptOutcomes>();
    const sums = new ChunkSums(plan);
    const own = instead.filter((each) => each.reading === reading);
    const { layout, chunks } = this.#holdings.reading(reading);
    for (const { number, chunk } of chunks) {
      const kept = new OutcomeKeeper();
      let events = 0;
      for (const part of partsOf({ number, chunk }, layout, own)) {
        const tally = new ChunkTally(plan, until, part.chunk, undefined);
        for (const batch of program.replay(part.chunk, until, { totals: true, ledger: false })) {
          tally.batch(batch);
          kept.add(batch, part.first);
        }
        const made = tally.totals(program);
        sums.add(made);
        events += made.events;
      }
      outcomes.set(number, kept.outcomes);
      await next(events);
    }
    // Only what is complete is kept.
    this.#kept.set(key, { plan, reading, until, module, manifest, outcomes, instead: own });
    return sums.totals;
  }
}

/** Copies outcomes out of a module's memory. */
class OutcomeKeeper {
  readonly #parts: Uint8Array[] = [];
  readonly #stopped = new Set<number>();
  #count = 0;
  #size = 0;

  /** `first`: number in the whole chunk of the first member of what was replayed. */
  add({ outcomes, outcomeCount, errors, manifest }: Batch, first: number): void {
    const copy = new Uint8Array(outcomes.buffer, outcomes.byteOffset, outcomes.byteLength).slice();
    if (first > 0) {
      const view = new DataView(copy.buffer);
      for (let i = 0; i < outcomeCount; i += 1) {
        const at = i * manifest.outcome.bytes;
        view.setInt32(at, view.getInt32(at, true) + first, true);
      }
    }
    this.#parts.push(copy);
    this.#size += outcomes.byteLength;
    this.#count += outcomeCount;
    for (const member of errors.keys()) this.#stopped.add(member + first);
  }

  get outcomes(): KeptOutcomes {
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { bytes, count: this.#count, stopped: this.#stopped };
  }
}

export const NO_OUTCOMES: KeptOutcomes = { bytes: new Uint8Array(0), count: 0, stopped: new Set() };

function compareChunk(
  chunk: Chunk,
  number: number,
  base: KeptVersion,
  candidate: KeptVersion,
  yardstick: NonNullable<ReplayAsked['compare']>['yardstick'],
): MemberComparison {
  const [before, after] = [
    base.outcomes.get(number) ?? NO_OUTCOMES,
    candidate.outcomes.get(number) ?? NO_OUTCOMES,
  ];
  const compared = compareColumns(
    [base.plan, candidate.plan],
    yardstick,
    chunk.memberIds,
    standingColumns(base.manifest, chunk.members, before),
    standingColumns(candidate.manifest, chunk.members, after),
  );
  if (compared !== undefined) return compared;
  // Quantities of more digits than a column holds: one member after the other, with all their digits.
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  const tally = new ComparisonTally(base.plan, candidate.plan, yardstick);
  const own = standings(base.manifest, before, weights.base);
  const other = standings(candidate.manifest, after, weights.candidate);
  for (let member = 0; member < chunk.members; member += 1)
    tally.add(() => textAt(chunk.memberIds, member), own.get(member), other.get(member));
  return tally.result;
}

/** Standings by number of the member in its chunk. */
export function standings(
  manifest: Manifest,
  { bytes, count, stopped }: KeptOutcomes,
  weights: readonly Weight[],
): ReadonlyMap<number, Standing> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<number, Standing>();
  for (let i = 0; i < count; i += 1) {
    const offset = i * manifest.outcome.bytes;
    const member = view.getInt32(offset, true);
    found.set(member, standingAt(view, offset, manifest, weights, stopped.has(member)));
  }
  return found;
}
