import type { LanguageAnswer, LanguageRequest } from '../contract/index.ts';
import { languageDesk } from '../language/index.ts';
import type { Serve } from './role.ts';

/** The language service of the page. */
export const serve: Serve = (post) => {
  const desk = languageDesk(() => performance.now());
  const answer = async (request: LanguageRequest): Promise<LanguageAnswer> => {
    const { number } = request;
    try {
      const handle = desk[request.kind] as (ask: LanguageRequest['ask']) => unknown;
      return { kind: 'answer', number, answer: await handle(request.ask) };
    } catch (error) {
      return { kind: 'fault', number, reason: error instanceof Error ? error.message : String(error) };
    }
  };
  return (message) => void answer(message as LanguageRequest).then((answered) => post(answered));
};
