import {
  type Chunk,
  type Day,
  LEDGER_KINDS,
  type MemberHistory,
  type Plan,
  ROW,
} from '../../schema/index.ts';
import { chunksOf, Dictionary } from '../columns/index.ts';
import type { Batch, CompiledProgram } from '../compiled/index.ts';

const DECLINE = LEDGER_KINDS.indexOf('decline');
/** The members of a batch go into one chunk. */
const ALL = { rows: Number.POSITIVE_INFINITY };

/**
 * Keeps of generated histories what the program grants. A redemption that it declines changes nothing else, and neither
 * does what takes it back: so one replay of all that was asked for tells.
 */
export class Granting {
  readonly #plan: Plan;
  readonly #program: CompiledProgram;
  readonly #until: Day;

  /** `until`: the last day of the histories. */
  constructor(plan: Plan, program: CompiledProgram, until: Day) {
    this.#plan = plan;
    this.#program = program;
    this.#until = until;
  }

  /** The histories without redemptions that nothing came of, and without what takes those back. */
  affordable(histories: readonly MemberHistory[]): readonly MemberHistory[] {
    const asking = histories.filter(({ events }) => events.some(({ type }) => type === 'redeem'));
    const { layout } = this.#program.manifest;
    // Texts of earlier batches are not kept: memory must not grow with the history.
    const chunks = chunksOf(this.#plan, layout, new Dictionary(layout), asking, ALL);
    const kept = new Map<MemberHistory, MemberHistory>();
    let member = 0;
    for (const chunk of chunks) {
      const granted = this.#granted(chunk);
      for (const first of chunk.firstRow.subarray(0, chunk.members)) {
        const history = asking[member];
        if (history !== undefined) kept.set(history, without(history, granted, first));
        member += 1;
      }
    }
    return histories.map((history) => kept.get(history) ?? history);
  }

  /** Per row of the chunk: 1 where it caused ledger rows other than a decline. */
  #granted(chunk: Chunk): Uint8Array {
    const granted = new Uint8Array(chunk.rows);
    for (const batch of this.#program.replay(chunk, this.#until)) markCauses(batch, granted);
    return granted;
  }
}

function markCauses({ rows, rowCount }: Batch, granted: Uint8Array): void {
  for (let row = 0; row < rowCount; row += 1) {
    const offset = row * ROW.bytes;
    const cause = rows.getInt32(offset + ROW.cause, true);
    if (cause >= 0 && rows.getInt32(offset + ROW.kind, true) !== DECLINE) granted[cause] = 1;
  }
}

/** The events of a member stand in the chunk from row `first` on, in order. */
function without(history: MemberHistory, granted: Uint8Array, first: number): MemberHistory {
  const dropped = new Set<string>();
  history.events.forEach(({ type, id }, place) => {
    if (type === 'redeem' && granted[first + place] === 0) dropped.add(id);
  });
  if (dropped.size === 0) return history;
  const events = history.events.filter(
    ({ id, of }) => !dropped.has(id) && !(of !== undefined && dropped.has(of)),
  );
  return { ...history, events };
}
