import { ReplayTally, type Studies } from '../../runtime/index.ts';
import type { Day, LedgerRow, MemberOutcome, Plan } from '../../schema/index.ts';
import type { ReplayedChunk } from './chunk-work.ts';
import type { FailedMember, Replay, Shown } from './replay.ts';

/** Adds up what came of chunks, one after the other, and keeps what is to be shown. */
export class Gathering {
  readonly #shown: Shown;
  readonly #tally: ReplayTally;
  readonly #firstRows: LedgerRow[] = [];
  readonly #firstMembers: MemberOutcome[] = [];

  constructor(plan: Plan, until: Day, shown: Shown, studies?: Studies) {
    this.#shown = shown;
    this.#tally = new ReplayTally(plan, until, studies);
  }

  add(chunk: ReplayedChunk): void {
    this.#tally.add(chunk);
    const { rows, members } = this.#shown;
    this.#firstRows.push(...chunk.firstRows.slice(0, rows - this.#firstRows.length));
    this.#firstMembers.push(...chunk.firstMembers.slice(0, members - this.#firstMembers.length));
  }

  /** What all of them come to; `failed` are in none of them. */
  replay(failed: readonly FailedMember[]): Replay {
    return {
      ...this.#tally.totals,
      firstRows: this.#firstRows,
      firstMembers: this.#firstMembers,
      failed,
    };
  }
}
