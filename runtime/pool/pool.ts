import type { FromThread, Thread, ThreadEvents } from './contract.ts';

/** Why a task came to nothing: alone with it a thread ended, ran past its time, or gave up. */
export interface Failure {
  readonly why: 'died' | 'late' | 'gave-up';
  /** In the words of the machine. */
  readonly reason: string;
}

export interface PoolOptions<Setup, Task, Result> {
  readonly threads: number;
  readonly start: (events: ThreadEvents<Result>) => Thread<Setup, Task>;
  readonly setup: Setup;
  /** Gets what came of each task, in the order in which they were handed in. */
  readonly take: (result: Result, task: Task) => void;
  readonly failed: (task: Task, failure: Failure) => void;
  /** The tasks that a task on which a thread was lost consists of, to find the one at fault; undefined: it is one. */
  readonly apart: (task: Task) => Iterable<Task> | undefined;
  /** So long a task may take, in milliseconds; infinite: as long as it likes. */
  readonly limit: (task: Task) => number;
  /** Rings after so many milliseconds, unless the function that it gives is called before. */
  readonly alarm: (milliseconds: number, ring: () => void) => () => void;
}

/** A task on its way. */
interface Slot<Task, Result> {
  readonly number: number;
  readonly task: Task;
  state:
    | { readonly kind: 'waiting' | 'running' }
    | { readonly kind: 'done'; readonly result: Result }
    | { readonly kind: 'failed'; readonly failure: Failure };
  /** It was tried before. */
  tried: boolean;
}

/** A thread and what it is at. */
interface Seat<Setup, Task, Result> {
  thread: Thread<Setup, Task>;
  ready: boolean;
  slot: Slot<Task, Result> | undefined;
  quiet: () => void;
}

/** So many tasks for each thread may be on their way; more would only take memory. */
const ON_THE_WAY = 3;

/**
 * Deals tasks out to threads and hands on what comes of them in the order of the tasks, so that nothing depends on
 * who had which. Where a thread is lost, another takes its place and the parts of its task are tried one by one: those at
 * fault are named, the others are not lost.
 */
export class Pool<Setup, Task, Result> {
  readonly #options: PoolOptions<Setup, Task, Result>;
  readonly #line: Slot<Task, Result>[] = [];
  readonly #seats = new Set<Seat<Setup, Task, Result>>();
  #wakers: (() => void)[] = [];
  #next = 0;
  #closed = false;
  #trouble: Error | undefined;

  constructor(options: PoolOptions<Setup, Task, Result>) {
    this.#options = options;
    for (let n = 0; n < options.threads; n += 1) this.#sit();
  }

  /** Hands a task in; resolves when there is room for another. Rejects where no thread can work at all, and once closed. */
  async submit(task: Task): Promise<void> {
    this.#check();
    this.#line.push(this.#slot(task, false));
    this.#feed();
    await this.#until(() => this.#line.length < ON_THE_WAY * this.#options.threads);
  }

  /** Resolves when all that was handed in has been handed on; more may be handed in after it. */
  async settled(): Promise<void> {
    await this.#until(() => this.#line.length === 0);
  }

  /** Resolves when all that was handed in has been handed on; ends the threads. */
  async finish(): Promise<void> {
    try {
      await this.settled();
    } finally {
      this.close();
    }
  }

  /** Ends all threads at once, whatever they are doing. */
  close(): void {
    this.#closed = true;
    for (const seat of this.#seats) {
      seat.quiet();
      seat.thread.end();
    }
    this.#seats.clear();
    this.#wake();
  }

  #slot(task: Task, tried: boolean): Slot<Task, Result> {
    this.#next += 1;
    return { number: this.#next, task, state: { kind: 'waiting' }, tried };
  }

  #check(): void {
    if (this.#trouble !== undefined) throw this.#trouble;
    if (this.#closed) throw new Error('the pool is closed');
  }

  async #until(holds: () => boolean): Promise<void> {
    this.#check();
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#wakers.push(resolve);
      });
      this.#check();
    }
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const waker of wakers) waker();
  }

  #break(error: Error): void {
    this.#trouble ??= error;
    this.close();
  }

  #sit(): void {
    const { start, setup } = this.#options;
    const seat: Seat<Setup, Task, Result> = {
      thread: start({
        message: (message) => {
          if (this.#seats.has(seat)) this.#hear(seat, message);
        },
        died: (reason) => {
          if (this.#seats.has(seat)) this.#lose(seat, { why: 'died', reason });
        },
      }),
      ready: false,
      slot: undefined,
      quiet: () => undefined,
    };
    this.#seats.add(seat);
    seat.thread.send({ kind: 'setup', setup });
  }

  #hear(seat: Seat<Setup, Task, Result>, message: FromThread<Result>): void {
    switch (message.kind) {
      case 'ready':
        seat.ready = true;
        break;
      case 'unready':
        this.#lose(seat, { why: 'gave-up', reason: message.reason });
        return;
      case 'done':
        if (seat.slot?.number !== message.number) return;
        seat.quiet();
        seat.slot.state = { kind: 'done', result: message.result };
        seat.slot = undefined;
        this.#hand();
        break;
      case 'failed':
        // After a fault of its program nothing that it holds may be trusted.
        if (seat.slot?.number === message.number)
          this.#lose(seat, { why: 'gave-up', reason: message.reason });
        return;
    }
    this.#feed();
  }

  /** Gives waiting tasks to those who have nothing to do, the first to come first. */
  #feed(): void {
    for (const seat of this.#seats) {
      if (!seat.ready || seat.slot !== undefined) continue;
      const slot = this.#line.find(({ state }) => state.kind === 'waiting');
      if (slot === undefined) return;
      slot.state = { kind: 'running' };
      seat.slot = slot;
      const limit = this.#options.limit(slot.task);
      if (Number.isFinite(limit))
        seat.quiet = this.#options.alarm(limit, () =>
          this.#lose(seat, { why: 'late', reason: `${limit} ms` }),
        );
      seat.thread.send({ kind: 'task', number: slot.number, task: slot.task });
    }
  }

  #lose(seat: Seat<Setup, Task, Result>, failure: Failure): void {
    seat.quiet();
    this.#seats.delete(seat);
    seat.thread.end();
    if (!seat.ready) {
      this.#break(new Error(failure.reason));
      return;
    }
    if (seat.slot !== undefined) this.#blame(seat.slot, failure);
    this.#sit();
    this.#hand();
    this.#feed();
  }

  #blame(slot: Slot<Task, Result>, failure: Failure): void {
    const apart = this.#options.apart(slot.task);
    if (apart !== undefined) {
      const slots = Array.from(apart, (task) => this.#slot(task, true));
      this.#line.splice(this.#line.indexOf(slot), 1, ...slots);
    } else if (slot.tried) {
      slot.state = { kind: 'failed', failure };
    } else {
      slot.tried = true;
      slot.state = { kind: 'waiting' };
    }
  }

  /** Hands on what is done, as far as nothing before it is missing. */
  #hand(): void {
    const { take, failed } = this.#options;
    try {
      for (;;) {
        const [first] = this.#line;
        if (first?.state.kind === 'done') take(first.state.result, first.task);
        else if (first?.state.kind === 'failed') failed(first.task, first.state.failure);
        else break;
        this.#line.shift();
      }
    } catch (error) {
      this.#break(error instanceof Error ? error : new Error(String(error)));
    }
    this.#wake();
  }
}
