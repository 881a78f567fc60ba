import type { Day, MemberHistory, Plan, RejectedRow } from '../../schema/index.ts';
import { type ColumnsOptions, type ColumnsRead, readColumns } from '../columns/index.ts';
import { evaluateField } from '../engine/index.ts';
import {
  Collector,
  type Draft,
  type FileContent,
  fault,
  fitHistory,
  type HistoryRead,
  type HistorySource,
  inOrderOf,
  type ReadOptions,
  ROW_FORMS,
  readSources,
  type Ties,
  warningsOf,
  Zones,
} from '../history/index.ts';
import { Borders } from './borders.ts';
import { type DealtSource, dealForms } from './deal.ts';
import { Dealer, type Store } from './dealer.ts';
import { GroupParts } from './group-parts.ts';
import { type DealtHistory, filesOf, type PartFiles } from './part-files.ts';

/** What the host lends, so that a history need not stand in memory as a whole. */
export interface PartsOptions extends ReadOptions {
  readonly store: Store;
  /** Into how many parts; one of them stands in memory at a time. */
  readonly parts: number;
  /** A small file that stands for a large one: its first rows and some from all over it, header included. */
  readonly sample: (file: HistorySource | string) => FileContent;
}

/** All that reading a history tells, but its members. */
export type HistorySummary = Omit<HistoryRead, 'members'>;

/**
 * Reads a history of any length: its rows are dealt out to parts, each of which holds whole members whose ids lie between
 * those of the parts before and after, and the parts are read one by one. What comes out, and what is said of each row, is
 * what `readHistory` says of the same files.
 */
export class HistoryParts {
  readonly #plan: Plan;
  readonly #sources: readonly HistorySource[];
  readonly #options: PartsOptions;
  readonly #dealt: DealtSource[] = [];
  readonly #zones = new Zones();
  #parts = 0;
  #first: Collector | undefined;
  #problems: HistoryRead['problems'] = [];

  private constructor(plan: Plan, sources: readonly HistorySource[], options: PartsOptions) {
    this.#plan = plan;
    this.#sources = sources;
    this.#options = options;
  }

  /** Deals the rows out; the files are read once, and their samples. */
  static async of(
    plan: Plan,
    sources: readonly HistorySource[],
    options: PartsOptions,
  ): Promise<HistoryParts> {
    const parts = new HistoryParts(plan, sources, options);
    await parts.#deal(await bordersOf(plan, sources, options));
    return parts;
  }

  async #deal(borders: Borders): Promise<void> {
    const { store, onProgress } = this.#options;
    const dealer = new Dealer(store);
    const groups = new GroupParts();
    const collector = new Collector(undefined);
    let rows = 0;
    const count = () => {
      rows += 1;
      if (rows % 10_000 === 0) onProgress?.(rows);
    };
    const forms = dealForms(
      {
        row(source, row, member, group) {
          const own = borders.placeOf(member);
          dealer.deal(group === undefined ? own : groups.partOf(group, own), source, row);
          count();
        },
        bytes(source, { line, bytes, rowStart, rowEnd }, from, to) {
          dealer.dealBytes(borders.placeOfAscii(bytes, from, to), source, line, bytes, rowStart, rowEnd);
          count();
        },
      },
      this.#dealt,
    );
    const read = await readSources(this.#plan, this.#sources, this.#options, collector, forms);
    dealer.end();
    this.#parts = borders.count + 1;
    this.#first = collector;
    this.#problems = read.problems;
  }

  /** What {@link filesOf} needs besides the bytes of a part; plain data. */
  get dealt(): DealtHistory {
    return {
      sources: this.#sources.map(({ name, mapping }) => ({ name, mapping })),
      files: this.#dealt.map(({ header, ...file }) => {
        const first = header();
        return { ...file, header: first && { line: first.line, raw: first.raw } };
      }),
    };
  }

  /** Reads part by part, in order of members; `visit` gets the members of each. May be called again. */
  read(visit: (members: readonly MemberHistory[]) => void | Promise<void>): Promise<HistorySummary> {
    return this.#eachPart(async (files) => {
      const { sources, memberSources } = files;
      const collector = new Collector(undefined, this.#zones);
      const { known } = await readSources(this.#plan, sources, { memberSources }, collector, ROW_FORMS);
      const { members, ...fitted } = fitHistory(this.#plan, collector, evaluateField, known);
      await visit(members);
      return { ...fitted, rejected: collector.rejected, ignored: collector.ignored, rows: collector.rows };
    });
  }

  /** The same as columns, without an object for each row; those of a part are gone when the next one is read. */
  readColumns(
    visit: (columns: ColumnsRead) => void | Promise<void>,
    options: Pick<ColumnsOptions, 'dictionary'> = {},
  ): Promise<HistorySummary> {
    return this.#eachPart(async ({ sources, memberSources }) => {
      const columns = await readColumns(this.#plan, sources, {
        ...options,
        memberSources,
        zones: this.#zones,
      });
      await visit(columns);
      return columns;
    });
  }

  #eachPart(readPart: (files: PartFiles) => Promise<PartSummary>): Promise<HistorySummary> {
    return this.summaryOf(async (parts, take) => {
      for (let part = 0; part < parts; part += 1) take(await readPart(this.#filesOf(part)));
    });
  }

  #filesOf(part: number): PartFiles {
    return filesOf(this.dealt, this.#options.store.read(part));
  }

  /** What is to be said of the history; `readAll` reads all parts, wherever it likes, and tells of each in their order. */
  async summaryOf(
    readAll: (parts: number, take: (read: PartSummary) => void) => Promise<void>,
  ): Promise<HistorySummary> {
    const rejected = [...(this.#first?.rejected ?? [])];
    const ignored = new Map<string, number>();
    let rows = this.#first?.rows ?? 0;
    let accepted = 0;
    let ties: Ties = { count: 0, first: undefined };
    let [firstDay, firstEvent, lastDay] = [Infinity, Infinity, -Infinity];
    await readAll(this.#problems.length === 0 ? this.#parts : 0, (read) => {
      for (const row of read.rejected) rejected.push(row);
      for (const [reason, count] of read.ignored) ignored.set(reason, (ignored.get(reason) ?? 0) + count);
      rows += read.rows;
      accepted += read.accepted;
      ties = { count: ties.count + read.ties.count, first: ties.first ?? read.ties.first };
      firstDay = Math.min(firstDay, read.firstDay ?? Infinity);
      firstEvent = Math.min(firstEvent, read.firstEvent ?? Infinity);
      lastDay = Math.max(lastDay, read.lastDay ?? -Infinity);
    });
    const known = (day: number): Day | undefined => (Number.isFinite(day) ? day : undefined);
    return {
      rejected: inOrderOf(this.#sources, await this.#withOwners(rejected)),
      ignored,
      warnings: warningsOf(this.#plan, ties, known(firstEvent)),
      problems: this.#problems,
      firstDay: known(firstDay),
      lastDay: known(lastDay),
      rows,
      accepted,
    };
  }

  /**
   * A reversal of what its own member never did may be of what another did, in another part. Asked for bad rows alone, so
   * the parts are gone through once more only where there are such.
   */
  async #withOwners(rejected: readonly RejectedRow[]): Promise<readonly RejectedRow[]> {
    const wanted = new Set(
      rejected.flatMap(({ reason, value }) =>
        reason === 'reversal-unknown' && value !== undefined ? [value] : [],
      ),
    );
    if (wanted.size === 0) return rejected;
    const finder = new IdFinder(wanted);
    for (let part = 0; part < this.#parts && finder.missing > 0; part += 1) {
      const { sources, memberSources } = this.#filesOf(part);
      await readSources(this.#plan, sources, { memberSources }, finder, ROW_FORMS);
    }
    return rejected.map((row) => {
      const { value = '', event = '', reason } = row;
      if (reason !== 'reversal-unknown' || !finder.found.has(value)) return row;
      const why = fault('reversal-other-member', { event, of: value });
      return { ...row, reason: why.code, message: why.message };
    });
  }
}

/** What a part tells of itself; plain data. */
export type PartSummary = Omit<HistorySummary, 'warnings' | 'problems'> & {
  readonly ties: Ties;
  readonly firstEvent: Day | undefined;
};

/** Reads a part wherever its bytes are: what it tells of itself, and its columns; `zones` are to be kept from part to part. */
export async function readPart(
  plan: Plan,
  dealt: DealtHistory,
  bytes: Uint8Array,
  zones: Zones,
): Promise<{ readonly summary: PartSummary; readonly columns: ColumnsRead }> {
  const { sources, memberSources } = filesOf(dealt, bytes);
  const columns = await readColumns(plan, sources, { memberSources, zones });
  const { rejected, ignored, rows, accepted, ties, firstEvent, firstDay, lastDay } = columns;
  return {
    summary: { rejected, ignored, rows, accepted, ties, firstEvent, firstDay, lastDay },
    columns,
  };
}

/** Looks for ids among the events of all members, and keeps nothing else. */
class IdFinder extends Collector {
  readonly found = new Set<string>();
  readonly #wanted: ReadonlySet<string>;

  constructor(wanted: ReadonlySet<string>) {
    super(undefined);
    this.#wanted = wanted;
  }

  get missing(): number {
    return this.#wanted.size - this.found.size;
  }

  override event({ id }: Draft): void {
    if (this.#wanted.has(id)) this.found.add(id);
  }

  override enrol(): undefined {
    // Enrolments have no id.
  }

  override reject(): void {
    // They were told when they were read first.
  }
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** The first members of all parts but the first, so that the parts are of about one size. */
async function bordersOf(
  plan: Plan,
  sources: readonly HistorySource[],
  { parts, sample, memberSources }: PartsOptions,
): Promise<Borders> {
  if (parts <= 1) return new Borders([]);
  const members: string[] = [];
  const add = (member: string) => {
    if (member !== '') members.push(member);
  };
  const forms = dealForms(
    {
      // A copy: what is cut out of a text may keep the text in memory, which here may be a whole column of a file.
      row: (_source, _row, member) => add(DECODER.decode(ENCODER.encode(member))),
      bytes: (_source, { bytes }, from, to) => add(DECODER.decode(bytes.subarray(from, to))),
    },
    [],
  );
  const small = sources.map((source) => ({ ...source, chunks: sample(source) }));
  const options = {
    memberSources: new Map([...(memberSources ?? [])].map(([name]) => [name, sample(name)])),
  };
  await readSources(plan, small, options, new Collector(undefined), forms);
  members.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const borders = Array.from(
    { length: parts - 1 },
    (_, index) => members[Math.floor(((index + 1) * members.length) / parts)] ?? '',
  );
  return new Borders(borders.filter((border, index) => border !== '' && border !== borders[index - 1]));
}
