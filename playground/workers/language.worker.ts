import './seal.ts';
import type { LanguageAnswer, LanguageRequest } from '../contract/index.ts';
import { languageDesk } from '../language/index.ts';

const desk = languageDesk(() => performance.now());

async function answer(request: LanguageRequest): Promise<LanguageAnswer> {
  const { number } = request;
  try {
    const handle = desk[request.kind] as (ask: LanguageRequest['ask']) => unknown;
    return { kind: 'answer', number, answer: await handle(request.ask) };
  } catch (error) {
    return { kind: 'fault', number, reason: error instanceof Error ? error.message : String(error) };
  }
}

self.onmessage = ({ data }: MessageEvent<LanguageRequest>) => {
  void answer(data).then((answered) => self.postMessage(answered));
};
