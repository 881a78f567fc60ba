import { emitPlan } from '../../compiler/index.ts';
import { CompiledProgram, type Generator, Granting, type RowFormat, rowWriter } from '../../runtime/index.ts';
import type { Day, Localized, MemberHistory, Plan } from '../../schema/index.ts';
import { watchInterrupts } from '../interrupts.ts';
import { progress } from '../progress.ts';
import type { Sink } from '../sink.ts';
import type { Terminal } from '../terminal/index.ts';

/** Ids of members have eight digits. */
export const MOST_MEMBERS = 99_999_999;
/** So many rows are made before the program is asked which redemptions it grants, and before anything else gets a turn. */
const BATCH_ROWS = 8_192;

/** How much is to be written. */
interface RowsWanted {
  readonly count: { readonly kind: 'members' | 'events'; readonly number: number };
  readonly redemptions: 'affordable' | 'attempted';
  /** The last day of the history. */
  readonly until: Day;
  readonly format: RowFormat;
}

export interface RowsWritten {
  readonly members: number;
  readonly rows: number;
}

const GENERATING = { en: 'generating rows', ja: '行を生成中' };

/** How far the work came when somebody ended it. */
const MADE = (members: number | undefined): Localized => ({
  en: `after ${members ?? 0} members`,
  ja: `会員 ${members ?? 0} 人まで生成したところで`,
});

/** Takes out what a history does not keep. */
type Keep = (histories: readonly MemberHistory[]) => readonly MemberHistory[];

function keeping(plan: Plan, { redemptions, until }: RowsWanted): Keep {
  if (redemptions === 'attempted' || plan.rewards.length === 0) return (histories) => histories;
  const { bytes } = emitPlan(plan, { source: '', compiler: '' });
  const granting = new Granting(plan, new CompiledProgram(new WebAssembly.Module(bytes)), until);
  return (histories) => granting.affordable(histories);
}

/** Writes members batch by batch; nothing of one is kept once it is written. */
export async function writeRows(
  terminal: Terminal,
  generator: Generator,
  wanted: RowsWanted,
  sink: Sink,
): Promise<RowsWritten> {
  const { kind, number } = wanted.count;
  const mostMembers = kind === 'members' ? number : MOST_MEMBERS;
  const mostRows = kind === 'events' ? number : Number.POSITIVE_INFINITY;
  const keep = keeping(generator.plan, wanted);
  const interrupts = watchInterrupts(terminal, MADE);
  const telling = progress(terminal, GENERATING);
  const writer = rowWriter(generator.plan, wanted.format);
  let rows = 0;
  let members = 0;
  const batchOf = (most: number): readonly MemberHistory[] => {
    const batch: MemberHistory[] = [];
    for (let made = 0; made < most && members + batch.length < mostMembers; ) {
      const history = generator.member(members + batch.length);
      made += 1 + history.events.length;
      batch.push(history);
    }
    return batch;
  };
  try {
    sink.write(writer.head);
    while (members < mostMembers && rows < mostRows) {
      for (const history of keep(batchOf(Math.min(BATCH_ROWS, mostRows - rows)))) {
        if (rows >= mostRows) break;
        const lines = writer.rowsOf(history);
        const kept = lines.length > mostRows - rows ? lines.slice(0, mostRows - rows) : lines;
        sink.write(kept.join(''));
        rows += kept.length;
        members += 1;
      }
      interrupts.replayed(members);
      if (kind === 'events') telling.tick(rows, number);
      else telling.tick(rows);
      await new Promise((resolve) => setImmediate(resolve));
    }
    sink.close();
    return { members, rows };
  } finally {
    telling.done();
    interrupts.end();
  }
}
