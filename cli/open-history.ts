import { statSync } from 'node:fs';
import { cpus } from 'node:os';
// Now and then the process hears whether it is told to end.
import { setImmediate as pause } from 'node:timers/promises';
import {
  type ColumnsRead,
  type FileContent,
  HistoryParts,
  type HistorySource,
  type HistorySummary,
  readColumns,
} from '../runtime/index.ts';
import type { MemberHistory, Plan } from '../schema/index.ts';
import { EXIT } from './exit.ts';
import { errorCode } from './files.ts';
import { contentOf } from './history-content.ts';
import {
  type Files,
  type HistoryArguments,
  type Loaded,
  loadHistory,
  openFiles,
  READING,
  tellProblem,
} from './loading.ts';
import { progress } from './progress.ts';
import {
  type FolderStore,
  folderStore,
  type GivenChunk,
  givenChunk,
  readStored,
  sampleOf,
} from './reading/index.ts';
import type { Terminal } from './terminal/index.ts';
import { misuse } from './trouble.ts';

/** A history that was read once, and can be gone through in order of its members' ids. */
interface OpenHistory {
  readonly summary: HistorySummary;
  /** Takes away what was written aside. */
  readonly close: () => void;
}

export interface OpenMembers extends OpenHistory {
  readonly each: (visit: (member: MemberHistory) => void) => Promise<void>;
}

export interface OpenChunks extends OpenHistory {
  readonly members: number;
  /** Threads to replay with: as many as were asked for, else as many as are of use. */
  readonly workers: number;
  /** The next chunk comes when the visit of the one before is over. */
  readonly each: (visit: (chunk: GivenChunk) => Promise<void>) => Promise<void>;
}

/** Histories of more bytes are read in parts, so that they need not stand in memory. */
const LARGE = 64 << 20;
/** Bytes of one part, and how many bytes of rows one byte of Parquet is. */
const PART = 4 << 20;
const UNPACKED = 6;
/** Rows of one chunk, unless a single member has more. */
const CHUNK = { rows: 1 << 15 };

/** Members between two pauses. */
const TURN = 64;

/** Opens a history to go through its members; `onDisk`: in parts, however small it is. */
export async function openMembers(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
  onDisk: boolean,
): Promise<Loaded<OpenMembers>> {
  const parts = partsOf(asked, onDisk);
  if (parts === undefined) {
    const loaded = await loadHistory(terminal, plan, asked);
    if ('exit' in loaded) return loaded;
    const { members, ...summary } = loaded.value;
    const each: OpenMembers['each'] = async (visit) => {
      for (const [index, member] of members.entries()) {
        visit(member);
        if (index % TURN === TURN - 1) await pause();
      }
    };
    return { value: { summary, each, close: () => undefined } };
  }
  return openInParts(terminal, plan, asked, parts, async (history) => {
    const checking = progress(terminal, CHECKING);
    let done = 0;
    const summary = await history.readColumns(async (columns) => {
      done += columns.members;
      checking.tick(done);
      await pause();
    });
    checking.done();
    const each: OpenMembers['each'] = async (visit) => {
      await history.read(async (some) => {
        some.forEach(visit);
        await pause();
      });
    };
    return { summary, each };
  });
}

/** Threads besides the one that deals out, where nobody said how many: a small history is replayed sooner than one starts. */
function workersFor(small: boolean): number {
  return small ? 0 : Math.min(4, Math.max(1, cpus().length));
}

/** Opens a history to go through its columns, chunk by chunk; `workers`: threads that read and replay, undefined = as is best. */
export async function openChunks(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
  onDisk: boolean,
  workers: number | undefined,
): Promise<Loaded<OpenChunks>> {
  const parts = partsOf(asked, onDisk);
  if (parts === undefined) return openColumns(terminal, plan, asked, workers);
  const threads = workers ?? workersFor(false);
  const opened = await openInParts(terminal, plan, asked, parts, async (history, store) => {
    const checking = progress(terminal, CHECKING);
    const { summary, members, chunks } = await readStored(plan, history, store, {
      workers: threads,
      ...CHUNK,
      onMembers: (done) => checking.tick(done),
    });
    checking.done();
    const each: OpenChunks['each'] = async (visit) => {
      for (const chunk of chunks) await visit(chunk);
    };
    return { summary, members, workers: threads, each };
  });
  return opened;
}

async function openColumns(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
  workers: number | undefined,
): Promise<Loaded<OpenChunks>> {
  const opened = openFiles(terminal, plan, asked);
  if ('exit' in opened) return opened;
  const { sources, memberSources, memberPaths, mapping } = opened.value;
  const reading = progress(terminal, READING);
  const read = await readColumns(plan, sources, {
    memberSources,
    onProgress: (rows) => reading.tick(rows),
    again: againFrom(memberPaths),
  });
  reading.done();
  if (read.problems.length > 0) {
    for (const problem of read.problems) tellProblem(terminal, problem, mapping);
    return { exit: EXIT.findings };
  }
  const each: OpenChunks['each'] = async (visit) => {
    for (const chunk of read.chunks(CHUNK)) await visit(givenChunk(chunk));
  };
  return {
    value: {
      summary: summaryOf(read),
      members: read.members,
      workers: workers ?? workersFor(read.events <= CHUNK.rows),
      each,
      close: () => undefined,
    },
  };
}

function againFrom(memberPaths: Files['memberPaths']): (file: HistorySource | string) => FileContent {
  return (file) => contentOf(typeof file === 'string' ? (memberPaths.get(file) ?? file) : file.name);
}

function summaryOf(read: ColumnsRead): HistorySummary {
  const { rejected, ignored, warnings, problems, firstDay, lastDay, rows, accepted } = read;
  return { rejected, ignored, warnings, problems, firstDay, lastDay, rows, accepted };
}

/** Into how many parts a history is dealt; undefined: it stands in memory as a whole. */
function partsOf({ history }: HistoryArguments, onDisk: boolean): number | undefined {
  const size = history.reduce((sum, path) => sum + sizeOf(path), 0);
  return onDisk || size >= LARGE ? Math.ceil(size / PART) : undefined;
}

function sizeOf(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return /\.parquet$/i.test(path) ? size * UNPACKED : size;
}

const CHECKING = { en: 'checking members', ja: '会員ごとに確認中' };

/** Deals a history out, and gives what `open` makes of its parts. */
async function openInParts<Opened extends Omit<OpenHistory, 'close'>>(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
  parts: number,
  open: (history: HistoryParts, store: FolderStore) => Promise<Opened>,
): Promise<Loaded<Opened & OpenHistory>> {
  const opened = openFiles(terminal, plan, asked);
  if ('exit' in opened) return opened;
  const { mapping } = opened.value;
  try {
    const store = folderStore();
    const made = await open(await dealOut(terminal, plan, opened.value, parts, store), store);
    const { problems } = made.summary;
    if (problems.length === 0) return { value: { ...made, close: store.remove } };
    store.remove();
    for (const problem of problems) tellProblem(terminal, problem, mapping);
    return { exit: EXIT.findings };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const what = {
      en: `the history cannot be put into temporary files (${code})`,
      ja: `履歴を一時ファイルに書き込めません（${code}）`,
    };
    const help = { en: '`TMPDIR` names the folder for them', ja: '`TMPDIR` で置き場所を指定できます' };
    return { exit: misuse(terminal, what, help) };
  }
}

async function dealOut(
  terminal: Terminal,
  plan: Plan,
  { sources, memberSources, memberPaths }: Files,
  parts: number,
  store: FolderStore,
): Promise<HistoryParts> {
  const dealing = progress(terminal, READING);
  const history = await HistoryParts.of(plan, sources, {
    store,
    parts,
    sample: (file) => sampleOf(typeof file === 'string' ? (memberPaths.get(file) ?? file) : file.name),
    onProgress: (rows) => dealing.tick(rows),
    memberSources,
  });
  dealing.done();
  return history;
}
