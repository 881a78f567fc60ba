import { createStore } from 'zustand/vanilla';
import type { Finding } from '../../compiler/index.ts';
import type { TestsReport } from '../../report/index.ts';
import type { Language } from '../../schema/index.ts';
import type {
  AddedEvent,
  DeskState,
  DocumentKind,
  Documents,
  HistorySpec,
  HistorySummary,
  Inspected,
  LoyaltyDensity,
  MembersQuery,
  Place,
  Progress,
  Refusal,
  ReplayResult,
  Version,
} from '../contract/index.ts';

/** The views to the right, in the order of their tabs. */
export const VIEWS = [
  'overview',
  'members',
  'tiers',
  'points',
  'rules',
  'tests',
  'review',
  'compare',
] as const;
export type View = (typeof VIEWS)[number];
export type Theme = 'light' | 'dark';

/** What a history is and how far it is with reading it. */
export type HistoryState =
  | { readonly kind: 'opening'; readonly source: HistorySpec; readonly progress: Progress | undefined }
  | {
      readonly kind: 'ready';
      readonly source: HistorySpec;
      readonly summary: HistorySummary;
      /** Why the one that was wanted in its place could not be opened. */
      readonly refused: Refusal | undefined;
    }
  | { readonly kind: 'failed'; readonly source: HistorySpec; readonly refusal: Refusal };

/** How far the replay is. The last good result stays until there is another. */
export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress | undefined }
  /** Milliseconds from the keystroke to the figures on the page. */
  | { readonly kind: 'done'; readonly millis: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Everything that the page shows comes from here. Plain data; only the controller writes it. */
export interface PageState {
  readonly language: Language;
  readonly theme: Theme;
  /** Folder of the program that was picked, or how the file is called. */
  readonly name: string;
  readonly documents: Documents;
  readonly tab: DocumentKind;
  /** Versions that can be compared with: the program as it was opened, then those that were put aside. */
  readonly versions: readonly Version[];
  /** The editor shows what changed against the base. */
  readonly isDiff: boolean;
  /** What is compared with; undefined: nothing is. */
  readonly base: Version | undefined;
  readonly view: View;
  readonly inspected: Inspected | undefined;
  /** What was found in each document. */
  readonly found: Readonly<Record<DocumentKind, readonly Finding[]>> | undefined;
  /** The time of the clock since when the program is broken, in milliseconds; undefined: it is not. */
  readonly brokenSince: number | undefined;
  readonly history: HistoryState;
  readonly result: ReplayResult | undefined;
  /** The program text that the result is of. */
  readonly resultOf: string | undefined;
  /** Where members stand between the loyalties, and of which result; that of the one before stays until there is another. */
  readonly density: { readonly of: ReplayResult; readonly members: LoyaltyDensity | undefined } | undefined;
  readonly run: RunState;
  /** What became of the tests, run as one types; undefined until the first run. */
  readonly tests: TestsReport | undefined;
  readonly isTesting: boolean;
  /** What the editor is asked to show; a new object each time. */
  readonly shown: Place | undefined;
  /** What else the editor is asked for; a new object each time. */
  readonly wish: { readonly kind: 'outline' } | undefined;
  /** Which members are looked at. */
  readonly query: MembersQuery;
  /** Whose page is open. */
  readonly member: string | undefined;
  /** Keys of the columns that the table of members shows; undefined: those that say most. */
  readonly memberColumns: readonly string[] | undefined;
  /** Events that were added by hand to members of this history. */
  readonly added: readonly AddedEvent[];
  /** Number of the hint that a first visit shows; undefined: they are gone for good. */
  readonly hint: number | undefined;
  /** What is open above the page. */
  readonly dialog: 'gallery' | 'history' | 'share' | undefined;
  /** Dropped files and their mapping; they stay when their sheet is closed. */
  readonly desk: DeskState | undefined;
  /** Files that wait to be read as a history. */
  readonly offered: readonly File[];
  /** Something that the page has to say in place, until it is dismissed. */
  readonly notice: Notice | undefined;
}

export interface Notice {
  readonly kind: 'info' | 'trouble';
  readonly text: { readonly en: string; readonly ja: string };
  /** What can be done about it: the page as it was before a link was opened can be brought back. */
  readonly offers?: 'before' | undefined;
}

export const EVERYBODY: MembersQuery = {
  side: 'candidate',
  filter: '',
  within: undefined,
  changeClass: undefined,
  reachedBy: undefined,
  sort: undefined,
};

export type PageStore = ReturnType<typeof pageStore>;

export function pageStore(initial: PageState) {
  return createStore<PageState>()(() => initial);
}
