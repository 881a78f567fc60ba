import {
  type Day,
  type Fields,
  type FieldType,
  type FieldValue,
  formatDay,
  formatTime,
  type Localized,
  type MemberHistory,
  type Plan,
  type RejectedRow,
} from '../../schema/index.ts';
import { evaluateField } from '../engine/index.ts';
import {
  Collector,
  type CompiledMapping,
  type EventShape,
  Fault,
  type FileContent,
  type Forms,
  fitHistory,
  formatQuantity,
  type HistoryNotice,
  type HistorySource,
  historyMessages,
  isParquet,
  type Mapping,
  nativeRows,
  openParquet,
  parquetRows,
  pathsOf,
  type RawRow,
  ROW_FORMS,
  readSources,
  rejectUncut,
  shapesOf,
} from '../history/index.ts';
import type { FileStart } from './look-at.ts';
import { shortened } from './looks.ts';
import { wholeRows } from './whole-rows.ts';

/** One event as a row of a preview: what the program would make of some row. */
export interface PreviewEvent {
  readonly kind: 'event';
  readonly line: number;
  readonly member: string;
  readonly at: string;
  readonly event: string;
  readonly of: string | undefined;
  readonly fields: readonly { readonly name: string; readonly text: string }[];
}

/** A row that cannot be used. */
export interface PreviewBad {
  readonly kind: 'bad';
  readonly line: number;
  readonly reason: Localized;
  readonly message: Localized;
  readonly column: string | undefined;
  readonly raw: string;
}

export interface BadReason {
  readonly code: string;
  readonly reason: Localized;
  readonly count: number;
  /** Only the whole file can tell: what is taken back may stand in another part of it. */
  readonly uncertain: boolean;
  readonly first: readonly PreviewBad[];
}

/** What the beginning of a file becomes through a mapping, as the reader of histories itself says. */
export interface Preview {
  /** Why nothing can be read through the mapping. */
  readonly problems: readonly HistoryNotice[];
  readonly rows: number;
  readonly accepted: number;
  readonly ignored: readonly { readonly reason: string; readonly count: number }[];
  readonly members: number;
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  readonly events: readonly { readonly event: string; readonly count: number }[];
  /** The first rows in the order of the file. */
  readonly first: readonly (PreviewEvent | PreviewBad)[];
  readonly bad: readonly BadReason[];
}

/** Rows of a Parquet file that are enough. */
const MOST_ROWS = 5000;
const SHOWN = 20;
const SHOWN_BAD = 5;

/**
 * Reads the beginning of a file through a mapping (undefined: in the native form), with the reader that reads it as a whole.
 * `members` is all of the file of members that the mapping names.
 */
export async function previewRows(
  plan: Plan,
  mapping: Mapping | undefined,
  file: string,
  start: FileStart,
  whole: boolean,
  members?: FileStart,
): Promise<Preview> {
  const chunks = start instanceof Uint8Array ? [whole ? start : wholeRows(start, mapping)] : start;
  const collector = new Collector(undefined);
  const memberSources = new Map<string, FileContent>();
  const list = mapping?.members?.file;
  if (list !== undefined && members !== undefined)
    memberSources.set(list, members instanceof Uint8Array ? [members] : members);
  const source: HistorySource = { name: file, chunks, mapping };
  const forms = Array.isArray(chunks) ? ROW_FORMS : FIRST_ROWS;
  const { problems, known } = await readSources(plan, [source], { memberSources }, collector, forms);
  const fitted = fitHistory(plan, collector, evaluateField, known);
  const shapes = shapesOf(plan);
  const bad = collector.rejected.map(badRow);
  const events = fitted.members.flatMap((member) => eventRows(plan, shapes, member));
  const first = [...events.filter((row) => row.line > 0), ...bad]
    .sort((a, b) => a.line - b.line)
    .slice(0, SHOWN);
  const counts = new Map<string, number>();
  for (const { event } of events) counts.set(event, (counts.get(event) ?? 0) + 1);
  return {
    problems,
    rows: collector.rows,
    accepted: fitted.accepted,
    ignored: [...collector.ignored].map(([reason, count]) => ({ reason, count })),
    members: fitted.members.length,
    firstDay: fitted.firstDay,
    lastDay: fitted.lastDay,
    events: [...counts].map(([event, count]) => ({ event, count })),
    first,
    bad: reasonsOf(collector.rejected, whole && Array.isArray(chunks)),
  };
}

/** The first rows of a Parquet file in place of all. */
const FIRST_ROWS: Forms = {
  native: async (plan, { name, chunks }, collector) => {
    const take = nativeRows(plan, name, collector, undefined);
    return takeFirst(name, chunks, undefined, collector, take);
  },
  mapped: async (compiled: CompiledMapping, { name, chunks }, collector) => {
    if (!isParquet(chunks)) return undefined;
    const opened = await openParquet(name, chunks);
    if (opened instanceof Fault) return opened;
    const reader = compiled.reader(name, collector);
    const { columns } = compiled;
    if (!columns.openColumns(pathsOf(opened.fields))) return undefined;
    const failed = await takeFirst(name, chunks, columns.names, collector, (row) => reader.row(row));
    reader.end();
    return failed;
  },
  members: ROW_FORMS.members,
};

async function takeFirst(
  name: string,
  content: FileContent,
  wanted: readonly string[] | undefined,
  collector: Collector,
  take: (row: RawRow) => void,
): Promise<Fault | undefined> {
  if (!isParquet(content)) return undefined;
  const opened = await openParquet(name, content);
  if (opened instanceof Fault) return opened;
  const batches = parquetRows(name, opened, wanted, 0);
  while (collector.rows < MOST_ROWS) {
    const next = await batches.next();
    if (next.done === true) return next.value;
    for (const row of next.value) if (!rejectUncut(row, name, undefined, collector)) take(row);
  }
  return undefined;
}

function eventRows(
  plan: Plan,
  shapes: ReadonlyMap<string, EventShape>,
  { member, events }: MemberHistory,
): readonly PreviewEvent[] {
  return events.map(({ type, at, of, fields, place }) => ({
    kind: 'event',
    line: place?.line ?? 0,
    member,
    at: formatTime(at),
    event: type,
    of,
    fields: Object.entries(fields).map(([name, value]) => ({
      name,
      text: valueText(plan, shapes.get(type)?.fields.find((field) => field.name === name)?.type, value),
    })),
  }));
}

function valueText(plan: Plan, type: FieldType | undefined, value: FieldValue): string {
  if (value === undefined) return '';
  if (type?.kind === 'lines' || (typeof value === 'object' && !('n' in value))) {
    const lines = Array.isArray(value) ? value : [];
    const fields = type?.kind === 'lines' ? type.fields : [];
    return lines
      .map((line: Fields) =>
        Object.entries(line)
          .map(
            ([name, each]) =>
              `${name} ${valueText(plan, fields.find((one) => one.name === name)?.type, each)}`,
          )
          .join(', '),
      )
      .join('; ');
  }
  const own = type?.type;
  if (typeof value === 'bigint') {
    const unit = own?.kind === 'quantity' ? Object.keys(own.unit).join('·') : '';
    const text = formatQuantity(value, own?.kind === 'quantity' ? own.scale : 0);
    return unit === '' ? text : `${text} ${unit}`;
  }
  if (typeof value === 'number') {
    if (own?.kind === 'date') return formatDay(value);
    if (own?.kind === 'datetime') return formatTime(value);
    if (own?.kind === 'level')
      return plan.ladders.find(({ name }) => name === own.ladder)?.levels[value]?.name ?? String(value);
  }
  return shortened(String(value));
}

/** Reasons that a part of a history gives without cause: the original may stand before it or after it. */
const UNCERTAIN: ReadonlySet<string> = new Set([
  'reversal-unknown',
  'reversal-later',
  'reversal-no-original',
  'reversal-other-member',
  'part-of-bad-event',
  'member-incomplete',
]);

function reasonsOf(rejected: readonly RejectedRow[], whole: boolean): readonly BadReason[] {
  const found = new Map<string, { count: number; first: PreviewBad[] }>();
  for (const row of rejected) {
    const own = found.get(row.reason) ?? { count: 0, first: [] };
    own.count += 1;
    if (own.first.length < SHOWN_BAD) own.first.push(badRow(row));
    found.set(row.reason, own);
  }
  return [...found]
    .map(([code, { count, first }]) => ({
      code,
      reason: titleOf(code),
      count,
      uncertain: !whole && UNCERTAIN.has(code),
      first,
    }))
    .sort((a, b) => b.count - a.count);
}

function badRow(row: RejectedRow): PreviewBad {
  return {
    kind: 'bad',
    line: row.line,
    reason: titleOf(row.reason),
    message: row.message,
    column: row.column,
    raw: row.raw.length > 300 ? `${row.raw.slice(0, 299)}…` : row.raw,
  };
}

function titleOf(code: string): Localized {
  const known = Object.entries(historyMessages).find(([key]) => key === code);
  return known?.[1].title ?? { en: code, ja: code };
}
