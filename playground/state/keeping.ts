import { type Kept, writeKept } from './kept.ts';
import { NOT_KEPT } from './notices.ts';
import type { PageState, PageStore } from './store.ts';

/** Where the page keeps texts between visits. */
export interface KeepingHost {
  /** Keeps a text for the next visit; false: the browser cannot. */
  readonly keep: (text: string) => boolean;
  /** Keeps texts that something else took the place of, the newest last; false: the browser cannot. */
  readonly layAside: (texts: readonly string[]) => boolean;
  readonly aside: () => readonly string[];
  /** Calls back after so many milliseconds, unless the function it gives is called before. */
  readonly later: (milliseconds: number, act: () => void) => () => void;
}

/** So long after the last change it is written down for the next visit. */
const KEEP_AFTER = 400;
/** So many texts are laid aside at most; then the oldest goes. */
const MOST_ASIDE = 5;

export type Keeping = ReturnType<typeof createKeeping>;

/** Keeps what is somebody's own: for the next visit, and aside while something else takes its place. */
export function createKeeping(host: KeepingHost, store: PageStore, kept: Kept | undefined) {
  let unkeep: () => void = () => undefined;
  let isKept = true;
  /** Something was typed since it was opened. */
  let isOwn = kept !== undefined && kept.versions[0]?.text !== kept.documents.program;
  const now = (): string => writeKept(keptOf(store.getState()));
  const flush = (): void => {
    unkeep();
    const was = isKept;
    isKept = host.keep(now());
    if (was && !isKept) store.setState({ notice: NOT_KEPT });
  };
  return {
    /** Writes down at once what would be written soon. */
    flush,
    /** Writes down what is on the page once it stays still. */
    soon(): void {
      unkeep();
      unkeep = host.later(KEEP_AFTER, flush);
    },
    get isOwn(): boolean {
      return isOwn;
    },
    /** What is on the page is somebody's own from now on. */
    touch(): void {
      isOwn = true;
    },
    /** Lays aside what is somebody's own; false: it could not be kept, and nothing may take its place. */
    makeRoom(): boolean {
      if (!isOwn) return true;
      let texts = [...host.aside(), now()].slice(-MOST_ASIDE);
      while (!host.layAside(texts)) {
        if (texts.length === 1) {
          store.setState({ notice: NOT_KEPT });
          return false;
        }
        texts = texts.slice(1);
      }
      isOwn = false;
      return true;
    },
    /** What was laid aside last, which then is laid aside no more. */
    takeBack(): string | undefined {
      const texts = host.aside();
      host.layAside(texts.slice(0, -1));
      return texts.at(-1);
    },
    get hasAside(): boolean {
      return host.aside().length > 0;
    },
    /** Forgets what was laid aside. */
    forget: (): void => void host.layAside([]),
  };
}

/** The part of the page that outlives a visit. */
export function keptOf({
  name,
  documents,
  tab,
  base,
  versions,
  view,
  history: { source },
  language,
  theme,
  hint,
}: PageState): Kept {
  return {
    name,
    documents,
    tab,
    base,
    versions,
    view,
    history:
      source.kind === 'generated'
        ? { program: source.program, events: source.events, seed: source.seed }
        : undefined,
    files: source.kind === 'files' ? source.files.map((file) => file.name) : undefined,
    language,
    theme,
    hint: hint ?? -1,
  };
}
