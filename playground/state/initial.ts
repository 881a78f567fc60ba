import type { Language } from '../../schema/index.ts';
import type { Documents, HistorySpec } from '../contract/index.ts';
import type { Kept } from './kept.ts';
import { filesGone } from './notices.ts';
import { EVERYBODY, type PageState, type Theme } from './store.ts';

/** A program with what belongs to it, as the gallery, a file or a link brings it. */
export interface Opened {
  readonly name: string;
  readonly documents: Documents;
}

/** So many events are made up for a program that was just picked; the seed is the one that `kizuna generate` takes by itself. */
const SAMPLE_EVENTS = 10_000;
const SAMPLE_SEED = 1;

export const sampleOf = (program: string, events = SAMPLE_EVENTS, seed = SAMPLE_SEED): HistorySpec => ({
  kind: 'generated',
  program,
  events,
  seed,
});

export function historyFrom(kept: Kept | undefined, program: string): HistorySpec {
  const { history } = kept ?? {};
  return history === undefined ? sampleOf(program) : sampleOf(history.program, history.events, history.seed);
}

/** What is known before anything was asked: nothing found out about one program may stand beside another. */
export const NOTHING_KNOWN = {
  inspected: undefined,
  found: undefined,
  brokenSince: undefined,
  result: undefined,
  resultOf: undefined,
  density: undefined,
  run: { kind: 'idle' },
  tests: undefined,
  isDiff: false,
  member: undefined,
  memberColumns: undefined,
  added: [],
  query: EVERYBODY,
  dialog: undefined,
  desk: undefined,
} as const satisfies Partial<PageState>;

/** The page as it was left, or as a newcomer meets it. */
export function firstState(
  kept: Kept | undefined,
  first: Opened,
  before: { readonly language: Language; readonly theme: Theme },
): PageState {
  const documents = kept?.documents ?? first.documents;
  return {
    ...NOTHING_KNOWN,
    language: kept?.language ?? before.language,
    theme: kept?.theme ?? before.theme,
    name: kept?.name ?? first.name,
    documents,
    tab: kept?.tab ?? 'program',
    base: kept?.base,
    versions: kept?.versions ?? [{ label: first.name, text: first.documents.program }],
    view: kept?.view ?? 'overview',
    history: { kind: 'opening', source: historyFrom(kept, documents.program), progress: undefined },
    isTesting: false,
    shown: undefined,
    wish: undefined,
    hint: kept === undefined ? 0 : kept.hint === -1 ? undefined : kept.hint,
    offered: [],
    notice: kept?.files === undefined ? undefined : filesGone(kept.files),
  };
}
