/** What a pool says to a thread: first what it is to do, then the tasks to do it with. */
export type ToThread<Setup, Task> =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'task'; readonly number: number; readonly task: Task };

/** What a thread answers. */
export type FromThread<Result> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unready'; readonly reason: string }
  | { readonly kind: 'done'; readonly number: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly number: number; readonly reason: string };

export interface ThreadEvents<Result> {
  readonly message: (message: FromThread<Result>) => void;
  /** It is gone, and was not told to end. */
  readonly died: (reason: string) => void;
}

/** A thread as a pool sees it; a host makes one of what it has: a worker of Node, or of a browser. */
export interface Thread<Setup, Task> {
  send(message: ToThread<Setup, Task>): void;
  /** Ends it at once, whatever it is doing. */
  end(): void;
}

/** What is made of one task; `transfer` need not be copied on its way back. */
export interface Answer<Result> {
  readonly result: Result;
  readonly transfer: readonly ArrayBuffer[];
}

/** Does tasks, one after the other. */
export type Work<Task, Result> = (task: Task) => Answer<Result> | Promise<Answer<Result>>;

/** Gets ready for a run, once for each thread. */
export type Prepare<Setup, Task, Result> = (setup: Setup) => Work<Task, Result>;
