import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type ComparingSetup, prepareComparing } from '../../cli/comparing/index.ts';
import { chunkIn, type StoredChunk, storeChunks } from '../../cli/reading/stored-chunk.ts';
import { nodeThread, serveThread } from '../../cli/threads/node-thread.ts';
import { CompiledProgram, Pool, type Work } from '../../runtime/index.ts';
import { columnsOf, moduleOf, starsOf, teaHousePlan } from './engines.ts';
import { perSecond, type Report, times } from './report.ts';
import { inTurn, of } from './series.ts';
import { eventsIn, teaChunks } from './tea-house-history.ts';

const EVENTS = 2_000_000;
const SEED = 3;
const ROUNDS = 5;

/** Chunk after chunk comes to its stars. */
function prepare(module: WebAssembly.Module): Work<StoredChunk, number> {
  const program = new CompiledProgram(module);
  const { layout } = program.manifest;
  return (stored) => ({ result: starsOf(program, [chunkIn(layout, stored)]), transfer: [] });
}

/** What a thread of these benches does. */
export function serveBench(): void {
  serveThread(
    (setup: WebAssembly.Module | ComparingSetup): Work<never, unknown> =>
      setup instanceof WebAssembly.Module ? prepare(setup) : prepareComparing(setup),
  );
}

/** Threads that stay: what they need to begin is not measured. */
class Threads {
  readonly #pool: Pool<WebAssembly.Module, StoredChunk, number>;
  readonly #chunks: readonly StoredChunk[];
  #taken = 0;
  #stars = 0;
  #over: () => void = () => undefined;

  constructor(threads: number, module: WebAssembly.Module, chunks: readonly StoredChunk[]) {
    this.#chunks = chunks;
    this.#pool = new Pool({
      threads,
      start: (events) => nodeThread(new Worker(new URL(import.meta.url)), events),
      setup: module,
      take: (stars) => {
        this.#stars += stars;
        this.#taken += 1;
        if (this.#taken === chunks.length) this.#over();
      },
      failed: (_chunk, { reason }) => {
        throw new Error(reason);
      },
      apart: () => undefined,
      limit: () => Number.POSITIVE_INFINITY,
      alarm: () => () => undefined,
    });
  }

  /** All chunks once; their stars. */
  async replay(): Promise<number> {
    this.#taken = 0;
    this.#stars = 0;
    const over = new Promise<void>((resolve) => {
      this.#over = resolve;
    });
    for (const chunk of this.#chunks) await this.#pool.submit(chunk);
    await over;
    return this.#stars;
  }

  close(): void {
    this.#pool.close();
  }
}

/** The same chunks by one thread and by two, from the disk and through the pool as the command has them. */
export async function benchWorkers(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
  try {
    await compareThreads(report, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareThreads(report: Report, folder: string): Promise<void> {
  const plan = teaHousePlan();
  const module = moduleOf(plan);
  const here = new CompiledProgram(module);
  const chunks: StoredChunk[] = [];
  let [events, stars] = [0, 0];
  for (const members of teaChunks(SEED, EVENTS)) {
    const some = columnsOf(plan, here.manifest, members);
    chunks.push(...storeChunks(join(folder, String(chunks.length)), some));
    events += eventsIn(members);
    stars += starsOf(here, some);
  }
  report.title(`threads (${events.toLocaleString('en')} events in ${chunks.length} chunks)`);
  const pools = [1, 2].map((count) => ({ count, threads: new Threads(count, module, chunks) }));
  for (const { count, threads } of pools) {
    const found = await threads.replay();
    if (found !== stars) throw new Error(`${count} threads come to ${found} stars, not ${stars}`);
  }
  const timings = await inTurn(
    ROUNDS,
    pools.map(({ count, threads }) => ({ name: String(count), run: () => threads.replay() })),
  );
  for (const { threads } of pools) threads.close();
  const one = of(timings, '1');
  const two = of(timings, '2');
  report.add({ what: 'compiled engine, one worker', figure: perSecond(events, one.median) });
  report.add({
    what: 'compiled engine, two workers',
    figure: perSecond(events, two.median),
    ratio: `${times(one.median / two.median)} one (best of each ${times(one.least / two.least)})`,
    aim: '≥ 1.8×',
  });
}
