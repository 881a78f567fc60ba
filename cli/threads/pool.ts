import { Worker } from 'node:worker_threads';
import {
  inPlace,
  Pool,
  type PoolOptions,
  type Prepare,
  type Thread,
  type ThreadEvents,
} from '../../runtime/index.ts';
import { nodeThread } from './node-thread.ts';

/** What a pool of the command's threads is told of its tasks. */
export type PoolTasks<Setup, Task, Result> = Omit<
  PoolOptions<Setup, Task, Result>,
  'threads' | 'start' | 'alarm'
> & {
  /** What threads do; those of their own find it by the kind of `setup`. */
  readonly prepare: Prepare<Setup, Task, Result>;
};

/** A pool of so many threads beside this one; 0 = this one does the work. */
export function poolOf<Setup, Task, Result>(
  workers: number,
  { prepare, ...tasks }: PoolTasks<Setup, Task, Result>,
): Pool<Setup, Task, Result> {
  const start = (events: ThreadEvents<Result>): Thread<Setup, Task> =>
    workers === 0
      ? inPlace(prepare, events, setImmediate)
      : // The command is one file: its threads run the same one.
        nodeThread(new Worker(new URL(import.meta.url)), events);
  return new Pool({
    ...tasks,
    threads: Math.max(1, workers),
    start,
    alarm(milliseconds, ring) {
      const timer = setTimeout(ring, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}
