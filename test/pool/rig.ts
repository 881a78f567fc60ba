import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import wabtOf from 'wabt';
import { chunkIn, type GivenChunk, givenChunk } from '../../cli/reading/index.ts';
import type { ReplayedChunk, ReplaySetup } from '../../cli/replaying/chunk-work.ts';
import type { FailedMember } from '../../cli/replaying/index.ts';
import { nodeThread } from '../../cli/threads/node-thread.ts';
import { compile, emitPlan } from '../../compiler/index.ts';
import {
  chunksOf,
  Dictionary,
  membersApart,
  Pool,
  readHistory,
  type Thread,
  type ThreadEvents,
  textAt,
} from '../../runtime/index.ts';
import { type Chunk, layoutOf, MANIFEST_SECTION, type Plan, parseDay } from '../../schema/index.ts';

const COMMAND = pathToFileURL(join(fileURLToPath(new URL('../../', import.meta.url)), 'dist', 'kizuna.js'));

/** A yen each for a star; two amounts have a meaning only for a module that was tampered with. */
const PROGRAM = `kizuna: 1
program: till
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY, note?: text, items: { each: { price: JPY } } }
points:
  star: {}
rules:
  base: { on: purchase, give: 1 star per 1 JPY of amount, builds: economic }
  spell: { on: purchase, when: "amount = 987654321 JPY or amount = 987654322 JPY", give: 1 star, builds: economic }
`;

export const HANGS = 987654321;
export const FAILS = 987654322;

export interface Rig {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly chunks: readonly Chunk[];
}

/** Members `m000` … with purchases of these amounts, one list for each, in chunks of about `rows` rows. */
export async function rigOf(
  amounts: readonly (readonly number[])[],
  rows: number,
  tampered = false,
): Promise<Rig> {
  const { value: plan } = compile(PROGRAM);
  if (plan === undefined) throw new Error('the program does not compile');
  const lines = amounts.flatMap((own, member) =>
    own.map((amount, n) =>
      JSON.stringify({
        member: `m${String(member).padStart(3, '0')}`,
        at: `2026-03-01T10:00:${String(n).padStart(2, '0')}`,
        type: 'purchase',
        id: `e${member}-${n}`,
        amount,
        ...(n % 2 === 0 ? { note: `n${amount}` } : {}),
        items: Array.from({ length: n % 3 }, (_, item) => ({ price: item + 1 })),
      }),
    ),
  );
  const read = await readHistory(plan, [
    { name: 'till.jsonl', chunks: [new TextEncoder().encode(lines.join('\n'))] },
  ]);
  if (read.rejected.length > 0) throw new Error(JSON.stringify(read.rejected[0]));
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  const dictionary = new Dictionary(manifest.layout);
  const chunks = [...chunksOf(plan, manifest.layout, dictionary, read.members, { rows })];
  const module = new WebAssembly.Module(
    tampered ? await tamperedWith(bytes, JSON.stringify(manifest)) : bytes,
  );
  return { plan, module, chunks };
}

/** The module with a loop without end, and an instruction that fails, behind the comparisons with the two amounts. */
async function tamperedWith(
  bytes: Uint8Array<ArrayBuffer>,
  manifest: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const wabt = await wabtOf();
  const read = wabt.readWasm(bytes, { readDebugNames: true });
  read.applyNames();
  let text = read.toText({ foldExprs: false, inlineExport: false });
  for (const [amount, spell] of [
    [HANGS, 'loop $forever br $forever end'],
    [FAILS, 'unreachable'],
  ] as const) {
    const comparison = new RegExp(`(i64\\.const ${amount}\\s+i64\\.eq\\n)`);
    if (!comparison.test(text)) throw new Error(`the module compares with ${amount} in another way`);
    text = text.replace(comparison, `$1 if (result i32) ${spell} i32.const 1 else i32.const 0 end\n`);
  }
  const module = wabt.parseWat('tampered.wat', text).toBinary({}).buffer;
  const name = new TextEncoder().encode(MANIFEST_SECTION);
  const content = new TextEncoder().encode(manifest);
  const body = Uint8Array.of(name.length, ...name, ...content);
  return Uint8Array.of(...module, 0, ...leb(body.length), ...body);
}

function leb(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)];
}

/** What came out of a pool: ledger and outcomes as text, and who could not be replayed. */
export interface Came {
  readonly ledger: string;
  readonly outcomes: string;
  readonly rows: number;
  readonly members: number;
  readonly failed: readonly FailedMember[];
  readonly started: number;
}

export interface PoolTest {
  readonly threads: number;
  readonly limit?: number;
  /** Done to each thread that was started, by its number. */
  readonly meddle?: (
    thread: Thread<ReplaySetup, GivenChunk>,
    worker: Worker,
    number: number,
  ) => Thread<ReplaySetup, GivenChunk>;
}

export function poolOf(
  { plan, module }: Pick<Rig, 'plan' | 'module'>,
  { threads, limit = 60_000, meddle = (thread) => thread }: PoolTest,
): { readonly pool: Pool<ReplaySetup, GivenChunk, ReplayedChunk>; readonly came: () => Came } {
  const decoder = new TextDecoder();
  const ledger: string[] = [];
  const outcomes: string[] = [];
  const failed: FailedMember[] = [];
  let [rows, members, started] = [0, 0, 0];
  const pool = new Pool<ReplaySetup, GivenChunk, ReplayedChunk>({
    threads,
    setup: {
      kind: 'replay',
      module,
      plan,
      until: parseDay('2026-03-31') ?? 0,
      ledger: 'csv',
      outcomes: true,
      shown: { rows: 0, members: 0 },
      withLedger: true,
    },
    start(events: ThreadEvents<ReplayedChunk>) {
      started += 1;
      const worker = new Worker(COMMAND);
      return meddle(nodeThread(worker, events), worker, started);
    },
    take(part) {
      for (const lines of part.ledger) ledger.push(decoder.decode(lines));
      for (const lines of part.outcomes) outcomes.push(decoder.decode(lines));
      rows += part.rows;
      members += part.totals.members;
    },
    failed: (given, failure) =>
      failed.push({ ...failure, member: textAt(chunkIn(layoutOf(plan), given).memberIds, 0) }),
    apart: (given) =>
      given.members === 1 ? undefined : Array.from(membersApart(chunkIn(layoutOf(plan), given)), givenChunk),
    limit: () => limit,
    alarm(milliseconds, ring) {
      const timer = setTimeout(ring, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  return {
    pool,
    came: () => ({ ledger: ledger.join(''), outcomes: outcomes.join(''), rows, members, failed, started }),
  };
}

/** Hands all chunks in and waits for what comes. */
export async function throughPool(
  rig: Rig,
  test: PoolTest,
  given: readonly GivenChunk[] = rig.chunks.map(givenChunk),
): Promise<Came> {
  const { pool, came } = poolOf(rig, test);
  for (const chunk of given) await pool.submit(chunk);
  await pool.finish();
  return came();
}
