import type { Chunk } from '../../schema/index.ts';
import { textAt } from '../columns/index.ts';
import type { FromThread, Thread, ThreadEvents } from './contract.ts';
import { membersApart } from './split.ts';

/** A member who could not be replayed: alone with them a thread ended, ran past its time, or gave up. */
export interface FailedMember {
  readonly member: string;
  readonly why: 'died' | 'late' | 'gave-up';
  /** In the words of the machine. */
  readonly reason: string;
}

export interface PoolOptions<Setup, Result> {
  readonly threads: number;
  readonly start: (events: ThreadEvents<Result>) => Thread<Setup>;
  readonly setup: Setup;
  /** Gets what came of each chunk, in the order in which they were handed in. */
  readonly take: (result: Result, chunk: Chunk) => void;
  readonly failed: (member: FailedMember) => void;
  /** So long a chunk may take, in milliseconds. */
  readonly limit: (chunk: Chunk) => number;
  /** Rings after so many milliseconds, unless the function that it gives is called before. */
  readonly alarm: (milliseconds: number, ring: () => void) => () => void;
}

/** A chunk on its way. */
interface Slot<Result> {
  readonly number: number;
  readonly chunk: Chunk;
  state:
    | { readonly kind: 'waiting' | 'running' }
    | { readonly kind: 'done'; readonly result: Result }
    | { readonly kind: 'failed'; readonly why: FailedMember['why']; readonly reason: string };
  /** Its members were tried before. */
  tried: boolean;
}

/** A thread and what it is at. */
interface Seat<Setup, Result> {
  thread: Thread<Setup>;
  ready: boolean;
  slot: Slot<Result> | undefined;
  quiet: () => void;
}

/** So many chunks for each thread may be on their way; more would only take memory. */
const ON_THE_WAY = 3;

/**
 * Deals chunks out to threads and hands on what comes of them in the order of the chunks, so that nothing depends on
 * who had which. Where a thread is lost, another takes its place and the members of its chunk are tried one by one: those at
 * fault are named, the others are not lost.
 */
export class Pool<Setup, Result> {
  readonly #options: PoolOptions<Setup, Result>;
  readonly #line: Slot<Result>[] = [];
  readonly #seats = new Set<Seat<Setup, Result>>();
  #wakers: (() => void)[] = [];
  #next = 0;
  #closed = false;
  #trouble: Error | undefined;

  constructor(options: PoolOptions<Setup, Result>) {
    this.#options = options;
    for (let n = 0; n < options.threads; n += 1) this.#sit();
  }

  /** Hands a chunk in; resolves when there is room for another. Rejects where no thread can work at all, and once closed. */
  async submit(chunk: Chunk): Promise<void> {
    this.#check();
    this.#line.push(this.#slot(chunk, false));
    this.#feed();
    await this.#until(() => this.#line.length < ON_THE_WAY * this.#options.threads);
  }

  /** Resolves when all that was handed in has been handed on; ends the threads. */
  async finish(): Promise<void> {
    try {
      await this.#until(() => this.#line.length === 0);
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

  #slot(chunk: Chunk, tried: boolean): Slot<Result> {
    this.#next += 1;
    return { number: this.#next, chunk, state: { kind: 'waiting' }, tried };
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
    const seat: Seat<Setup, Result> = {
      thread: start({
        message: (message) => {
          if (this.#seats.has(seat)) this.#hear(seat, message);
        },
        died: (reason) => {
          if (this.#seats.has(seat)) this.#lose(seat, 'died', reason);
        },
      }),
      ready: false,
      slot: undefined,
      quiet: () => undefined,
    };
    this.#seats.add(seat);
    seat.thread.send({ kind: 'setup', setup });
  }

  #hear(seat: Seat<Setup, Result>, message: FromThread<Result>): void {
    switch (message.kind) {
      case 'ready':
        seat.ready = true;
        break;
      case 'unready':
        this.#lose(seat, 'gave-up', message.reason);
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
        if (seat.slot?.number === message.number) this.#lose(seat, 'gave-up', message.reason);
        return;
    }
    this.#feed();
  }

  /** Gives waiting chunks to those who have nothing to do, the first to come first. */
  #feed(): void {
    for (const seat of this.#seats) {
      if (!seat.ready || seat.slot !== undefined) continue;
      const slot = this.#line.find(({ state }) => state.kind === 'waiting');
      if (slot === undefined) return;
      slot.state = { kind: 'running' };
      seat.slot = slot;
      const limit = this.#options.limit(slot.chunk);
      seat.quiet = this.#options.alarm(limit, () => this.#lose(seat, 'late', `${limit} ms`));
      seat.thread.send({ kind: 'chunk', number: slot.number, chunk: slot.chunk });
    }
  }

  #lose(seat: Seat<Setup, Result>, why: FailedMember['why'], reason: string): void {
    seat.quiet();
    this.#seats.delete(seat);
    seat.thread.end();
    if (!seat.ready) {
      this.#break(new Error(reason));
      return;
    }
    if (seat.slot !== undefined) this.#blame(seat.slot, why, reason);
    this.#sit();
    this.#hand();
    this.#feed();
  }

  #blame(slot: Slot<Result>, why: FailedMember['why'], reason: string): void {
    if (slot.chunk.members > 1) {
      const apart = [...membersApart(slot.chunk)].map((chunk) => this.#slot(chunk, true));
      this.#line.splice(this.#line.indexOf(slot), 1, ...apart);
    } else if (slot.tried) {
      slot.state = { kind: 'failed', why, reason };
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
        if (first?.state.kind === 'done') take(first.state.result, first.chunk);
        else if (first?.state.kind === 'failed') {
          const { why, reason } = first.state;
          failed({ member: textAt(first.chunk.memberIds, 0), why, reason });
        } else break;
        this.#line.shift();
      }
    } catch (error) {
      this.#break(error instanceof Error ? error : new Error(String(error)));
    }
    this.#wake();
  }
}
