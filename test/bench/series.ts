import { performance } from 'node:perf_hooks';

/** One of those who take turns. */
export interface Contestant {
  readonly name: string;
  readonly run: () => unknown;
}

/** Milliseconds of the rounds that counted. */
export interface Timing {
  readonly least: number;
  readonly median: number;
}

/** Milliseconds of one call. */
export async function timeOf(work: () => unknown): Promise<number> {
  const started = performance.now();
  // What does not promise anything is not waited for: a turn of the event loop costs more than some of what is measured.
  const result = work();
  if (result instanceof Promise) await result;
  return performance.now() - started;
}

function timing(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return { least: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

/**
 * Clears away what is new and dead, so that nobody pays for what another one left behind. The whole heap is left alone: V8
 * forgets compiled code when it looks through all of it, and whoever came next would pay for that.
 */
export function tidy(): void {
  globalThis.gc?.({ type: 'minor', execution: 'sync' });
}

/** Everyone in turn, round after round, so that whatever else the machine does hits all; the first rounds warm up. */
export async function inTurn(
  rounds: number,
  contestants: readonly Contestant[],
): Promise<ReadonlyMap<string, Timing>> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  const warm = Math.ceil(rounds / 4);
  for (let round = 0; round < rounds + warm; round += 1) {
    for (const { name, run } of contestants) {
      tidy();
      const time = await timeOf(run);
      if (round >= warm) times.get(name)?.push(time);
    }
  }
  return new Map([...times].map(([name, each]) => [name, timing(each)]));
}

/** The timing of a contestant that took part. */
export function of(timings: ReadonlyMap<string, Timing>, name: string): Timing {
  const found = timings.get(name);
  if (found === undefined) throw new Error(`no contestant ${name}`);
  return found;
}
