import type { Day, MemberHistory, Plan, RejectedRow } from '../../schema/index.ts';
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
  parseJson,
  type RawRow,
  type ReadOptions,
  readSources,
  type Scanner,
  type Ties,
  warningsOf,
} from '../history/index.ts';
import { type DealtSource, dealForms, type Taker } from './deal.ts';
import { blocksOf, Dealer, type Store } from './dealer.ts';
import { GroupParts } from './group-parts.ts';

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
  #parts = 0;
  #first: Collector | undefined;
  #problems: HistoryRead['problems'] = [];
  #hasMemberFile = false;

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

  async #deal(borders: readonly string[]): Promise<void> {
    const { store, onProgress } = this.#options;
    const dealer = new Dealer(store);
    const groups = new GroupParts();
    const collector = new Collector(undefined);
    let rows = 0;
    const forms = dealForms((source, row, member, group) => {
      const own = placeAmong(borders, member);
      dealer.deal(group === undefined ? own : groups.partOf(group, own), source, row);
      rows += 1;
      if (rows % 10_000 === 0) onProgress?.(rows);
    }, this.#dealt);
    const read = await readSources(this.#plan, this.#sources, this.#options, collector, forms);
    dealer.end();
    this.#parts = borders.length + 1;
    this.#first = collector;
    this.#problems = read.problems;
    this.#hasMemberFile = read.known !== undefined;
  }

  /** Reads part by part, in order of members; `visit` gets the members of each. May be called again. */
  async read(visit: (members: readonly MemberHistory[]) => void | Promise<void>): Promise<HistorySummary> {
    const rejected = [...(this.#first?.rejected ?? [])];
    const ignored = new Map<string, number>();
    const days: Days = { firstDay: undefined, lastDay: undefined, firstEvent: undefined };
    let rows = this.#first?.rows ?? 0;
    let accepted = 0;
    let ties: Ties = { count: 0, first: undefined };
    for (let part = 0; part < this.#parts && this.#problems.length === 0; part += 1) {
      const collector = new Collector(undefined);
      const known = this.#collect(part, collector);
      const fitted = fitHistory(
        this.#plan,
        collector,
        evaluateField,
        this.#hasMemberFile ? known : undefined,
      );
      await visit(fitted.members);
      for (const row of collector.rejected) rejected.push(row);
      for (const [reason, count] of collector.ignored)
        ignored.set(reason, (ignored.get(reason) ?? 0) + count);
      rows += collector.rows;
      accepted += fitted.accepted;
      ties = { count: ties.count + fitted.ties.count, first: ties.first ?? fitted.ties.first };
      days.firstDay = least(days.firstDay, fitted.firstDay);
      days.firstEvent = least(days.firstEvent, fitted.firstEvent);
      days.lastDay =
        fitted.lastDay === undefined
          ? days.lastDay
          : Math.max(days.lastDay ?? fitted.lastDay, fitted.lastDay);
    }
    return {
      rejected: inOrderOf(this.#sources, this.#withOwners(rejected)),
      ignored,
      warnings: warningsOf(this.#plan, ties, days.firstEvent),
      problems: this.#problems,
      firstDay: days.firstDay,
      lastDay: days.lastDay,
      rows,
      accepted,
    };
  }

  /** Hands the rows of a part to who makes events of them; returns the members of the files of members. */
  #collect(part: number, collector: Collector): Set<string> {
    const known = new Set<string>();
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let source = -1;
    let taker: Taker | undefined;
    let scanner: Scanner | undefined;
    for (const block of blocksOf(this.#options.store.read(part))) {
      if (block.source !== source) {
        taker?.end();
        source = block.source;
        taker = this.#dealt[source]?.taker(collector, known);
        scanner = this.#dealt[source]?.scanner?.();
      }
      const text = decoder.decode(block.text);
      for (const row of scanner === undefined
        ? typedRows(text, block.lines)
        : rowsOf(scanner, text, block.lines))
        taker?.row(row);
    }
    taker?.end();
    return known;
  }

  /**
   * A reversal of what its own member never did may be of what another did, in another part. Asked for bad rows alone, so
   * the parts are gone through once more only where there are such.
   */
  #withOwners(rejected: readonly RejectedRow[]): readonly RejectedRow[] {
    const wanted = new Set(
      rejected.flatMap(({ reason, value }) =>
        reason === 'reversal-unknown' && value !== undefined ? [value] : [],
      ),
    );
    if (wanted.size === 0) return rejected;
    const finder = new IdFinder(wanted);
    for (let part = 0; part < this.#parts && finder.missing > 0; part += 1) this.#collect(part, finder);
    return rejected.map((row) => {
      const { value = '', event = '', reason } = row;
      if (reason !== 'reversal-unknown' || !finder.found.has(value)) return row;
      const why = fault('reversal-other-member', { event, of: value });
      return { ...row, reason: why.code, message: why.message };
    });
  }
}

interface Days {
  firstDay: Day | undefined;
  lastDay: Day | undefined;
  firstEvent: Day | undefined;
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

function least(a: Day | undefined, b: Day | undefined): Day | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

function* rowsOf(scanner: Scanner, text: string, lines: Uint32Array): Generator<RawRow> {
  for (const [index, row] of scanner.push(text, true).entries()) yield { ...row, line: lines[index] ?? 0 };
}

function* typedRows(text: string, lines: Uint32Array): Generator<RawRow> {
  const rows = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const raw = rows[index] ?? '';
    const json = parseJson(raw);
    yield { line, raw, cells: [], fault: undefined, ...(json && { json }) };
  }
}

/** The first members of all parts but the first, so that the parts are of about one size. */
async function bordersOf(
  plan: Plan,
  sources: readonly HistorySource[],
  { parts, sample, memberSources }: PartsOptions,
): Promise<readonly string[]> {
  if (parts <= 1) return [];
  const members: string[] = [];
  const forms = dealForms((_source, _row, member) => {
    if (member !== '') members.push(member);
  }, []);
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
  return borders.filter((border, index) => border !== '' && border !== borders[index - 1]);
}

/** How many borders a member has reached. */
function placeAmong(borders: readonly string[], member: string): number {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (member < (borders[middle] ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}
