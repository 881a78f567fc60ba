import type { Chunk, Day, Layout, Plan, RejectedRow } from '../../schema/index.ts';
import { layoutOf } from '../../schema/index.ts';
import {
  type FileContent,
  type Forms,
  type HistoryNotice,
  type HistorySource,
  inOrderOf,
  isParquet,
  type ReadOptions,
  ROW_FORMS,
  readSources,
  type Ties,
  warningsOf,
  type Zones,
} from '../history/index.ts';
import { ColumnSink } from './column-sink.ts';
import { cut as cutChunks } from './cut.ts';
import type { Dictionary } from './dictionary.ts';
import { fitRows } from './fit-columns.ts';
import { mappedCut, readMappedRows, readMappedTyped } from './mapped-rows.ts';
import type { ChunkSize } from './member-columns.ts';
import { readNativeColumns } from './read-native.ts';
import { RowStore } from './row-store.ts';
import { SourceTexts } from './source-texts.ts';

export interface ColumnsOptions extends ReadOptions {
  /**
   * Opens a file once more, by its place among the sources or the name of a file of members: the texts of rows that turn
   * out not to fit are read again. Without it, files that can be read only once are kept in memory.
   */
  readonly again?: (file: HistorySource | string) => FileContent;
  /** So many bad rows keep their text; `raw` of the others is empty, as it is of no row of a file. Left out: all of them. */
  readonly mostTexts?: number;
  /** Chosen by the caller where several histories share codes. */
  readonly dictionary?: Dictionary;
  /** Kept by the caller where several histories are read. */
  readonly zones?: Zones;
}

/** A whole history as columns; what it says of its rows is what the reader of rows says. */
export interface ColumnsRead {
  readonly layout: Layout;
  readonly dictionary: Dictionary;
  readonly members: number;
  /** Rows of events that fit. */
  readonly events: number;
  /** Chunks of whole members, sorted by id (by code units), rows in replay order; each has memory of its own. */
  readonly chunks: (size: ChunkSize) => Iterable<Chunk>;
  /** The chunk of one member; undefined: there is none of that id. */
  readonly chunkOf: (member: string) => Chunk | undefined;
  readonly rejected: readonly RejectedRow[];
  readonly ignored: ReadonlyMap<string, number>;
  readonly warnings: readonly HistoryNotice[];
  readonly problems: readonly HistoryNotice[];
  /** What the warnings are of, to be added up over parts of a history. */
  readonly ties: Ties;
  readonly firstEvent: Day | undefined;
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  readonly rows: number;
  readonly accepted: number;
  /** Bytes of memory that the columns take. */
  readonly footprint: number;
}

/** Reads the files of one history as {@link readHistory} does, into columns instead of objects. */
export async function readColumns(
  plan: Plan,
  sources: readonly HistorySource[],
  options: ColumnsOptions = {},
): Promise<ColumnsRead> {
  const layout = layoutOf(plan);
  const store = new RowStore(layout, options.dictionary);
  const { mostTexts = Number.POSITIVE_INFINITY } = options;
  const sink = new ColumnSink(store, options.onProgress, options.zones, mostTexts);
  const texts = new SourceTexts(options.again);
  const { problems, known } = await readSources(plan, sources, options, sink, columnForms(sink, texts));
  const fitted = fitRows(plan, store, known);
  const late = await texts.of(fitted.rejects, mostTexts - sink.rejected.length);
  const rankOf = (member: string): number => {
    let [low, high] = [0, fitted.members.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (store.members.text(fitted.members[middle] ?? 0) < member) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    layout,
    dictionary: store.dictionary,
    members: fitted.members.length,
    events: fitted.rows.length,
    chunks: (size) => ({ [Symbol.iterator]: () => cutChunks(store, fitted, size) }),
    chunkOf: (member) => {
      const rank = rankOf(member);
      const found = fitted.members[rank];
      if (found === undefined || store.members.text(found) !== member) return undefined;
      const [chunk] = cutChunks(store, fitted, { rows: 0 }, rank, rank + 1);
      return chunk;
    },
    rejected: inOrderOf(sources, [...sink.rejected, ...late]),
    ignored: sink.ignored,
    warnings: warningsOf(plan, fitted.ties, fitted.firstEvent),
    problems,
    ties: fitted.ties,
    firstEvent: fitted.firstEvent,
    firstDay: fitted.firstDay,
    lastDay: fitted.lastDay,
    rows: sink.rows,
    accepted: fitted.accepted,
    footprint:
      store.footprint + 4 * (fitted.rows.length + (fitted.of?.length ?? 0) + 3 * fitted.members.length),
  };
}

function columnForms(sink: ColumnSink, texts: SourceTexts): Forms {
  return {
    native: async (plan, source) => {
      const number = sink.begin(source.name);
      return readNativeColumns(plan, texts.open(number, source, undefined), number, sink);
    },
    mapped: async (compiled, source, collector) => {
      const number = sink.begin(source.name);
      const opened = texts.open(number, source, compiled.columns);
      if (isParquet(opened.chunks)) return readMappedTyped(compiled, opened, number, sink);
      const cut = mappedCut(compiled, opened.chunks);
      if (cut !== undefined) {
        await readMappedRows(compiled, opened, number, sink, cut);
        return undefined;
      }
      return ROW_FORMS.mapped(compiled, opened, collector);
    },
    members: (compiled, file, chunks, known, collector) => {
      const opened = texts.openMembers(sink.begin(file), file, chunks, compiled.columns);
      return ROW_FORMS.members(compiled, file, opened, known, collector);
    },
  };
}
