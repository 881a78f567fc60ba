import { compileCondition, emitPlan } from '../../../compiler/index.ts';
import type { Yardstick } from '../../../runtime/index.ts';
import type { Diagnostic } from '../../../schema/index.ts';
import type { Histogram, MemberCell, MemberColumn, MembersPage, MembersQuery } from '../../contract/index.ts';
import type { Piece } from '../history/reading.ts';
import type { ReplayedVersion } from '../replaying.ts';
import type { Wanted } from '../threads/asking.ts';
import type { MembersAsked } from '../threads/contract.ts';
import { histogramOf } from './bars.ts';
import { memberColumns, type PlacedColumn } from './columns.ts';
import { type Numbers, numbersWhere, sortedBy } from './selecting.ts';

/** Versions side by side, as the table shows them. */
export interface Beside {
  readonly base: ReplayedVersion;
  readonly candidate: ReplayedVersion;
  readonly yardstick: Yardstick;
}

/** A condition that does not compile. */
export class BadCondition extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super('the condition does not compile');
    this.diagnostics = diagnostics;
  }
}

/** So many columns, and answers to who is meant, are kept. */
const KEPT = 12;

/** The members of a history under one version. Columns come from the threads as they are asked for; no row is made that is not shown. */
export class MembersTable {
  readonly #version: ReplayedVersion;
  readonly #asked: MembersAsked;
  readonly #columns: readonly PlacedColumn[];
  /** Number of the first member of each piece, and of all at the end. */
  readonly #firsts: readonly number[];
  readonly #kept = new Map<string, Promise<Float64Array | Uint8Array | Numbers>>();

  constructor(version: ReplayedVersion, beside: Beside | undefined) {
    this.#version = version;
    const { compiled, key, reading } = version;
    this.#asked = {
      key,
      compared: beside && {
        base: beside.base.key,
        candidate: beside.candidate.key,
        yardstick: beside.yardstick,
      },
    };
    this.#columns = memberColumns(compiled.plan, compiled.manifest, beside?.yardstick);
    const firsts = [0];
    for (const { members } of reading.pieces) firsts.push((firsts.at(-1) ?? 0) + members);
    this.#firsts = firsts;
  }

  get columns(): readonly MemberColumn[] {
    return this.#columns.map(({ column }) => column);
  }

  async page(query: MembersQuery, from: number, to: number, wanted: Wanted): Promise<MembersPage> {
    const numbers = await this.#ordered(query, wanted);
    const first = Math.max(0, Math.min(numbers.length, from));
    const shown = numbers.subarray(first, Math.max(first, Math.min(numbers.length, to)));
    const rows = await this.#rows(shown);
    return { kind: 'page', columns: this.columns, total: numbers.length, from: first, rows };
  }

  async histogram(query: MembersQuery, key: string, wanted: Wanted): Promise<Histogram> {
    const placed = this.#placed(key);
    const numbers = await this.#selected(query, wanted);
    return histogramOf(placed.column, await this.#values(placed), numbers);
  }

  #placed(key: string): PlacedColumn {
    const placed = this.#columns.find(({ column }) => column.key === key);
    if (placed === undefined) throw new RangeError(`no column ${key}`);
    return placed;
  }

  #ordered(query: MembersQuery, wanted: Wanted): Promise<Numbers> {
    const { sort } = query;
    if (sort === undefined) return this.#selected(query, wanted);
    return this.#keep(`order ${JSON.stringify(query)}`, async () => {
      const numbers = await this.#selected(query, wanted);
      // Members stand in the order of their ids.
      if (sort.column === 'member') return sort.descending ? numbers.toReversed() : numbers;
      return sortedBy(numbers, await this.#values(this.#placed(sort.column)), sort.descending);
    });
  }

  #selected({ filter, changeClass, within, reachedBy }: MembersQuery, wanted: Wanted): Promise<Numbers> {
    const who = { filter: filter.trim(), changeClass, within, reachedBy };
    return this.#keep(`who ${JSON.stringify(who)}`, async () => {
      // Those who are in no run have no values at all.
      const there = await this.#valuesAt('stopped', { kind: 'stopped' });
      const flags = who.filter === '' ? undefined : await this.#inCondition(who.filter, wanted);
      const reached = reachedBy === undefined ? undefined : await this.#reachedBy(reachedBy, wanted);
      const classes =
        changeClass === undefined ? undefined : await this.#valuesAt('class', { kind: 'worth', of: 'class' });
      const values = within && (await this.#values(this.#placed(within.column)));
      const isWithin = (value: number): boolean =>
        within === undefined ||
        (value >= within.low && (within.closed ? value <= within.high : value < within.high));
      return numbersWhere(
        there.length,
        (member) =>
          !Number.isNaN(there[member]) &&
          (flags === undefined || flags[member] === 1) &&
          (reached === undefined || reached[member] === 1) &&
          (classes === undefined || classes[member] === changeClass) &&
          (values === undefined || isWithin(values[member] ?? Number.NaN)),
      );
    });
  }

  #values({ column, place }: PlacedColumn): Promise<Float64Array> {
    return this.#valuesAt(column.key, place);
  }

  #valuesAt(key: string, place: PlacedColumn['place']): Promise<Float64Array> {
    return this.#keep(`column ${key}`, async () => {
      const values = new Float64Array(this.#firsts.at(-1) ?? 0);
      await this.#each(async (thread) => {
        for (const own of await thread.ask('values', { ...this.#asked, place }))
          values.set(own.values, this.#firstOf(own.chunk));
      });
      return values;
    });
  }

  /** 1 for those of whom a condition is true on the last day. Throws {@link BadCondition}. */
  #inCondition(condition: string, wanted: Wanted): Promise<Uint8Array> {
    return this.#keep(`condition ${condition}`, async () => {
      const { compiled, key } = this.#version;
      const { value: plan, diagnostics, segment } = compileCondition(compiled.text, condition);
      if (plan === undefined) throw new BadCondition(diagnostics);
      const module = new WebAssembly.Module(emitPlan(plan, { source: '', compiler: '' }).bytes);
      const flags = new Uint8Array(this.#firsts.at(-1) ?? 0);
      await this.#each(async (thread) => {
        for (const own of await thread.ask('inSegment', { key, module, segment }, { wanted }))
          flags.set(own.flags, this.#firstOf(own.chunk));
      });
      return flags;
    });
  }

  #reachedBy(name: string, wanted: Wanted): Promise<Uint8Array> {
    return this.#keep(`reached ${name}`, async () => {
      const { rules, rewards } = this.#version.compiled.plan;
      const source = [...rules, ...rewards].findIndex((each) => each.name === name);
      const flags = new Uint8Array(this.#firsts.at(-1) ?? 0);
      if (source < 0) return flags;
      await this.#each(async (thread) => {
        for (const own of await thread.ask('reached', { key: this.#asked.key, source }, { wanted }))
          flags.set(own.flags, this.#firstOf(own.chunk));
      });
      return flags;
    });
  }

  async #rows(numbers: Numbers): Promise<readonly (readonly MemberCell[])[]> {
    const { pieces } = this.#version.reading;
    const rows: (readonly MemberCell[])[] = Array.from(numbers, () => []);
    const byPiece = new Map<Piece, { readonly members: number[]; readonly places: number[] }>();
    for (const [place, number] of numbers.entries()) {
      const at = this.#pieceOf(number);
      const piece = pieces[at];
      if (piece === undefined) continue;
      const own = byPiece.get(piece) ?? { members: [], places: [] };
      own.members.push(number - (this.#firsts[at] ?? 0));
      own.places.push(place);
      byPiece.set(piece, own);
    }
    await Promise.all(
      [...byPiece].map(async ([{ thread, chunk }, { members, places }]) => {
        const [cells = []] = await thread.ask('cells', {
          ...this.#asked,
          columns: this.#columns,
          rows: [{ chunk, members }],
        });
        for (const [index, place] of places.entries()) rows[place] = cells[index] ?? [];
      }),
    );
    return rows;
  }

  async #each(ask: (thread: Piece['thread']) => Promise<void>): Promise<void> {
    await Promise.all([...new Set(this.#version.reading.pieces.map(({ thread }) => thread))].map(ask));
  }

  #firstOf(chunk: number): number {
    return this.#firsts[this.#version.reading.pieces.findIndex((piece) => piece.chunk === chunk)] ?? 0;
  }

  #pieceOf(member: number): number {
    let [low, high] = [0, this.#version.reading.pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] ?? 0) <= member) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Made once, and again where it could not be made. */
  #keep<Made extends Float64Array | Uint8Array | Numbers>(
    key: string,
    make: () => Promise<Made>,
  ): Promise<Made> {
    // What stands under a key was made under it.
    const known = this.#kept.get(key) as Promise<Made> | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return made;
  }
}
