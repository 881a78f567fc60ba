import type { Chunk } from '../../schema/index.ts';
import type { Answer, FromThread, Prepare, Thread, ThreadEvents, ToThread } from './contract.ts';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a thread does with each message of its pool; `reply` sends back. */
export function serve<Setup, Result>(
  prepare: Prepare<Setup, Result>,
  reply: (message: FromThread<Result>, transfer: readonly ArrayBuffer[]) => void,
): (message: ToThread<Setup>) => void {
  let work: ((chunk: Chunk) => Answer<Result>) | undefined;
  return (message) => {
    switch (message.kind) {
      case 'setup':
        try {
          work = prepare(message.setup);
          reply({ kind: 'ready' }, []);
        } catch (error) {
          reply({ kind: 'unready', reason: reasonOf(error) }, []);
        }
        return;
      case 'chunk': {
        const { number, chunk } = message;
        try {
          if (work === undefined) throw new Error('a chunk came before the program');
          const { result, transfer } = work(chunk);
          reply({ kind: 'done', number, result }, transfer);
        } catch (error) {
          reply({ kind: 'failed', number, reason: reasonOf(error) }, []);
        }
      }
    }
  };
}

/** A thread that is none: it works where the pool is, each message on a turn of its own (`later`). */
export function inPlace<Setup, Result>(
  prepare: Prepare<Setup, Result>,
  events: ThreadEvents<Result>,
  later: (act: () => void) => void,
): Thread<Setup> {
  let ended = false;
  const take = serve(prepare, (message: FromThread<Result>) => {
    if (!ended) events.message(message);
  });
  return {
    send: (message) =>
      later(() => {
        if (!ended) take(message);
      }),
    end() {
      ended = true;
    },
  };
}
