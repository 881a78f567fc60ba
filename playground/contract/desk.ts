import type { Choice, MappingDraft, Preview, SurveyResult, Target, TargetRow } from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';
import type { HistoryFile } from './engine.ts';

/** What a consultant changes about a mapping. */
export type DeskChange =
  | { readonly kind: 'choose'; readonly target: Target; readonly choice: Choice }
  /** Reads the files as they are, in the native form, or through a mapping after all. */
  | { readonly kind: 'native'; readonly native: boolean }
  /** The file that says who the members are; undefined: none. */
  | { readonly kind: 'members'; readonly file: string | undefined };

/** Files that lie on the desk, and what is changed; without `desk` they are looked at for the first time. */
export interface DeskRequest {
  readonly files: readonly HistoryFile[];
  readonly desk: Desk | undefined;
  readonly change: DeskChange | undefined;
}

/** A file as far as its beginning tells. */
export interface DeskFile {
  readonly name: string;
  readonly size: number;
  readonly survey: SurveyResult;
  /** `rows`: read through the mapping; `members`: says who the members are; `apart`: cannot be read, or has other columns. */
  readonly role: 'rows' | 'members' | 'apart';
}

/** Everything that the page shows of files before they are opened. Plain data: it goes to a worker and comes back. */
export interface Desk {
  readonly files: readonly DeskFile[];
  /** Undefined: no file can be read. */
  readonly draft: MappingDraft | undefined;
  readonly targets: readonly TargetRow[];
  /** Targets that must be said before the files can be opened. */
  readonly missing: readonly Target[];
  /** The mapping document with its reasons, in both languages; empty where none is needed. */
  readonly mapping: Localized;
  readonly preview: Preview | undefined;
  /** Why there is no preview of a draft, which says nothing about its rows then. */
  readonly trouble: Localized | undefined;
}

/** Files on the desk, and how far somebody is with them. */
export interface DeskState {
  readonly files: readonly HistoryFile[];
  readonly desk: Desk | undefined;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
  /** They were read: the desk stands back, and can be come back to. */
  readonly isRead: boolean;
}
