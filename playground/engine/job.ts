import { Cancelled, type Wanted } from './threads/asking.ts';

/** A request that is being worked on, until it is cancelled. */
export class Job implements Wanted {
  readonly number: number;
  #isCancelled = false;
  readonly #acts: (() => void)[] = [];

  constructor(number: number) {
    this.number = number;
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  onCancel(act: () => void): void {
    if (this.#isCancelled) act();
    else this.#acts.push(act);
  }

  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    for (const act of this.#acts.splice(0)) act();
  }

  /** Throws where nobody wants it any more. */
  check(): void {
    if (this.#isCancelled) throw new Cancelled('cancelled');
  }
}
