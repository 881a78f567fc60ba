import {
  type LanguageAnswer,
  type LanguageCall,
  type LanguageCalls,
  type LanguageRequest,
  NOT_LOADED,
} from '../contract/index.ts';

/** What dies so often without an answer will die again. */
const MOST_DEATHS = 3;

/** The language service as the page asks it. A call rejects only by a fault of ours. */
export interface LanguageClient {
  call<K extends LanguageCall>(kind: K, ask: LanguageCalls[K]['ask']): Promise<LanguageCalls[K]['answer']>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A client over a worker that `start` makes for the first call; one that dies is replaced, and what it owed is rejected. */
export function connectLanguage(start: () => Worker): LanguageClient {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let worker: Worker | undefined;
  /** How often it died since it last answered. */
  let deaths = 0;

  function listen(own: Worker): Worker {
    own.onmessage = ({ data }: MessageEvent<LanguageAnswer>) => {
      deaths = 0;
      const caller = waiting.get(data.number);
      waiting.delete(data.number);
      if (data.kind === 'answer') caller?.resolve(data.answer);
      else caller?.reject(new Error(data.reason));
    };
    own.onerror = (event) => {
      own.terminate();
      deaths += 1;
      for (const caller of waiting.values()) caller.reject(new Error(event.message));
      waiting.clear();
      worker = undefined;
    };
    return own;
  }

  return {
    call(kind, ask) {
      next += 1;
      const number = next;
      if (deaths >= MOST_DEATHS) return Promise.reject(new Error(`${NOT_LOADED.en} / ${NOT_LOADED.ja}`));
      return new Promise((resolve, reject) => {
        // The answer to a call of a kind is of that kind: the desk's handlers are typed so.
        waiting.set(number, { resolve: resolve as (answer: unknown) => void, reject });
        worker ??= listen(start());
        worker.postMessage({ kind, number, ask } as LanguageRequest);
      });
    },
  };
}
