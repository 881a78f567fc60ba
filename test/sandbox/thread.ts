import { Worker } from 'node:worker_threads';
import { arraysOf } from '../../runtime/compiled/layout.ts';
import type { Case } from '../abi/cases.ts';
import { type Compiled, chunksIn } from './run.ts';

type Arrays = ReturnType<typeof arraysOf>;

export interface Sent {
  readonly arrays: Arrays;
  readonly members: number;
}

export interface Result {
  readonly number: number;
  readonly found: readonly Uint8Array[];
  readonly trap: string | undefined;
  readonly footprint: number;
}

/** A run of this many seconds is one that hangs: the chunks take milliseconds each. */
const PATIENCE = 30;

/** Results of chunks by one instance in a thread of its own; where it hangs, the number of the chunk. */
export function run(
  { module, manifest }: Compiled,
  chunks: readonly Sent[],
  until: number,
): Promise<readonly Result[]> {
  return new Promise((resolve, reject) => {
    const results: Result[] = [];
    const { rows, outcomes, outcome } = manifest;
    const workerData = { module, until, chunks, rows, outcomes, outcomeBytes: outcome.bytes };
    const worker = new Worker(new URL('./damaged-run.mjs', import.meta.url), { workerData });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new Error(`chunk ${results.length} does not come to its end`));
    }, PATIENCE * 1_000);
    worker.on('message', (result: Result) => results.push(result));
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve(results);
    });
  });
}

export function sentOf(compiled: Compiled, { members }: Case): Sent {
  const [chunk] = chunksIn(compiled, members, 1_000_000);
  if (chunk === undefined) throw new Error('the sample has members');
  return { arrays: arraysOf(chunk), members: chunk.members };
}
