import { readFileSync } from 'node:fs';
import type {
  Asked,
  EngineAnswers,
  EngineRequest,
  HistoryFile,
  HistorySpec,
  MembersQuery,
} from '../../playground/contract/index.ts';
import type { EngineClient } from '../../playground/engine/index.ts';

export const PROGRAM = readFileSync('programs/tea-house/program.yaml', 'utf8');
export const HISTORY = readFileSync('programs/tea-house/history.jsonl', 'utf8');
/** The tea house with dearer points. */
export const DEARER = PROGRAM.replace('2024-04-01: 54 JPY', '2024-04-01: 97 JPY');

export function fileOf(name: string, text: string | Uint8Array<ArrayBuffer>): HistoryFile {
  return new File([text], name);
}

/** A file that a page was given, in the native form. */
export function given(text: string): HistorySpec {
  return { kind: 'files', files: [fileOf('history.jsonl', text)], mapping: undefined };
}

/** What is answered; throws where it is refused. */
export async function answered<Kind extends Asked>(
  client: EngineClient,
  kind: Kind,
  ask: Omit<Extract<EngineRequest, { readonly kind: Kind }>, 'kind' | 'number'>,
): Promise<EngineAnswers[Kind]> {
  const outcome = await client.ask(kind, ask).outcome;
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
  return outcome.answer;
}

/** A replay of a candidate, beside a base where there is one. */
export function replay(
  client: EngineClient,
  candidate: string,
  base?: string,
): Promise<EngineAnswers['replay']> {
  return answered(client, 'replay', {
    candidate: { label: 'candidate', text: candidate },
    base: base === undefined ? undefined : { label: 'base', text: base },
    added: [],
  });
}

export const EVERYBODY: MembersQuery = {
  side: 'candidate',
  filter: '',
  changeClass: undefined,
  within: undefined,
  reachedBy: undefined,
  sort: undefined,
};
