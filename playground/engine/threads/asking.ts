import type { FromReplayThread, ThreadCall, ThreadCalls, ToReplayThread } from './contract.ts';

/** A thread as the engine starts it; a host makes one of what it has. */
export interface ThreadPort {
  send(message: ToReplayThread, transfer: readonly ArrayBuffer[]): void;
  /** Ends it at once. */
  end(): void;
}

export interface PortEvents {
  readonly message: (message: FromReplayThread) => void;
  /** It is gone, and was not told to end. */
  readonly died: (reason: string) => void;
}

export type StartThread = (events: PortEvents) => ThreadPort;

/** What was asked for is no longer wanted. */
export class Cancelled extends Error {}

/** Whether what was asked for is still wanted. */
export interface Wanted {
  readonly isCancelled: boolean;
  /** Called at once where it is not wanted any more by now. */
  readonly onCancel: (act: () => void) => void;
}

interface Waiting {
  readonly resolve: (answer: ThreadCalls[ThreadCall]['answer']) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((events: number) => void) | undefined;
}

/** Asks a thread, and waits for its answers. */
export class AskedThread {
  readonly #port: ThreadPort;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #trouble: Error | undefined;

  constructor(start: StartThread, died: (reason: string) => void) {
    this.#port = start({
      message: (message) => this.#hear(message),
      died: (reason) => {
        this.#break(new Error(reason));
        died(reason);
      },
    });
  }

  /** Rejects with {@link Cancelled} where it is cancelled, and where the thread fails or dies. */
  ask<Call extends ThreadCall>(
    call: Call,
    ask: ThreadCalls[Call]['ask'],
    options: {
      readonly transfer?: readonly ArrayBuffer[];
      readonly onProgress?: (events: number) => void;
      readonly wanted?: Wanted;
    } = {},
  ): Promise<ThreadCalls[Call]['answer']> {
    if (this.#trouble !== undefined) return Promise.reject(this.#trouble);
    this.#next += 1;
    const number = this.#next;
    return new Promise<ThreadCalls[Call]['answer']>((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject, onProgress: options.onProgress });
      // One of the union by its call and what belongs to it.
      this.#port.send({ kind: 'ask', number, call, ask } as ToReplayThread, options.transfer ?? []);
      options.wanted?.onCancel(() => {
        if (this.#waiting.has(number)) this.#port.send({ kind: 'cancel', number }, []);
      });
    });
  }

  end(): void {
    this.#port.end();
    this.#break(new Cancelled('the thread was ended'));
  }

  #break(error: Error): void {
    this.#trouble ??= error;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #hear(message: FromReplayThread): void {
    const waiting = this.#waiting.get(message.number);
    if (waiting === undefined) return;
    if (message.kind === 'progress') {
      waiting.onProgress?.(message.events);
      return;
    }
    this.#waiting.delete(message.number);
    if (message.kind === 'done') waiting.resolve(message.answer);
    else if (message.kind === 'cancelled') waiting.reject(new Cancelled('cancelled'));
    else waiting.reject(new Error(message.reason));
  }
}
