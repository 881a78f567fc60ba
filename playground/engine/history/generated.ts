import { customerModel, Generator } from '../../../runtime/index.ts';
import { addDays, addMonths, type Day, type Plan, parseDay } from '../../../schema/index.ts';
import { type AskedThread, Cancelled, type Wanted } from '../threads/asking.ts';
import type { PieceRead } from '../threads/contract.ts';
import { type Reading, readingOfPieces } from './reading.ts';

/** What is made up: the same rows as `kizuna generate --events … --seed …`. */
export interface GenerationAsked {
  readonly plan: Plan;
  readonly module: WebAssembly.Module | undefined;
  readonly events: number;
  readonly seed: number;
}

/** Two whole years, as the command makes them where nobody says which. */
const FROM: Day = parseDay('2024-01-01') ?? 0;
const UNTIL: Day = addDays(addMonths(FROM, 24), -1);

/** Rows of a chunk: small enough that a replay gives way soon, large enough that chunks cost nothing. */
const CHUNK_ROWS = 1 << 15;
/** So many members tell how many rows one has. */
const SAMPLE = 64;
const MOST_MEMBERS = 1 << 14;
const ALL_ROWS = Number.MAX_SAFE_INTEGER;

interface Made {
  readonly thread: AskedThread;
  piece: PieceRead;
}

/** Makes a history up on all threads; undefined: the program has no event that could happen. */
export async function generateHistory(
  threads: readonly AskedThread[],
  { plan, module, events, seed }: GenerationAsked,
  onRows: (rows: number) => void,
  wanted: Wanted,
): Promise<Reading | undefined> {
  const model = customerModel(plan.currency);
  const generator = Generator.of(plan, { seed, from: FROM, until: UNTIL, model });
  if (generator === undefined) return undefined;
  const members = membersOfBlock(generator);
  const setup = { plan, module, seed, from: FROM, until: UNTIL, format: 'csv' } as const;
  await Promise.all(threads.map((thread) => thread.ask('generator', setup)));
  const blocks: Made[] = [];
  let next = 0;
  let rows = 0;
  const make = async (thread: AskedThread): Promise<void> => {
    while (rows < events) {
      if (wanted.isCancelled) throw new Cancelled('cancelled');
      const block = next;
      next += 1;
      const piece = await thread.ask('make', { block, first: block * members, members, mostRows: ALL_ROWS });
      blocks[block] = { thread, piece };
      rows += piece.rows;
      onRows(Math.min(rows, events));
    }
  };
  await Promise.all(threads.map(make));
  await cutOff(blocks, members, events);
  return readingOfPieces(
    0,
    plan,
    blocks.map(({ thread, piece }) => [thread, piece] as const),
  );
}

/** Members of about as many rows as a chunk should have. */
function membersOfBlock(generator: Generator): number {
  let rows = 0;
  for (let member = 0; member < SAMPLE; member += 1) rows += 1 + generator.member(member).events.length;
  return Math.max(1, Math.min(MOST_MEMBERS, Math.round((CHUNK_ROWS * SAMPLE) / rows)));
}

/** Cuts off what is behind the last row that is wanted. */
async function cutOff(blocks: Made[], members: number, events: number): Promise<void> {
  let before = 0;
  let last = 0;
  for (; last < blocks.length; last += 1) {
    const rows = blocks[last]?.piece.rows ?? 0;
    if (before + rows >= events) break;
    before += rows;
  }
  const vain = blocks.splice(last + 1);
  const at = blocks[last];
  for (const { thread, piece } of [...vain, ...(at === undefined ? [] : [at])])
    await thread.ask('unmake', { blocks: [piece.chunk] });
  if (at === undefined) return;
  at.piece = await at.thread.ask('make', {
    block: last,
    first: last * members,
    members,
    mostRows: events - before,
  });
}

/** Reads generated rows once more, as another program reads them. */
export async function readGenerated(
  threads: readonly AskedThread[],
  number: number,
  plan: Plan,
  onRows: (rows: number) => void,
  wanted: Wanted,
): Promise<Reading> {
  let rows = 0;
  const onProgress = (more: number): void => {
    rows += more;
    onRows(rows);
  };
  const reading = threads.map(async (thread) => {
    const pieces = await thread.ask('read', { reading: number, plan }, { onProgress, wanted });
    return pieces.map((piece) => [thread, piece] as const);
  });
  // Where one fails, the others are waited for: what they read is dropped only once they have it.
  await Promise.allSettled(reading);
  return readingOfPieces(number, plan, (await Promise.all(reading)).flat());
}
