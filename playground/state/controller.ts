import type { Language, Span } from '../../schema/index.ts';
import type {
  AddedEvent,
  DocumentKind,
  Documents,
  HistorySpec,
  MembersQuery,
  Refusal,
  ReplayResult,
  Version,
} from '../contract/index.ts';
import type { EngineClient } from '../engine/index.ts';
import type { LanguageClient } from '../language/index.ts';
import { historyWords } from './history-name.ts';
import { firstState, historyFrom, NOTHING_KNOWN, type Opened, sampleOf } from './initial.ts';
import { createKeeping, type KeepingHost, keptOf } from './keeping.ts';
import { MOST_VERSIONS, readKept, writeKept } from './kept.ts';
import {
  BEFORE,
  BROKEN_LINK,
  FROM_LINK,
  filesLeft,
  NOT_KEPT,
  noticeOf,
  OTHER_TAB,
  stillHeld,
} from './notices.ts';
import {
  EVERYBODY,
  type HistoryState,
  type Notice,
  type PageState,
  type PageStore,
  pageStore,
  type Theme,
  type View,
} from './store.ts';

/** What the page needs of the browser. */
export interface ControllerHost extends KeepingHost {
  /** For what is asked while somebody types. */
  readonly language: LanguageClient;
  /** The same service in a thread of its own, for what takes longer: tests and reviews. */
  readonly study: LanguageClient;
  readonly engine: EngineClient;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Notes a moment for whoever measures: an edit, its findings, its figures on the page. */
  readonly mark: (moment: 'edited' | 'inspected' | 'drawn') => void;
  /** Calls back once the page was drawn. */
  readonly drawn: (act: () => void) => void;
}

export type Controller = ReturnType<typeof createController>;

/** Everything that can be done on the page; the only one to write its state. */
export function createController(
  host: ControllerHost,
  first: Opened,
  before: { readonly kept: string | undefined; readonly language: Language; readonly theme: Theme },
) {
  const kept = before.kept === undefined ? undefined : readKept(before.kept);
  const store: PageStore = pageStore(firstState(kept, first, before));
  const { getState: state, setState: set } = store;
  const keeping = createKeeping(host, store, kept);
  const change = (part: Partial<PageState>): void => {
    set(part);
    keeping.soon();
  };
  const trouble = (error: unknown): void =>
    set({
      notice: noticeOf({ why: 'fault', reason: error instanceof Error ? error.message : String(error) }),
    });

  /** When the change was made that the next figures are the answer to. */
  let changedAt = host.now();
  /** Texts that are being inspected; a newer edit waits for its turn, and only the last one. */
  let inspecting = false;
  let waiting = false;

  const inspect = async (): Promise<void> => {
    if (inspecting) {
      waiting = true;
      return;
    }
    inspecting = true;
    try {
      do {
        waiting = false;
        const { documents: asked } = state();
        const findings = (document: DocumentKind) =>
          host.language.call('findings', { documents: asked, document });
        const [inspected, tests] = await Promise.all([
          host.language.call('inspect', { documents: asked }),
          findings('tests'),
        ]);
        const isBroken = inspected.plan === undefined;
        const found = { scenario: [], ...state().found, program: inspected.diagnostics, tests };
        host.mark('inspected');
        set({
          inspected,
          found,
          brokenSince: isBroken ? (state().brokenSince ?? Date.now()) : undefined,
        });
        if (!isBroken) reviveSample();
        // A scenario is checked with the whole program again: nobody waits for that while typing into the program.
        if (!waiting || state().tab === 'scenario')
          set({ found: { ...found, scenario: await findings('scenario') } });
      } while (waiting);
    } catch (error) {
      trouble(error);
    } finally {
      inspecting = false;
    }
    testWhenQuiet();
  };

  /** Customers could not be made up for a program with errors: now they can. */
  const reviveSample = (): void => {
    const { history, documents: now } = state();
    if (history.kind !== 'failed' || history.source.kind !== 'generated') return;
    const { source: lost, refusal } = history;
    if (refusal.why === 'broken') void open(sampleOf(now.program, lost.events, lost.seed));
  };

  /** The texts that were tested last. */
  let tested: Documents | undefined;
  /** Runs the tests of the newest texts, once nobody waits for findings or figures: they would take turns with them. */
  const testWhenQuiet = (): void => {
    const { run, history, documents: asked, isTesting } = state();
    const isBusy = inspecting || run.kind === 'running' || history.kind === 'opening';
    if (!isBusy && !isTesting && tested !== asked) void test(asked);
  };
  const test = async (asked: Documents): Promise<void> => {
    tested = asked;
    set({ isTesting: true });
    try {
      const report = await host.study.call('tests', { documents: asked });
      // Of a broken program there are no tests; what was found before stands.
      if (report !== undefined) set({ tests: report });
    } catch (error) {
      trouble(error);
    } finally {
      set({ isTesting: false });
    }
    testWhenQuiet();
  };

  /** What `cancel` ends. */
  let running: number | undefined;
  let runs = 0;
  const replay = async (): Promise<void> => {
    const { documents: asked, name, base, history, added } = state();
    if (history.kind !== 'ready' || history.summary.members === 0) return;
    runs += 1;
    const own = runs;
    const started = changedAt;
    const isLast = () => own === runs;
    set({ run: { kind: 'running', progress: undefined } });
    try {
      const candidate = { label: name, text: asked.program };
      const request = host.engine.ask('replay', { candidate, base, added }, (progress) => {
        if (isLast()) set({ run: { kind: 'running', progress } });
      });
      running = request.number;
      const outcome = await request.outcome;
      if (!isLast()) return;
      if (outcome.kind === 'refused') {
        set({ run: { kind: 'refused', refusal: outcome.refusal } });
        testWhenQuiet();
        return;
      }
      set({ result: outcome.answer, resultOf: asked.program });
      host.drawn(() => {
        if (!isLast()) return;
        host.mark('drawn');
        set({ run: { kind: 'done', millis: host.now() - started } });
        testWhenQuiet();
      });
    } catch (error) {
      if (!isLast()) return;
      set({ run: { kind: 'idle' } });
      trouble(error);
    }
  };

  let opens = 0;
  /** The history that the engine holds, for the program at hand: it stays where another cannot be opened. */
  let held: Extract<HistoryState, { readonly kind: 'ready' }> | undefined;
  const open = async (wanted: HistorySpec): Promise<void> => {
    opens += 1;
    // Figures that are still on their way are of another history.
    runs += 1;
    const own = opens;
    const isLast = () => own === opens;
    const { added } = state();
    change({
      history: { kind: 'opening', source: wanted, progress: undefined },
      run: { kind: 'idle' },
      member: undefined,
      added: [],
    });
    const refuse = (refusal: Refusal): void => {
      if (held === undefined) {
        set({ history: { kind: 'failed', source: wanted, refusal } });
        return;
      }
      const notice =
        refusal.why === 'cancelled'
          ? stillHeld(historyWords(wanted), historyWords(held.source))
          : noticeOf(refusal, 'history');
      set({ history: { ...held, refused: refusal }, added, notice });
      void replay();
    };
    try {
      const asked = { source: wanted, program: state().documents.program };
      const request = host.engine.ask('open', asked, (progress) => {
        if (isLast()) set({ history: { kind: 'opening', source: wanted, progress } });
      });
      running = request.number;
      const outcome = await request.outcome;
      if (!isLast()) return;
      if (outcome.kind === 'refused') {
        refuse(outcome.refusal);
        return;
      }
      held = { kind: 'ready', source: wanted, summary: outcome.answer, refused: undefined };
      change({ history: held });
      // Of nobody there are no figures, and those of another history are not theirs.
      if (outcome.answer.members === 0) set({ result: undefined, resultOf: undefined, density: undefined });
      changedAt = host.now();
      await replay();
    } catch (error) {
      if (isLast()) refuse({ why: 'fault', reason: error instanceof Error ? error.message : String(error) });
    }
  };

  // A part of the engine died: what is on the page can no longer be asked about until it is replayed.
  host.engine.onReopened((refusal) => {
    const { history } = state();
    if (history.kind !== 'ready') return;
    if (refusal === undefined) void replay();
    else set({ history: { kind: 'failed', source: history.source, refusal } });
  });

  const edited = (part: Partial<PageState>): void => {
    changedAt = host.now();
    host.mark('edited');
    change(part);
    void inspect();
    void replay();
  };

  let isStarted = false;
  const start = (): void => {
    if (isStarted) return;
    isStarted = true;
    void inspect();
    void open(state().history.source);
  };
  const put = (part: Partial<PageState>, wanted: HistorySpec): void => {
    held = undefined;
    change({ ...NOTHING_KNOWN, ...part });
    changedAt = host.now();
    void inspect();
    void open(wanted);
  };
  /** Puts the page as it was kept elsewhere; false: that is not ours, or what is here could not be laid aside. */
  const restore = (text: string): boolean => {
    const found = readKept(text);
    if (found === undefined || !keeping.makeRoom()) return false;
    const { name, documents: opened, tab, base, versions, view } = found;
    const original = { label: name, text: opened.program };
    put(
      { name, documents: opened, tab, base, versions: versions.length === 0 ? [original] : versions, view },
      historyFrom(found, opened.program),
    );
    return true;
  };
  const edit = (kind: DocumentKind, text: string): void => {
    const { documents: had } = state();
    if (had[kind] === text) return;
    keeping.touch();
    const part = { documents: { ...had, [kind]: text } };
    if (kind === 'program') edited(part);
    else {
      change(part);
      void inspect();
    }
  };

  return {
    store,
    /** To be asked by views; what they are told is theirs. */
    engine: host.engine,
    /** The same for what concerns texts alone. */
    language: host.language,
    study: host.study,
    /** Reads what is on the page for the first time. */
    start,
    /** What somebody typed into a document. */
    edit,
    /** Another program, with a history of its own. */
    openProgram({ name, documents: opened }: Opened): void {
      const wasOwn = keeping.isOwn;
      const { source } = state().history;
      if (!keeping.makeRoom()) return;
      put(
        {
          name,
          documents: opened,
          tab: 'program',
          base: undefined,
          versions: [{ label: name, text: opened.program }],
          view: state().view === 'compare' ? 'overview' : state().view,
        },
        sampleOf(opened.program),
      );
      const left = source.kind === 'files' ? filesLeft(source.files.map((file) => file.name)) : undefined;
      if (left !== undefined) set({ notice: wasOwn ? { ...left, offers: 'before' } : left });
      else if (wasOwn) set({ notice: BEFORE });
    },
    /** Tests or a scenario out of a file; what stood there is laid aside. `stranger`: what to say where they are of another program. */
    openDocument(kind: DocumentKind, text: string, stranger: Notice | undefined): void {
      if (state().documents[kind].trim() !== '') {
        keeping.touch();
        if (!keeping.makeRoom()) return;
        set({ notice: BEFORE });
      }
      edit(kind, text);
      change({ tab: kind });
      if (stranger !== undefined) set({ notice: { ...stranger, offers: state().notice?.offers } });
    },
    /** Reads another history. */
    openHistory(wanted: HistorySpec): void {
      // Of files one wants to see what could not be read.
      if (wanted.kind === 'generated') set({ dialog: undefined });
      void open(wanted);
    },
    /** Compares with a version, or with none. */
    compareWith(base: Version | undefined): void {
      edited({ base, isDiff: base !== undefined && state().isDiff });
    },
    /** Puts a version aside, to be compared with; of the same name, the newer one stays. */
    putAside(version: Version): void {
      // The program as it was opened stays, whatever is put aside.
      const [original, ...more] = state().versions;
      const others = more.filter(({ label }) => label !== version.label);
      const aside = [...others, version].slice(1 - MOST_VERSIONS);
      change({ versions: original === undefined ? aside : [original, ...aside] });
    },
    setDiff: (isDiff: boolean): void => set({ isDiff }),
    /** Ends what is running; what stood there stays. */
    cancel(): void {
      if (running !== undefined) host.engine.cancel(running);
    },
    /** Tries again what was refused. */
    again(): void {
      const { history, documents: now } = state();
      changedAt = host.now();
      if (history.kind !== 'failed') void replay();
      else if (history.source.kind === 'files') void open(history.source);
      else void open(sampleOf(now.program, history.source.events, history.source.seed));
    },
    setTab: (tab: DocumentKind): void => change({ tab }),
    setView: (view: View): void => change({ view }),
    setLanguage: (language: Language): void => change({ language }),
    setTheme: (theme: Theme): void => change({ theme }),
    /** Opens the sheet of histories with files to be read. */
    offerHistory: (offered: readonly File[]): void => set({ dialog: 'history', offered }),
    layDesk: (desk: PageState['desk']): void => set({ desk }),
    setDialog: (dialog: PageState['dialog']): void => set({ dialog, offered: [] }),
    setHint: (hint: number | undefined): void => change({ hint }),
    dismiss(): void {
      if (state().notice?.offers === 'before') keeping.forget();
      set({ notice: undefined });
    },
    /** Writes down at once what would be written soon: the page is about to go. */
    flush: keeping.flush,
    /** Another tab wrote down its own. */
    overtaken: (): void => set({ notice: OTHER_TAB }),
    tell: (notice: Notice): void => set({ notice }),
    /** Shows a place in the editor. */
    show(document: DocumentKind, span: Span): void {
      change({ tab: document, shown: { document, span } });
    },
    /** Opens the list of what the document contains. */
    outline: (): void => set({ wish: { kind: 'outline' } }),
    /** Shows the members whom a question is about. */
    look(query: Partial<MembersQuery>): void {
      change({ view: 'members', member: undefined, query: { ...EVERYBODY, ...query } });
    },
    setQuery: (query: MembersQuery): void => set({ query }),
    openMember: (member: string | undefined): void => change({ view: 'members', member }),
    /** Asks where members stand between the loyalties under what was replayed last, unless it is known. */
    async locate(of: ReplayResult): Promise<void> {
      if (state().density?.of === of) return;
      const outcome = await host.engine.ask('density', { side: 'candidate' }).outcome;
      // An answer that a newer result overtook is of neither for sure.
      if (outcome.kind === 'answer' && state().result === of)
        set({ density: { of, members: outcome.answer } });
    },
    setMemberColumns: (memberColumns: readonly string[] | undefined): void => set({ memberColumns }),
    /** Events by hand take the place of those that there were. */
    setAdded(added: readonly AddedEvent[]): void {
      changedAt = host.now();
      set({ added });
      void replay();
    },
    /** The page for links and files: what is on it, not how somebody likes to look at it; `light`: without tests, in a link that must be short. */
    shared(light = false): string {
      const all = keptOf(state());
      const documents = light ? { ...all.documents, tests: '' } : all.documents;
      // What somebody put aside on the way is nobody else's; nor are the names of files.
      const own = { versions: [], files: undefined, language: undefined, theme: undefined, hint: undefined };
      return writeKept({ ...all, documents, ...own });
    },
    /** Puts the page as it was kept elsewhere; false: that is not ours. */
    restore,
    /** Opens what a link holds; what stood there before can be brought back. Undefined: the link cannot be read. */
    openLink(text: string | undefined): void {
      const wasOwn = keeping.isOwn;
      if (text !== undefined && restore(text)) {
        isStarted = true;
        if (wasOwn) set({ notice: FROM_LINK });
        return;
      }
      start();
      // Where what is here could not be laid aside, that was said.
      if (state().notice !== NOT_KEPT) set({ notice: BROKEN_LINK });
    },
    /** Brings back what something else took the place of last; what stands there now is laid aside in its turn. */
    bringBack(): void {
      const was = keeping.takeBack();
      set({ notice: undefined });
      if (was === undefined || !restore(was)) return;
      keeping.touch();
      if (keeping.hasAside) set({ notice: BEFORE });
    },
    /** Goes where somebody was before, without counting as a step. */
    goTo: ({ view, member }: Pick<PageState, 'view' | 'member'>): void => change({ view, member }),
  };
}
