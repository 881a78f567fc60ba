import { parentPort, type Worker } from 'node:worker_threads';
import {
  type FromThread,
  type Prepare,
  serve,
  type Thread,
  type ThreadEvents,
  type ToThread,
} from '../../runtime/index.ts';

/** A worker of Node as a thread; what runs there calls {@link serveThread}. */
export function nodeThread<Setup, Task, Result>(
  worker: Worker,
  events: ThreadEvents<Result>,
): Thread<Setup, Task> {
  let over = false;
  const died = (reason: string) => {
    if (over) return;
    over = true;
    events.died(reason);
  };
  worker.on('message', (message: FromThread<Result>) => events.message(message));
  worker.on('error', (error) => died(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => died(`exit ${code}`));
  return {
    send: (message) => worker.postMessage(message),
    end() {
      over = true;
      void worker.terminate();
    },
  };
}

/** Makes this thread serve the pool that started it. */
export function serveThread<Setup, Task, Result>(prepare: Prepare<Setup, Task, Result>): void {
  const port = parentPort;
  if (port === null) return;
  const take = serve(prepare, (message: FromThread<Result>, transfer) =>
    port.postMessage(message, [...transfer]),
  );
  port.on('message', (message: ToThread<Setup, Task>) => take(message));
}
