import {
  type Column,
  contains,
  type Layout,
  layoutOf,
  NO_DAY,
  type Plan,
  type PlanExpr,
  type Span,
} from '../../schema/index.ts';
import { type Arena, newArena } from './arena.ts';
import { type Counters, newCounters } from './counters.ts';
import { type Arithmetic, arithmetic } from './library/arithmetic.ts';
import { CALENDAR_BYTES, type Calendar, calendar } from './library/calendar.ts';
import { scratchBytes, type Wide, wide } from './library/wide.ts';
import {
  c32,
  c64,
  doAll,
  type Expr,
  type Global,
  type I64,
  load32,
  load64,
  type Stmt,
  store32,
  store64,
  type Type,
  trap,
} from './wasm/code.ts';
import { type Body, Module } from './wasm/module.ts';

/** Where locals come from. */
export type Locals = Pick<Body<'void'>, 'i32' | 'i64'>;

/** A value at a fixed address. */
export interface Slot<T extends Type> {
  readonly address: number;
  readonly get: Expr<T>;
  readonly set: (value: Expr<T>) => Stmt;
}

/** A program that the emitter cannot turn into bounded work; the checker's findings tell it to the designer. */
export class Unbounded extends Error {
  readonly span: Span;
  readonly reason: string;

  constructor(reason: string, span: Span) {
    super(reason);
    this.reason = reason;
    this.span = span;
  }
}

/** Memory whose place is known while building; the state of one member, cleared before the next. */
export class StaticMemory {
  #next: number;

  constructor(start: number) {
    this.#next = start;
  }

  get end(): number {
    return this.#next;
  }

  place(bytes: number): number {
    const address = Math.ceil(this.#next / 8) * 8;
    this.#next = address + bytes;
    return address;
  }

  i32(): Slot<'i32'> {
    const address = this.place(4);
    return {
      address,
      get: load32(c32(0), address),
      set: (value) => store32(c32(0), value, address),
    };
  }

  i64(): Slot<'i64'> {
    const address = this.place(8);
    return {
      address,
      get: load64(c32(0), address),
      set: (value) => store64(c32(0), value, address),
    };
  }
}

/** Texts and places that code refers to by number; the manifest lists them. */
class Table<T> {
  readonly items: T[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(item: T, key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.items.push(item);
    this.#numbers.set(key, this.items.length - 1);
    return this.items.length - 1;
  }
}

/** Pointers to one column of the chunk at hand. */
export interface ColumnPointer {
  readonly column: Column;
  readonly values: Global<'i32'>;
  readonly present: Global<'i32'> | undefined;
}

export interface LinesPointer {
  readonly name: string;
  readonly starts: Global<'i32'>;
  readonly columns: readonly ColumnPointer[];
}

export interface EventPointers {
  readonly columns: readonly ColumnPointer[];
  readonly lines: readonly LinesPointer[];
}

/** Everything that the parts of the emitter share. */
export interface Engine {
  readonly m: Module;
  readonly plan: Plan;
  readonly layout: Layout;
  readonly calendar: Calendar;
  readonly arithmetic: Arithmetic;
  readonly wide: Wide;
  readonly state: StaticMemory;
  readonly g: Globals;
  readonly pointers: Pointers;
  readonly names: Table<string>;
  readonly spans: Table<Span>;
  readonly arena: Arena;
  readonly counters: Counters;
  /** Code of a word or text that the program names. */
  readonly codeOf: (text: string) => number;
  /** Notes what is being decided, for the report of an overflow. */
  readonly working: (name: string) => Stmt;
  /** Ends the step with an overflow at a place of the program. */
  readonly overflow: (span: Span) => Stmt;
}

export interface Globals {
  /** Chunk, member at hand. */
  readonly member: Global<'i32'>;
  readonly enrolled: Global<'i32'>;
  readonly firstRow: Global<'i32'>;
  readonly until: Global<'i32'>;
  /** Present local day of the member: the running maximum. */
  readonly day: Global<'i32'>;
  readonly tick: Global<'i32'>;
  /** No day before this one has something to do at its start; a day too early does no harm. */
  readonly wake: Global<'i32'>;
  /** Frame: what expressions see. */
  readonly today: Global<'i32'>;
  readonly now: Global<'i64'>;
  readonly asOf: Global<'i32'>;
  readonly windowEnd: Global<'i32'>;
  readonly snapshot: Global<'i32'>;
  readonly before: Global<'i32'>;
  readonly earned: Global<'i32'>;
  readonly reached: Global<'i32'>;
  /** 1 where the value that a function just left is there. */
  readonly has: Global<'i32'>;
  /** Moment: clock of rows, the row at hand or −1, its number among its type, and its entry in history or 0. */
  readonly at: Global<'i64'>;
  readonly cause: Global<'i32'>;
  readonly index: Global<'i32'>;
  readonly record: Global<'i32'>;
  /** 0 where the host wants no rows: then the ledger is counted, but not written. */
  readonly ledger: Global<'i32'>;
  /** For an overflow: what was being decided, and where. */
  readonly working: Global<'i32'>;
  readonly fault: Global<'i32'>;
}

export interface Pointers {
  readonly members: { readonly enrolled: Global<'i32'>; readonly firstRow: Global<'i32'> };
  readonly rows: {
    readonly event: Global<'i32'>;
    readonly index: Global<'i32'>;
    readonly day: Global<'i32'>;
    readonly second: Global<'i32'>;
    readonly of: Global<'i32'>;
  };
  readonly attributes: readonly ColumnPointer[];
  readonly events: readonly EventPointers[];
  /** In the order of the chunk's table of pointers. */
  readonly all: readonly Global<'i32'>[];
}

function newGlobals(m: Module): Globals {
  const small = (name: string) => m.global(name, 'i32');
  const big = (name: string) => m.global(name, 'i64');
  return {
    member: small('member'),
    enrolled: small('enrolled'),
    firstRow: small('firstRow'),
    until: small('until'),
    day: small('day'),
    tick: small('tick'),
    wake: small('wake'),
    today: small('today'),
    now: big('now'),
    asOf: small('asOf'),
    windowEnd: small('windowEnd'),
    snapshot: small('snapshot'),
    before: small('before'),
    earned: small('earned'),
    reached: small('reached'),
    has: small('has'),
    at: big('at'),
    cause: small('cause'),
    index: small('index'),
    record: small('record'),
    ledger: m.global('ledger', 'i32', 1),
    working: small('working'),
    fault: small('fault'),
  };
}

function newPointers(m: Module, layout: Layout): Pointers {
  const all: Global<'i32'>[] = [];
  const pointer = (name: string): Global<'i32'> => {
    const global = m.global(`column.${name}`, 'i32');
    all.push(global);
    return global;
  };
  const column = (owner: string, each: Column): ColumnPointer => {
    const name = `${owner}.${each.name}`;
    return {
      column: each,
      values: pointer(name),
      present: each.optional ? pointer(`${name}?`) : undefined,
    };
  };
  return {
    members: { enrolled: pointer('member.enrolled'), firstRow: pointer('member.firstRow') },
    rows: {
      event: pointer('row.event'),
      index: pointer('row.index'),
      day: pointer('row.day'),
      second: pointer('row.second'),
      of: pointer('row.of'),
    },
    attributes: layout.attributes.map((each) => column('member', each)),
    events: layout.events.map((event) => ({
      columns: event.columns.map((each) => column(event.name, each)),
      lines: event.lines.map((list) => ({
        name: list.name,
        starts: pointer(`${event.name}.${list.name}`),
        columns: list.columns.map((each) => column(`${event.name}.${list.name}`, each)),
      })),
    })),
    all,
  };
}

export const NONE = c32(NO_DAY);
export const ZERO64: I64 = c64(0);

/** The first bytes stay free, so that 0 is nobody's address. */
const FIRST_ADDRESS = 64;

export function newEngine(plan: Plan): Engine {
  const m = new Module();
  const layout = layoutOf(plan);
  const state = new StaticMemory(FIRST_ADDRESS);
  const scratch = state.place(scratchBytes());
  const months = state.place(CALENDAR_BYTES);
  const names = new Table<string>();
  const spans = new Table<Span>();
  names.numberOf('', '');
  const codes = new Map(layout.words.map((word, code) => [word, code]));
  const g = newGlobals(m);
  const arena = newArena(m);
  return {
    m,
    plan,
    layout,
    calendar: calendar(m, months),
    arithmetic: arithmetic(m),
    wide: wide(m, { scratch }),
    state,
    g,
    pointers: newPointers(m, layout),
    names,
    spans,
    arena,
    counters: newCounters(m, arena),
    codeOf: (text) => codes.get(text) ?? -1,
    working: (name) => g.working.set(c32(names.numberOf(name, name))),
    overflow: (span) => doAll(g.fault.set(c32(1 + spans.numberOf(span, `${span.start}:${span.end}`))), trap),
  };
}

/** True when the value depends on the event at hand. */
export function readsEvent(expr: PlanExpr, plan: Plan): boolean {
  return contains(
    expr,
    plan,
    (each) =>
      each.kind === 'field' ||
      each.kind === 'this-field' ||
      each.kind === 'line-field' ||
      each.kind === 'lines' ||
      each.kind === 'award' ||
      (each.kind === 'measure' && (plan.measures[each.measure]?.same.length ?? 0) > 0),
  );
}
