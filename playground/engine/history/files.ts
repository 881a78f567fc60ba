import { readDocument, toData, validateDocument } from '../../../compiler/index.ts';
import {
  bytesOfChunk,
  type ColumnsRead,
  checkMapping,
  type HistorySource,
  type Mapping,
  readColumns,
} from '../../../runtime/index.ts';
import type { Localized, Plan } from '../../../schema/index.ts';
import type { HistoryFile } from '../../contract/index.ts';
import { type AskedThread, Cancelled, type Wanted } from '../threads/asking.ts';
import { type OpenFile, openFile } from './file-content.ts';
import type { Piece, Reading } from './reading.ts';
import { Refused } from './refused.ts';

export interface FilesAsked {
  readonly files: readonly HistoryFile[];
  readonly mapping: string | undefined;
}

/** Columns of so many rows, and where members stand under two versions, took 1 GB; four times that ends a page. */
const MOST_ROWS = 5_000_000;
/** Text of so many rows, at two hundred bytes each. */
const MOST_BYTES = 1_000_000_000;
/** Bad rows that can be looked at, with their text; of a file that is bad from end to end the first ones tell as much. */
const MOST_TEXTS = 100_000;
/** Rows of a chunk: small enough that a replay gives way soon, large enough that chunks cost nothing. */
const CHUNK = { rows: 1 << 15 };

function unreadable(reason: Localized, help: Localized | undefined = undefined): Refused {
  return new Refused({ why: 'unreadable', reason, help });
}

const HELP_LARGE = {
  en: 'take some of the members, or use the `kizuna` command, which reads histories of any length',
  ja: '会員の一部を取り出すか、履歴の長さに制限のない `kizuna` コマンドをお使いください',
};

function tooLarge(): Refused {
  const most = MOST_ROWS.toLocaleString('en');
  return unreadable(
    {
      en: `the history has more than ${most} rows, which is more than a page can hold`,
      ja: `履歴が ${most} 行を超えています。このページでは扱いきれません`,
    },
    HELP_LARGE,
  );
}

function checkSize(files: readonly HistoryFile[]): void {
  const size = files.reduce((sum, each) => sum + each.size, 0);
  if (size <= MOST_BYTES) return;
  const [own, most] = [size, MOST_BYTES].map((bytes) => (bytes / 1e9).toFixed(1));
  throw unreadable(
    {
      en: `the files have ${own} GB, which is more than a page can hold (${most} GB)`,
      ja: `ファイルの合計が ${own} GB あります。このページで扱えるのは ${most} GB までです`,
    },
    HELP_LARGE,
  );
}

/** The mapping that a document states, if it states one that this program can use. */
function mappingOf(plan: Plan, text: string): Mapping {
  const { root, diagnostics } = readDocument(text);
  const found = [...diagnostics, ...(root === undefined ? [] : validateDocument(root, 'mapping'))];
  const bad = found.find(({ severity }) => severity === 'error');
  if (root === undefined || bad !== undefined)
    throw unreadable(bad?.message ?? { en: 'the mapping is empty', ja: 'マッピングが空です' }, bad?.help);
  // The schema has just said that the data has this shape.
  const mapping = toData(root) as Mapping;
  const [problem] = checkMapping(plan, mapping);
  if (problem !== undefined) throw unreadable(problem.message, problem.help);
  return mapping;
}

async function opened(files: readonly HistoryFile[]): Promise<readonly OpenFile[]> {
  const open: OpenFile[] = [];
  for (const file of files) {
    try {
      open.push(await openFile(file));
    } catch {
      throw unreadable(
        {
          en: `${file.name} cannot be read: it may be a folder, or it was moved or changed`,
          ja: `${file.name} を読み取れません。フォルダーか、移動または変更されたファイルのようです`,
        },
        { en: 'drop the file once more', ja: 'もう一度ファイルをドロップしてください' },
      );
    }
  }
  return open;
}

/** Reads files into columns, and deals these out to the threads; every thread keeps what it gets. */
export async function readFiles(
  threads: readonly AskedThread[],
  number: number,
  plan: Plan,
  { files, mapping: text }: FilesAsked,
  onRows: (rows: number) => void,
  wanted: Wanted,
): Promise<Reading> {
  checkSize(files);
  const open = await opened(files);
  const mapping = text === undefined ? undefined : mappingOf(plan, text);
  const memberFile = open.find(({ name }) => name === mapping?.members?.file);
  const contents = new Map<HistorySource | string, OpenFile['content']>();
  if (memberFile !== undefined) contents.set(memberFile.name, memberFile.content);
  const sources = open
    .filter((file) => file !== memberFile)
    .map(({ name, content }): HistorySource => {
      const source = { name, chunks: content(), mapping };
      contents.set(source, content);
      return source;
    });
  if (sources.length === 0)
    throw unreadable({ en: 'there is no file to read', ja: '読み込むファイルがありません' });
  const read = await readColumns(plan, sources, {
    memberSources: new Map(memberFile === undefined ? [] : [[memberFile.name, memberFile.content()]]),
    mostTexts: MOST_TEXTS,
    again: (file) => contents.get(file)?.() ?? [],
    onProgress(rows) {
      if (wanted.isCancelled) throw new Cancelled('cancelled');
      if (rows > MOST_ROWS) throw tooLarge();
      onRows(rows);
    },
  });
  const [problem] = read.problems;
  if (problem !== undefined) {
    const { file, message, help } = problem;
    const place = file === undefined ? '' : `${file}: `;
    throw unreadable({ en: place + message.en, ja: place + message.ja }, help);
  }
  return { ...summaryOf(read), number, plan, pieces: await deal(threads, number, plan, read) };
}

function summaryOf(read: ColumnsRead): Pick<Reading, 'members' | 'events' | 'summary' | 'dictionary'> {
  const { rejected, ignored, warnings, problems, firstDay, lastDay, rows, accepted } = read;
  return {
    members: read.members,
    events: read.events,
    summary: { rejected, ignored, warnings, problems, firstDay, lastDay, rows, accepted },
    dictionary: read.dictionary,
  };
}

/** Each chunk goes to the thread that has the fewest rows; their memory goes with them. */
async function deal(
  threads: readonly AskedThread[],
  reading: number,
  plan: Plan,
  read: ColumnsRead,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  const rows = threads.map(() => 0);
  // Threads without a chunk hold the reading too.
  for (const thread of threads) await thread.ask('take', { reading, plan, chunks: [] });
  for (const chunk of read.chunks(CHUNK)) {
    const least = rows.indexOf(Math.min(...rows));
    const thread = threads[least];
    if (thread === undefined) break;
    rows[least] = (rows[least] ?? 0) + chunk.rows;
    const bytes = bytesOfChunk(chunk);
    const number = pieces.length;
    pieces.push({ thread, chunk: number, members: chunk.members });
    await thread.ask(
      'take',
      { reading, plan, chunks: [{ chunk: number, bytes }] },
      { transfer: [bytes.buffer] },
    );
  }
  return pieces;
}
