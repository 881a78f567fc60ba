import type { FromThread, Prepare, Thread, ThreadEvents, ToThread, Work } from './contract.ts';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a thread does with each message of its pool, which waits for the answer to one before it sends another; `reply` sends back. */
export function serve<Setup, Task, Result>(
  prepare: Prepare<Setup, Task, Result>,
  reply: (message: FromThread<Result>, transfer: readonly ArrayBuffer[]) => void,
): (message: ToThread<Setup, Task>) => void {
  let work: Work<Task, Result> | undefined;
  const answer = async (number: number, task: Task): Promise<void> => {
    try {
      if (work === undefined) throw new Error('a task came before the program');
      const { result, transfer } = await work(task);
      reply({ kind: 'done', number, result }, transfer);
    } catch (error) {
      reply({ kind: 'failed', number, reason: reasonOf(error) }, []);
    }
  };
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
      case 'task':
        void answer(message.number, message.task);
    }
  };
}

/** A thread that is none: it works where the pool is, each message on a turn of its own (`later`). */
export function inPlace<Setup, Task, Result>(
  prepare: Prepare<Setup, Task, Result>,
  events: ThreadEvents<Result>,
  later: (act: () => void) => void,
): Thread<Setup, Task> {
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
