import type { Language } from '../../schema/index.ts';
import { DOCUMENTS, type DocumentKind, type Documents, type Version } from '../contract/index.ts';
import { type Theme, VIEWS, type View } from './store.ts';

/** A made-up history, by what it is made from; the events themselves are never kept or shared. */
export interface KeptHistory {
  readonly program: string;
  readonly events: number;
  readonly seed: number;
}

/** What survives a reload, and (without language, theme and hint) travels in a link. */
export interface Kept {
  readonly name: string;
  readonly documents: Documents;
  readonly tab: DocumentKind;
  readonly base: Version | undefined;
  readonly versions: readonly Version[];
  readonly view: View;
  readonly history: KeptHistory | undefined;
  /** Names of the files of a history of one's own, which itself is not kept. */
  readonly files?: readonly string[] | undefined;
  readonly language?: Language | undefined;
  readonly theme?: Theme | undefined;
  /** Number of the hint that comes next; −1: they are gone for good. */
  readonly hint?: number | undefined;
}

const VERSION = 1;
/** Larger histories are not made without asking, whatever a link says. */
const MOST_EVENTS = 1_000_000;
/** Versions that are kept beside the program. */
export const MOST_VERSIONS = 8;

type Loose = Readonly<Record<string, unknown>>;

const asLoose = (value: unknown): Loose | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : undefined;
const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
const oneOf = <T extends string>(value: unknown, all: readonly T[]): T | undefined =>
  all.find((each) => each === value);

function documentsIn(value: unknown): Documents | undefined {
  const loose = asLoose(value);
  if (!isText(loose?.program)) return undefined;
  const text = (kind: DocumentKind): string => {
    const own = loose?.[kind];
    return isText(own) ? own : '';
  };
  return { program: text('program'), tests: text('tests'), scenario: text('scenario') };
}

function versionIn(value: unknown): Version | undefined {
  const loose = asLoose(value);
  return isText(loose?.label) && isText(loose.text) ? { label: loose.label, text: loose.text } : undefined;
}

function versionsIn(value: unknown): readonly Version[] {
  return Array.isArray(value) ? value.slice(0, MOST_VERSIONS).flatMap((each) => versionIn(each) ?? []) : [];
}

function namesIn(value: unknown): readonly string[] | undefined {
  const names = Array.isArray(value) ? value.filter(isText) : [];
  return names.length === 0 ? undefined : names;
}

function historyIn(value: unknown): KeptHistory | undefined {
  const loose = asLoose(value);
  if (!isText(loose?.program)) return undefined;
  const { program, events, seed } = loose;
  if (!isWhole(events, MOST_EVENTS) || events === 0 || !isWhole(seed, Number.MAX_SAFE_INTEGER))
    return undefined;
  return { program, events, seed } as KeptHistory;
}

/** As text, to be kept or sent. */
export function writeKept(kept: Kept): string {
  return JSON.stringify({ kizuna: VERSION, ...kept });
}

/** What was kept; undefined where the text is not ours, or of a version that is not known. What does not fit is left out. */
export function readKept(text: string): Kept | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const loose = asLoose(parsed);
  const documents = documentsIn(loose?.documents);
  if (loose === undefined || loose.kizuna !== VERSION || documents === undefined) return undefined;
  const { name, hint } = loose;
  return {
    name: isText(name) ? name : '',
    documents,
    tab: oneOf(loose.tab, DOCUMENTS) ?? 'program',
    base: versionIn(loose.base),
    versions: versionsIn(loose.versions),
    view: oneOf(loose.view, VIEWS) ?? 'overview',
    history: historyIn(loose.history),
    files: namesIn(loose.files),
    language: oneOf(loose.language, ['en', 'ja'] as const),
    theme: oneOf(loose.theme, ['light', 'dark'] as const),
    hint: hint === -1 || isWhole(hint, 9) ? (hint as number) : undefined,
  };
}
