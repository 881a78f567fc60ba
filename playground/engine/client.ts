import type {
  Asked,
  EngineAnswer,
  EngineAnswers,
  EngineRequest,
  Progress,
  Refusal,
} from '../contract/index.ts';

import { GIVEN_UP, MOST_DEATHS } from './giving-up.ts';

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
  /**
   * Calls back whenever a part of the engine had died and the history was opened again, or (`refusal`) could not be: what was replayed
   * is gone and has to be asked for once more.
   */
  onReopened(act: (refusal: Refusal | undefined) => void): void;
  /** Ends the worker. */
  end(): void;
}

interface Waiting {
  readonly settle: (outcome: Outcome<Asked>) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Connects to an engine. A worker that dies is started anew, unless it was of no use for some time; every request that waits is refused, and the history is opened again
 * before anything else is asked.
 */
export function connectEngine(start: StartEngine): EngineClient {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let opened: AskOf<'open'> | undefined;
  let isOver = false;
  /** How often the worker died since it was last of use; a history that is opened is of none yet. */
  let deaths = 0;
  let reopening: number | undefined;
  let reopened: (refusal: Refusal | undefined) => void = () => undefined;

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
        deaths += 1;
        if (deaths >= MOST_DEATHS) {
          isOver = true;
          refuseAll(GIVEN_UP);
          reopened(GIVEN_UP);
          return;
        }
        worker = begin();
        refuseAll({ why: 'fault', reason });
        if (opened !== undefined) void reopen(opened);
      },
    });
  const reopen = async (history: AskOf<'open'>): Promise<void> => {
    const request = ask('open', history);
    reopening = request.number;
    const outcome = await request.outcome;
    // Where it died once more, or another history is wanted, this is not the last word.
    if (reopening !== request.number) return;
    reopening = undefined;
    reopened(outcome.kind === 'refused' ? outcome.refusal : undefined);
  };
  const hear = (answer: EngineAnswer): void => {
    if (answer.kind === 'reopened') {
      reopened(answer.refusal);
      return;
    }
    const own = waiting.get(answer.number);
    if (answer.kind === 'progress') {
      own?.onProgress?.(answer.progress);
      return;
    }
    waiting.delete(answer.number);
    if (answer.kind === 'answer' && answer.of !== 'open') deaths = 0;
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
    if (isOver) return { number, outcome: Promise.resolve({ kind: 'refused', refusal: GIVEN_UP }) };
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
      const request = ask(kind, asked, onProgress);
      if (kind === 'open') {
        // Somebody wants this one: what comes of the one before is no news.
        reopening = undefined;
        void request.outcome.then((outcome) => {
          // The kind says which of them it is. What was refused leaves the history before it where it is.
          if (outcome.kind === 'answer') opened = asked as unknown as AskOf<'open'>;
        });
      }
      return request;
    },
    onReopened(act) {
      reopened = act;
    },
    cancel: (number) => worker.postMessage({ kind: 'cancel', number }),
    end() {
      isOver = true;
      worker.terminate();
      refuseAll({ why: 'cancelled' });
    },
  };
}
