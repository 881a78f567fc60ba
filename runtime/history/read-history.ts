import type { Day, Localized, MemberHistory, Plan, RejectedRow } from '../../schema/index.ts';
import { formatDay } from '../../schema/index.ts';
import { evaluateField } from '../engine/index.ts';
import { CellMap } from './cell-map.ts';
import { Collector, placeOf } from './collector.ts';
import { type CompiledEntry, EntryCompiler, type MappingProblem } from './compile-mapping.ts';
import { Fault, fault } from './fault.ts';
import type { Setting } from './field-reader.ts';
import { fitHistory, type Ties } from './fit.ts';
import { MappedReader } from './mapped.ts';
import type { Mapping } from './mapping.ts';
import { MemberReader } from './member-reader.ts';
import { nativeHeader, nativeRows } from './native-rows.ts';
import { openParquet, parquetRows, pathsOf, type RandomFile } from './parquet-file.ts';
import { CsvScanner, LineScanner, type RawRow, type Scanner } from './scan.ts';
import { type Chunks, textOf } from './text.ts';
import { Zones } from './zone.ts';

/** What is in a file: its text, piece by piece, or a Parquet file, which is read here and there. */
export type FileContent = Chunks | RandomFile;

/** One file of a history. Without a mapping it is in the native form, JSON Lines, CSV or Parquet. */
export interface HistorySource {
  /** How places in this file are called. */
  readonly name: string;
  readonly chunks: FileContent;
  readonly mapping?: Mapping | undefined;
}

export interface ReadOptions {
  /** Called every 10,000 rows. */
  readonly onProgress?: (rows: number) => void;
  /** Contents of the files that mappings name under `members:`, by that name. */
  readonly memberSources?: ReadonlyMap<string, FileContent>;
}

/** Something that the history as a whole makes us warn of, or why a file cannot be read through its mapping. */
export interface HistoryNotice {
  readonly code: string;
  readonly title: Localized;
  readonly message: Localized;
  readonly help: Localized | undefined;
  /** Undefined: the history as a whole. */
  readonly file: string | undefined;
  /** Place in the mapping document; empty = the document as a whole. */
  readonly path: readonly (string | number)[];
}

export interface HistoryRead {
  /** Sorted by member id (by code units). */
  readonly members: readonly MemberHistory[];
  readonly rejected: readonly RejectedRow[];
  /** Rows left out on purpose, by the reason that the mapping gives. */
  readonly ignored: ReadonlyMap<string, number>;
  readonly warnings: readonly HistoryNotice[];
  /** Files that could not be read at all. When there is one, the history is not whole. */
  readonly problems: readonly HistoryNotice[];
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  /** Rows of all files: accepted + rejected + ignored. Headers, skipped and empty lines are none. */
  readonly rows: number;
  /** Rows that became events (several rows may be one) or enrolments. */
  readonly accepted: number;
}

/**
 * Reads the files of one history for a program. Never throws for what the files hold: each row becomes (part of) an
 * event or an enrolment, or is rejected or ignored with a reason.
 */
export async function readHistory(
  plan: Plan,
  sources: readonly HistorySource[],
  options: ReadOptions = {},
): Promise<HistoryRead> {
  const collector = new Collector(options.onProgress);
  const { problems, known } = await readSources(plan, sources, options, collector, ROW_FORMS);
  const fitted = fitHistory(plan, collector, evaluateField, known);
  return {
    members: fitted.members,
    rejected: inOrderOf(sources, collector.rejected),
    ignored: collector.ignored,
    warnings: warningsOf(plan, fitted.ties, fitted.firstEvent),
    problems,
    firstDay: fitted.firstDay,
    lastDay: fitted.lastDay,
    rows: collector.rows,
    accepted: fitted.accepted,
  };
}

/** How the rows of one file come to a collector. */
export interface Forms {
  /** Undefined, or why the file cannot be read at all. */
  readonly native: (plan: Plan, source: HistorySource, collector: Collector) => Promise<Fault | undefined>;
  readonly mapped: (
    compiled: CompiledMapping,
    source: HistorySource,
    collector: Collector,
  ) => Promise<Fault | undefined>;
  readonly members: (
    compiled: NonNullable<CompiledMapping['members']>,
    file: string,
    chunks: FileContent,
    known: Set<string>,
    collector: Collector,
  ) => Promise<Fault | undefined>;
}

/** Every row as an object: slow, and what any faster way is held to. */
export const ROW_FORMS: Forms = { native: readNative, mapped: readMapped, members: readMembers };

export interface SourcesRead {
  readonly problems: readonly HistoryNotice[];
  /** Members of the files of members; undefined when no mapping names one. */
  readonly known: ReadonlySet<string> | undefined;
}

/** Reads every file, those of members first where their mapping is first met. */
export async function readSources(
  plan: Plan,
  sources: readonly HistorySource[],
  options: ReadOptions,
  collector: Collector,
  forms: Forms,
): Promise<SourcesRead> {
  const problems: HistoryNotice[] = [];
  const known = new Set<string>();
  let hasMemberFile = false;
  const readMemberFiles = new Set<string>();
  for (const source of sources) {
    const noted: MappingProblem[] = [];
    const { mapping } = source;
    if (mapping === undefined) {
      const failed = await forms.native(plan, source, collector);
      if (failed !== undefined) problems.push(noticeOf(failed, source.name, []));
      continue;
    }
    const members = mapping.members;
    const memberChunks = members && options.memberSources?.get(members.file);
    const compiled = compileMapping(plan, mapping, source.name, noted, collector.zones);
    if (members !== undefined && memberChunks === undefined)
      noted.push({
        path: ['members', 'file'],
        fault: fault('mapping-members-file', { file: members.file }),
      });
    if (noted.length === 0 && compiled !== undefined) {
      if (compiled.members !== undefined && members !== undefined && memberChunks !== undefined) {
        hasMemberFile = true;
        if (!readMemberFiles.has(members.file)) {
          readMemberFiles.add(members.file);
          const failed = await forms.members(compiled.members, members.file, memberChunks, known, collector);
          if (failed !== undefined) noted.push({ path: ['members', 'file'], fault: failed });
        }
      }
      if (noted.length === 0) {
        const failed = await forms.mapped(compiled, source, collector);
        if (failed !== undefined) noted.push({ path: ['format'], fault: failed });
      }
    }
    problems.push(...noted.map((problem) => noticeOf(problem.fault, source.name, problem.path)));
  }
  return { problems, known: hasMemberFile ? known : undefined };
}

/** Bad rows in the order in which they stand in the files; those of files of members follow. */
export function inOrderOf(
  sources: readonly HistorySource[],
  rejected: readonly RejectedRow[],
): RejectedRow[] {
  const places = new Map<string, number>();
  for (const { name } of sources) if (!places.has(name)) places.set(name, places.size);
  const place = (row: RejectedRow) => places.get(row.file) ?? places.size;
  return [...rejected].sort((a, b) => place(a) - place(b) || a.line - b.line);
}

/** What is wrong with a mapping for this program, as far as the document alone tells. */
export function checkMapping(plan: Plan, mapping: Mapping): readonly HistoryNotice[] {
  const noted: MappingProblem[] = [];
  compileMapping(plan, mapping, mapping.mapping, noted, new Zones());
  return noted.map((problem) => noticeOf(problem.fault, undefined, problem.path));
}

function noticeOf(why: Fault, file: string | undefined, path: readonly (string | number)[]): HistoryNotice {
  const { code, title, message, help } = why;
  return { code, title, message, help, file, path };
}

/** A mapping that fits the program. */
export interface CompiledMapping {
  readonly setting: Setting;
  readonly columns: CellMap;
  readonly entries: readonly CompiledEntry[];
  readonly reader: (file: string, collector: Collector) => MappedReader;
  readonly members: { readonly columns: CellMap; readonly reader: MemberReader } | undefined;
}

function compileMapping(
  plan: Plan,
  mapping: Mapping,
  file: string,
  noted: MappingProblem[],
  zones: Zones,
): CompiledMapping | undefined {
  const program = zones.of(plan.timezone);
  const source = mapping.zone === undefined ? program : zones.of(mapping.zone);
  if (program === undefined || source === undefined) {
    const zone = program === undefined ? plan.timezone : (mapping.zone ?? '');
    noted.push({ path: ['zone'], fault: fault('mapping-unknown-zone', { zone }) });
    return undefined;
  }
  const setting: Setting = { plan, program, source };
  const note = (path: readonly (string | number)[], why: Fault) => noted.push({ path, fault: why });
  const columns = new CellMap(mapping, file, [], note);
  const compiler = new EntryCompiler(setting, columns, noted);
  const entries = compiler.entries(mapping);
  let members: CompiledMapping['members'];
  if (mapping.members !== undefined) {
    const memberColumns = new CellMap(mapping.members, mapping.members.file, ['members'], note);
    const memberCompiler = new EntryCompiler(setting, memberColumns, noted);
    members = {
      columns: memberColumns,
      reader: new MemberReader(setting, memberColumns, memberCompiler, mapping.members, note),
    };
  }
  return {
    setting,
    columns,
    entries,
    reader: (name, collector) => new MappedReader(setting, columns, entries, name, collector),
    members,
  };
}

async function readMapped(
  compiled: CompiledMapping,
  source: HistorySource,
  collector: Collector,
): Promise<Fault | undefined> {
  const { columns } = compiled;
  const reader = compiled.reader(source.name, collector);
  const failed = await readRows(columns, source.name, source.chunks, collector, (row) => reader.row(row));
  reader.end();
  return failed;
}

async function readMembers(
  compiled: NonNullable<CompiledMapping['members']>,
  file: string,
  chunks: FileContent,
  known: Set<string>,
  collector: Collector,
): Promise<Fault | undefined> {
  return readRows(compiled.columns, file, chunks, collector, (row) =>
    compiled.reader.row(row, file, known, collector),
  );
}

/** Hands on every row of a file below its header; rows that could not be cut are rejected here. */
export async function readRows(
  columns: CellMap,
  file: string,
  chunks: FileContent,
  collector: Collector,
  take: (row: RawRow) => void,
): Promise<Fault | undefined> {
  if (isParquet(chunks)) {
    const opened = await openParquet(file, chunks);
    if (opened instanceof Fault) return opened;
    // What is unknown is noted with its place in the mapping.
    if (!columns.openColumns(pathsOf(opened.fields))) return undefined;
    return takeTyped(parquetRows(file, opened, columns.names), file, collector, take);
  }
  if (columns.wantsParquet) return fault('parquet-expected', { file });
  const { skip } = columns;
  let opened = !columns.hasHeader;
  if (opened) columns.open(undefined);
  for await (const rows of rowsOf(chunks, columns.encoding, () => columns.scanner())) {
    for (const row of rows) {
      if (row.line <= skip) continue;
      if (!opened) {
        opened = true;
        if (!columns.openHeader(row)) return undefined;
      } else if (!rejectUncut(row, file, columns.encoding, collector)) {
        take(row);
      }
    }
  }
  return undefined;
}

export function isParquet(content: FileContent): content is RandomFile {
  return 'byteLength' in content;
}

async function takeTyped(
  batches: ReturnType<typeof parquetRows>,
  file: string,
  collector: Collector,
  take: (row: RawRow) => void,
): Promise<Fault | undefined> {
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return next.value;
    for (const row of next.value) if (!rejectUncut(row, file, undefined, collector)) take(row);
  }
}

/** Bytes that are no text of the encoding, and those that no text holds: files of another encoding are full of them. */
const NO_TEXT = /[\uFFFD\0]/;

/** Rejects a row that could not be cut into cells, or whose bytes were no text. */
export function rejectUncut(
  row: RawRow,
  file: string,
  encoding: string | undefined,
  collector: Collector,
): boolean {
  const bad =
    row.fault ??
    (NO_TEXT.test(row.raw)
      ? fault('unreadable-text', { encoding: (encoding ?? 'utf-8').toUpperCase() })
      : undefined);
  if (bad === undefined) return false;
  collector.next();
  collector.reject(file, row, bad);
  return true;
}

/** The texts of some rows of a file that was read before, by line. */
export async function rawTexts(
  file: string,
  content: FileContent,
  columns: CellMap | undefined,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>();
  const keep = (rows: readonly RawRow[]): void => {
    for (const row of rows) if (wanted.has(row.line)) texts.set(row.line, row.raw);
  };
  if (isParquet(content)) {
    const opened = await openParquet(file, content);
    if (!(opened instanceof Fault))
      for await (const rows of parquetRows(file, opened, columns?.names)) keep(rows);
    return texts;
  }
  const scanner = columns === undefined ? nativeScanner : () => columns.scanner();
  for await (const rows of rowsOf(content, columns?.encoding, scanner)) {
    keep(rows);
    if (texts.size === wanted.size) break;
  }
  return texts;
}

/** Native rows are JSON Lines where the text begins with an object. */
export function isJsonText(text: string): boolean {
  return text.trimStart().startsWith('{');
}

function nativeScanner(text: string): Scanner {
  return isJsonText(text) ? new LineScanner() : new CsvScanner(',');
}

/** Rows of a file, block by block, cut by the scanner that its first text asks for. */
export async function* rowsOf(
  chunks: Chunks,
  encoding: string | undefined,
  scanner: (text: string) => Scanner,
): AsyncGenerator<readonly RawRow[]> {
  let started: Scanner | undefined;
  let waiting = '';
  const { lines } = chunks;
  const placed = (rows: readonly RawRow[]): readonly RawRow[] =>
    lines === undefined ? rows : rows.map((row) => ({ ...row, line: lines[row.line - 1] ?? row.line }));
  for await (const text of textOf(chunks, encoding)) {
    waiting += text;
    if (started === undefined && waiting.trim() === '') continue;
    started ??= scanner(waiting);
    yield placed(started.push(waiting, false));
    waiting = '';
  }
  if (started !== undefined) yield placed(started.push(waiting, true));
}

function readNative(
  plan: Plan,
  { name, chunks }: HistorySource,
  collector: Collector,
): Promise<Fault | undefined> {
  return readNativeRows(name, chunks, collector, (header) =>
    nativeRows(plan, name, collector, header && nativeHeader(header)),
  );
}

/**
 * Hands on every row of a native file to what is opened for it: under a header, or (undefined) each row an object of its
 * own. Rows that could not be cut are rejected here.
 */
export async function readNativeRows(
  file: string,
  chunks: FileContent,
  collector: Collector,
  open: (header: RawRow | undefined) => (row: RawRow) => void,
): Promise<Fault | undefined> {
  if (isParquet(chunks)) {
    const opened = await openParquet(file, chunks);
    if (opened instanceof Fault) return opened;
    // Of rows that stand for others it is only asked whose they are.
    const wanted = chunks.few === true ? ['member'] : undefined;
    return takeTyped(parquetRows(file, opened, wanted), file, collector, open(undefined));
  }
  let read: ((row: RawRow) => void) | undefined;
  const start = (text: string): Scanner => {
    if (isJsonText(text)) read = open(undefined);
    return nativeScanner(text);
  };
  const take = (row: RawRow): void => {
    if (read === undefined) read = open(row);
    else if (!rejectUncut(row, file, undefined, collector)) read(row);
  };
  for await (const rows of rowsOf(chunks, undefined, start)) for (const row of rows) take(row);
  return undefined;
}

export function warningsOf(plan: Plan, ties: Ties, firstEvent: Day | undefined): HistoryNotice[] {
  const warnings: HistoryNotice[] = [];
  if (ties.first !== undefined)
    warnings.push(
      noticeOf(
        fault('tie-between-files', { count: ties.count, place: placeOf(ties.first) }),
        ties.first.file,
        [],
      ),
    );
  for (const parameter of plan.parameters) {
    if (parameter.content.kind !== 'dated' || firstEvent === undefined) continue;
    const from = parameter.content.entries[0]?.from;
    if (from === undefined || from <= firstEvent) continue;
    warnings.push(
      noticeOf(
        fault('parameter-starts-late', {
          first: formatDay(firstEvent),
          parameter: parameter.name,
          from: formatDay(from),
        }),
        undefined,
        [],
      ),
    );
  }
  return warnings;
}
