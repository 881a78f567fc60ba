import type {
  Asked,
  EngineAnswer,
  EngineAnswers,
  EngineRequest,
  Progress,
  Refusal,
} from '../contract/index.ts';

/** The part of a worker that a client needs. */
export interface EngineWorker {
  postMessage(message: EngineRequest): void;
  terminate(): void;
}

export interface WorkerEvents {
  readonly message: (answer: EngineAnswer) => void;
  readonly died: (reason: string) => void;
}

/** Starts a worker of the engine. */
export type StartEngine = (events: WorkerEvents) => EngineWorker;

/** What came of a request. */
export type Outcome<Kind extends Asked> =
  | { readonly kind: 'answer'; readonly answer: EngineAnswers[Kind] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type AskOf<Kind extends Asked> = Omit<Extract<EngineRequest, { readonly kind: Kind }>, 'kind' | 'number'>;

/** A request on its way; `number` is what {@link EngineClient.cancel} takes. */
export interface Request<Kind extends Asked> {
  readonly number: number;
  readonly outcome: Promise<Outcome<Kind>>;
}

/** The engine as the page asks it. Nothing rejects: what cannot be had is refused, with the reason. */
export interface EngineClient {
  ask<Kind extends Asked>(
    kind: Kind,
    ask: AskOf<Kind>,
    onProgress?: (progress: Progress) => void,
  ): Request<Kind>;
  cancel(number: number): void;
  /** Ends the worker. */
  end(): void;
}

interface Waiting {
  readonly settle: (outcome: Outcome<Asked>) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Connects to an engine. A worker that dies is started anew, every request that waits is refused, and the history is opened again
 * before anything else is asked.
 */
export function connectEngine(start: StartEngine): EngineClient {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let opened: AskOf<'open'> | undefined;
  let isOver = false;

  const refuseAll = (refusal: Refusal): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const { settle } of all) settle({ kind: 'refused', refusal });
  };
  const begin = (): EngineWorker =>
    start({
      message: hear,
      died(reason) {
        if (isOver) return;
        worker.terminate();
        worker = begin();
        refuseAll({ why: 'fault', reason });
        if (opened !== undefined) ask('open', opened);
      },
    });
  const hear = (answer: EngineAnswer): void => {
    const own = waiting.get(answer.number);
    if (answer.kind === 'progress') {
      own?.onProgress?.(answer.progress);
      return;
    }
    waiting.delete(answer.number);
    if (answer.kind === 'refused') own?.settle({ kind: 'refused', refusal: answer.refusal });
    else own?.settle({ kind: 'answer', answer: answer.answer });
  };
  const ask = <Kind extends Asked>(
    kind: Kind,
    asked: AskOf<Kind>,
    onProgress?: (progress: Progress) => void,
  ): Request<Kind> => {
    next += 1;
    const number = next;
    const outcome = new Promise<Outcome<Kind>>((resolve) => {
      // The engine answers a request with what belongs to its kind.
      const settle = (settled: Outcome<Asked>) => resolve(settled as Outcome<Kind>);
      waiting.set(number, { settle, onProgress });
    });
    worker.postMessage({ kind, number, ...asked } as unknown as EngineRequest);
    return { number, outcome };
  };
  let worker = begin();
  return {
    ask(kind, asked, onProgress) {
      // The kind says which of them it is.
      if (kind === 'open') opened = asked as unknown as AskOf<'open'>;
      return ask(kind, asked, onProgress);
    },
    cancel: (number) => worker.postMessage({ kind: 'cancel', number }),
    end() {
      isOver = true;
      worker.terminate();
      refuseAll({ why: 'cancelled' });
    },
  };
}
