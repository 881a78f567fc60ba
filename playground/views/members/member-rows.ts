import type { Diagnostic } from '../../../schema/index.ts';
import type {
  MemberCell,
  MemberColumn,
  MembersQuery,
  Refusal,
  ReplayResult,
  Side,
} from '../../contract/index.ts';
import type { EngineClient } from '../../engine/index.ts';
import { fittingQuery } from './member-query.ts';

/** Rows are asked for so many at a time. */
export const WINDOW = 100;
/** So many windows are kept; beyond, those that are far from what is looked at are dropped. */
const MOST_WINDOWS = 60;
const NEAR = 20;

type Row = readonly MemberCell[];

/** What the list knows now. A new object each time that something changes. */
export interface MembersShown {
  readonly columns: readonly MemberColumn[];
  /** Undefined until the first answer. */
  readonly total: number | undefined;
  /** Rows stand at their number ÷ {@link WINDOW}. */
  readonly windows: ReadonlyMap<number, readonly Row[]>;
  /** The question that was asked, without what this version has no column for; a new object for each result. */
  readonly query: MembersQuery | undefined;
  /** What stands here is of an older question, or of an older result. */
  readonly isOld: boolean;
  /** Why the condition is not understood; the list stays that of the one before. */
  readonly broken: readonly Diagnostic[];
  readonly refusal: Refusal | undefined;
}

const NOTHING: MembersShown = {
  columns: [],
  total: undefined,
  windows: new Map(),
  query: undefined,
  isOld: true,
  broken: [],
  refusal: undefined,
};

/** Members as the engine gives them, asked for where somebody looks. A new question leaves what stands there until its answer is in. */
export class MemberRows {
  readonly #engine: EngineClient;
  readonly #listeners = new Set<() => void>();
  #shown = NOTHING;
  /** Counts questions, so that answers to older ones are known. */
  #question = 0;
  #asked: MembersQuery | undefined;
  #isCompared = false;
  /** Number of the request that is on its way. */
  #running: number | undefined;
  /** Nothing more can be had for this question. */
  #isOver = true;
  #from = 0;
  #to = WINDOW;

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): MembersShown => this.#shown;

  /** Asks again: for other members, or for the same of a new result. */
  renew(query: MembersQuery, result: Pick<ReplayResult, 'base'>): void {
    this.#question += 1;
    if (this.#running !== undefined) this.#engine.cancel(this.#running);
    this.#running = undefined;
    this.#isOver = false;
    this.#asked = query;
    this.#isCompared = result.base !== undefined;
    this.#change({ isOld: true });
    void this.#begin(this.#question, this.#isCompared ? query.side : 'candidate');
  }

  /** Says which rows are looked at. */
  want(from: number, to: number): void {
    this.#from = Math.max(0, from);
    this.#to = Math.max(this.#from + 1, to);
    if (!this.#shown.isOld) this.#load();
  }

  row(index: number): Row | undefined {
    return rowOf(this.#shown, index);
  }

  async #begin(question: number, side: Side): Promise<void> {
    const { number, outcome } = this.#engine.ask('columns', { side });
    this.#running = number;
    const settled = await outcome;
    if (question !== this.#question || this.#asked === undefined) return;
    this.#running = undefined;
    if (settled.kind === 'refused') {
      this.#end({ refusal: settled.refusal });
      return;
    }
    const query = fittingQuery(this.#asked, settled.answer, this.#isCompared);
    void this.#ask(question, query, this.#from, this.#to);
  }

  /** Asks for what is looked at and not there; one request at a time. */
  #load(): void {
    const { windows, total, query } = this.#shown;
    if (this.#isOver || this.#running !== undefined || query === undefined) return;
    const last = Math.ceil(Math.min(this.#to, total ?? this.#to) / WINDOW);
    const missing: number[] = [];
    for (let at = Math.floor(this.#from / WINDOW); at < last; at += 1) if (!windows.has(at)) missing.push(at);
    const [first] = missing;
    if (first === undefined) return;
    void this.#ask(this.#question, query, first * WINDOW, ((missing.at(-1) ?? first) + 1) * WINDOW);
  }

  async #ask(question: number, query: MembersQuery, low: number, high: number): Promise<void> {
    const from = Math.floor(low / WINDOW) * WINDOW;
    const to = Math.ceil(high / WINDOW) * WINDOW;
    const { number, outcome } = this.#engine.ask('members', { query, from, to });
    this.#running = number;
    const settled = await outcome;
    if (question !== this.#question) return;
    this.#running = undefined;
    if (settled.kind === 'refused') {
      this.#end({ refusal: settled.refusal });
      return;
    }
    const { answer } = settled;
    if (answer.kind === 'broken') {
      this.#end({ broken: answer.diagnostics });
      return;
    }
    const windows = new Map(this.#shown.isOld ? [] : this.#shown.windows);
    for (let row = from; row < Math.min(to, answer.total); row += WINDOW) {
      const start = row - answer.from;
      if (start >= 0) windows.set(row / WINDOW, answer.rows.slice(start, start + WINDOW));
    }
    this.#forget(windows);
    const { columns, total } = answer;
    this.#change({ columns, total, windows, query, isOld: false, broken: [], refusal: undefined });
    this.#load();
  }

  #forget(windows: Map<number, readonly Row[]>): void {
    if (windows.size <= MOST_WINDOWS) return;
    const here = this.#from / WINDOW;
    for (const at of windows.keys()) if (Math.abs(at - here) > NEAR) windows.delete(at);
  }

  #end(why: Pick<Partial<MembersShown>, 'broken' | 'refusal'>): void {
    this.#isOver = true;
    this.#change({ broken: [], refusal: undefined, ...why });
  }

  #change(part: Partial<MembersShown>): void {
    this.#shown = { ...this.#shown, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** The row with a number, where it is at hand. */
export function rowOf({ windows }: Pick<MembersShown, 'windows'>, index: number): Row | undefined {
  return windows.get(Math.floor(index / WINDOW))?.[index % WINDOW];
}

/** How a member is called. */
export function memberOf(
  { columns }: Pick<MembersShown, 'columns'>,
  row: Row | undefined,
): string | undefined {
  const cell = row?.[columns.findIndex(({ key }) => key === 'member')];
  return typeof cell === 'string' ? cell : undefined;
}

/** The number of a member among the rows at hand. */
export function indexOfMember(shown: MembersShown, member: string): number | undefined {
  for (const [at, rows] of shown.windows) {
    const index = rows.findIndex((row) => memberOf(shown, row) === member);
    if (index >= 0) return at * WINDOW + index;
  }
  return undefined;
}
