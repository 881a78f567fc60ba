import { statSync } from 'node:fs';
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
import type { Chunk, MemberHistory, Plan } from '../schema/index.ts';
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
import { folderStore, sampleOf } from './parts-store.ts';
import { progress } from './progress.ts';
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
  /** All of it is one chunk. */
  readonly small: boolean;
  /** The next chunk comes when the visit of the one before is over. */
  readonly each: (visit: (chunk: Chunk) => Promise<void>) => Promise<void>;
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
  const opened = await openInParts(terminal, plan, asked, parts);
  if ('exit' in opened) return opened;
  const { history, summary, close } = opened.value;
  const each: OpenMembers['each'] = async (visit) => {
    await history.read(async (some) => {
      some.forEach(visit);
      await pause();
    });
  };
  return { value: { summary, each, close } };
}

/** Opens a history to go through its columns, chunk by chunk. */
export async function openChunks(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
  onDisk: boolean,
): Promise<Loaded<OpenChunks>> {
  const parts = partsOf(asked, onDisk);
  if (parts === undefined) return openColumns(terminal, plan, asked);
  const opened = await openInParts(terminal, plan, asked, parts);
  if ('exit' in opened) return opened;
  const { history, ...rest } = opened.value;
  const each: OpenChunks['each'] = async (visit) => {
    await history.readColumns(async (columns) => {
      for (const chunk of columns.chunks(CHUNK)) await visit(chunk);
      await pause();
    });
  };
  return { value: { ...rest, small: false, each } };
}

async function openColumns(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
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
    for (const chunk of read.chunks(CHUNK)) await visit(chunk);
  };
  return {
    value: {
      summary: summaryOf(read),
      members: read.members,
      small: read.events <= CHUNK.rows,
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

interface Parts extends OpenHistory {
  readonly history: HistoryParts;
  readonly members: number;
}

async function openInParts(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
  parts: number,
): Promise<Loaded<Parts>> {
  const opened = openFiles(terminal, plan, asked);
  if ('exit' in opened) return opened;
  try {
    return await dealOut(terminal, plan, opened.value, parts);
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
  { sources, memberSources, memberPaths, mapping }: Files,
  parts: number,
): Promise<Loaded<Parts>> {
  const store = folderStore();
  const dealing = progress(terminal, READING);
  const history = await HistoryParts.of(plan, sources, {
    store,
    parts,
    sample: (file) => sampleOf(typeof file === 'string' ? (memberPaths.get(file) ?? file) : file.name),
    onProgress: (rows) => dealing.tick(rows),
    memberSources,
  });
  dealing.done();
  const checking = progress(terminal, { en: 'checking members', ja: '会員ごとに確認中' });
  let members = 0;
  const summary = await history.readColumns(async (columns) => {
    members += columns.members;
    checking.tick(members);
    await pause();
  });
  checking.done();
  if (summary.problems.length === 0) return { value: { history, summary, members, close: store.remove } };
  store.remove();
  for (const problem of summary.problems) tellProblem(terminal, problem, mapping);
  return { exit: EXIT.findings };
}
