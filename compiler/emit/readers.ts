import { contains, type ParameterContent, type PlanExpr, type Span } from '../../schema/index.ts';
import {
  type ColumnPointer,
  type Engine,
  type Locals,
  readsEvent,
  type Slot,
  Unbounded,
  ZERO64,
} from './engine.ts';
import { MOST_LIMBS, wideBytes } from './library/wide.ts';
import type { Periods } from './periods.ts';
import type { ExpressionCode, Place, Readers, StateReaders } from './reading.ts';
import {
  fits,
  least,
  MAX,
  MIN,
  most,
  type Part,
  power10,
  type Small,
  scaleOf,
  small,
  type Value,
  type Whole,
  whole,
} from './values.ts';
import {
  after,
  and,
  c32,
  c64,
  choose,
  copy,
  doAll,
  during,
  fill,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load8,
  load32,
  load64,
  type Stmt,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

type Of<K extends PlanExpr['kind']> = Extract<PlanExpr, { kind: K }>;

/** A field that was decided when its event was recorded: its value, and whether it is there. */
export interface DerivedField {
  readonly name: string;
  readonly value: Slot<'i32'> | Slot<'i64'>;
  readonly present: Slot<'i32'> | undefined;
}

/** Fields of one type of event, and attributes of the member. */
export class Fields {
  readonly #e: Engine;
  readonly #derived: readonly (readonly DerivedField[])[];
  readonly #attributes: readonly {
    readonly value: Slot<'i32'> | Slot<'i64'>;
    readonly present: Slot<'i32'>;
  }[];

  constructor(e: Engine) {
    this.#e = e;
    this.#derived = e.layout.events.map((_, index) =>
      (e.plan.events[index]?.derived ?? []).map(({ name, type, optional }) => ({
        name,
        value: type.kind === 'quantity' || type.kind === 'datetime' ? e.state.i64() : e.state.i32(),
        present: optional ? e.state.i32() : undefined,
      })),
    );
    this.#attributes = e.layout.attributes.map((column) => ({
      value: column.store === 'i64' ? e.state.i64() : e.state.i32(),
      present: e.state.i32(),
    }));
  }

  derived(event: number): readonly DerivedField[] {
    return this.#derived[event] ?? [];
  }

  /** Reads a stored column at a row's number. */
  column(pointer: ColumnPointer, index: I32, locals: Locals): Value {
    const { column, values, present } = pointer;
    const there = present && locals.i32('there');
    const presence: Stmt[] =
      there === undefined || present === undefined ? [] : [there.set(load8(i32.add(present.get, index)))];
    if (column.store === 'i64') {
      const place = i32.add(values.get, i32.shl(index, c32(3)));
      const bounds = this.#boundsOf(pointer);
      const value = column.type.kind === 'datetime' ? load64(place) : load64(place);
      return whole(after(presence, value), bounds.low, bounds.high, there);
    }
    const place = i32.add(values.get, i32.shl(index, c32(2)));
    return small(after(presence, load32(place)), there);
  }

  /** Declared bounds of a field; the reader keeps out what lies beyond. */
  #boundsOf(pointer: ColumnPointer): { readonly low: bigint; readonly high: bigint } {
    const { plan, layout, pointers } = this.#e;
    if (pointer.column.type.kind === 'datetime') return { low: -(1n << 40n), high: 1n << 40n };
    const event = pointers.events.findIndex((each) => each.columns.includes(pointer));
    const name = layout.events[event]?.name;
    const fields = plan.events.find((each) => each.name === name)?.fields ?? [];
    const type = fields.find((each) => each.name === pointer.column.name)?.type;
    if (type?.kind !== 'value') return { low: MIN, high: MAX };
    return { low: type.min ?? MIN, high: type.max ?? MAX };
  }

  field(name: string, place: Place): Value {
    const { pointers, g } = this.#e;
    if (place.event === undefined) throw new Error(`field ${name} without an event`);
    const derived = this.derived(place.event).find((each) => each.name === name);
    if (derived !== undefined) return this.derivedValue(derived, place.locals);
    const pointer = pointers.events[place.event]?.columns.find((each) => each.column.name === name);
    if (pointer === undefined) return this.#missing(name, place);
    return this.column(pointer, g.index.get, place.locals);
  }

  derivedValue({ value, present }: DerivedField, locals: Locals): Value {
    const there = present && locals.i32('there');
    const presence: Stmt[] = there === undefined || present === undefined ? [] : [there.set(present.get)];
    return value.get.type === 'i64'
      ? whole(after(presence, value.get as I64), MIN, MAX, there)
      : small(after(presence, value.get as I32), there);
  }

  /** A field that this event does not have: tables may name fields of other events. */
  #missing(name: string, place: Place): Value {
    const there = place.locals.i32('there');
    const { plan } = this.#e;
    const types = plan.events.flatMap((event) => [
      ...event.derived.filter((each) => each.name === name).map((each) => each.type),
      ...event.fields.flatMap((each) =>
        each.name === name && each.type.kind === 'value' ? [each.type.type] : [],
      ),
    ]);
    const kind = types[0]?.kind;
    const none = [there.set(c32(0))];
    return kind === 'quantity' || kind === 'datetime'
      ? whole(after(none, ZERO64), 0n, 0n, there)
      : small(after(none, c32(0)), there);
  }

  lineField(name: string, place: Place): Value {
    const { pointers } = this.#e;
    const { line, event } = place;
    if (line === undefined || event === undefined) throw new Error(`field ${name} without a line`);
    const list = pointers.events[event]?.lines.find((each) => each.name === line.list);
    const pointer = list?.columns.find((each) => each.column.name === name);
    if (pointer === undefined) throw new Error(`no field ${name} of ${line.list}`);
    return this.column(pointer, line.index, place.locals);
  }

  attribute(name: string, locals: Locals): Value {
    const { layout, g } = this.#e;
    if (name === 'enrolled') return small(g.enrolled.get);
    const index = layout.attributes.findIndex((each) => each.name === name);
    const column = layout.attributes[index];
    const slots = this.#attributes[index];
    if (column === undefined || slots === undefined) throw new Error(`no attribute ${name}`);
    const there = locals.i32('there');
    const presence = [there.set(slots.present.get)];
    return column.store === 'i64'
      ? whole(after(presence, slots.value.get as I64), MIN, MAX, there)
      : small(after(presence, slots.value.get as I32), there);
  }

  /** Attributes as they stand at enrolment. */
  loadAttributes(): readonly Stmt[] {
    const { pointers, g } = this.#e;
    return pointers.attributes.map((pointer, index) => this.#load(pointer, index, g.member.get, false));
  }

  /** Attributes that the `profile` event at hand names. */
  updateAttributes(): readonly Stmt[] {
    const { pointers, layout, g } = this.#e;
    const profile = layout.events.findIndex((each) => each.name === 'profile');
    return (pointers.events[profile]?.columns ?? []).map((pointer, index) =>
      this.#load(pointer, index, g.index.get, true),
    );
  }

  #load(pointer: ColumnPointer, attribute: number, row: I32, keeps: boolean): Stmt {
    const slots = this.#attributes[attribute];
    if (slots === undefined) throw new Error('an attribute without a place');
    const there = pointer.present === undefined ? c32(1) : load8(i32.add(pointer.present.get, row));
    const setValue: Stmt =
      pointer.column.store === 'i64'
        ? (slots.value as Slot<'i64'>).set(load64(i32.add(pointer.values.get, i32.shl(row, c32(3)))))
        : (slots.value as Slot<'i32'>).set(load32(i32.add(pointer.values.get, i32.shl(row, c32(2)))));
    if (keeps) return when(there, [setValue, slots.present.set(c32(1))]);
    return doAll(setValue, slots.present.set(there));
  }

  birthday(): { readonly value: I32; readonly present: I32 } | undefined {
    const index = this.#e.layout.attributes.findIndex((each) => each.name === 'birthday');
    const slots = this.#attributes[index];
    return slots && { value: slots.value.get as I32, present: slots.present.get };
  }
}

/** Everything that expressions read, for one module. */
export function newReaders(
  e: Engine,
  fields: Fields,
  periods: Periods,
  state: StateReaders,
  expressions: () => ExpressionCode,
): Readers {
  const named = new Map<number, NamedFunction>();

  const wideOf: Readers['wideOf'] = (part) => {
    if (part.kind === 'wide') return { set: doAll(), address: part.address, limbs: part.limbs };
    const address = e.state.place(wideBytes(2));
    return { set: e.wide.set.call(c32(address), c32(2), part.value), address, limbs: 2 };
  };

  return {
    field: (name, place) => fields.field(name, place),
    lineField: (name, place) => fields.lineField(name, place),
    attribute: (name, locals) => fields.attribute(name, locals),
    parameter: (expr, place) => parameterValue(e, expr, place, expressions()),
    named: (expr, place) => namedValue(e, named, expr, place, expressions()),
    ...state,
    period: periods.of,
    lines: linesValue.bind(undefined, e),
    wideOf,
    wideRoom: (limbs, span) => {
      if (limbs > MOST_LIMBS) throw new Unbounded('wide', span);
      return { address: e.state.place(wideBytes(limbs)) };
    },
    wideMove: (to, toLimbs, from, fromLimbs) =>
      doAll(
        fill(c32(to + 4 + 4 * fromLimbs), c32(0), c32(4 * (toLimbs - fromLimbs))),
        copy(c32(to), c32(from), c32(4 + 4 * fromLimbs)),
      ),
    wideIsNegative: (address) => i32.ne(load32(c32(0), address), c32(0)),
  };
}

function parameterValue(e: Engine, expr: Of<'parameter'>, place: Place, expressions: ExpressionCode): Value {
  const parameter = e.plan.parameters[expr.parameter];
  if (parameter === undefined) throw new Error('no such parameter');
  const value = contentValue(e, parameter.content, place, expressions, expr.span);
  return expressions.convert(value, parameter.type, expr.type, place, expr.span);
}

function contentValue(
  e: Engine,
  content: ParameterContent,
  place: Place,
  expressions: ExpressionCode,
  span: Span,
): Value {
  switch (content.kind) {
    case 'value':
      return entryValue(e, content.value, expressions, span);
    case 'dated': {
      const [first, ...later] = content.entries;
      if (first === undefined) throw new Error('a parameter without a date');
      return later.reduce<Value>(
        (before, { from, content: own }) =>
          chosen(
            i32.ge(e.g.today.get, c32(from)),
            contentValue(e, own, place, expressions, span),
            before,
            place.locals,
          ),
        contentValue(e, first.content, place, expressions, span),
      );
    }
    case 'table': {
      const { locals } = place;
      const keys = content.by.map((key) => {
        const value = expressions.value(key, place);
        if (value.kind === 'ratio') throw new Error('a quotient as a key');
        if (value.kind === 'i32') {
          const kept = locals.i32('key');
          return { set: kept.set(value.value), get: kept, wide: undefined, present: value.present };
        }
        const kept = locals.i64('key');
        return { set: kept.set(value.value), get: undefined, wide: kept, present: value.present };
      });
      const test = (key: (typeof keys)[number], row: (typeof content.rows)[number]['keys'][number]): I32 => {
        const there = (condition: I32): I32 =>
          key.present === undefined ? condition : i32.and(key.present.get, condition);
        switch (row.kind) {
          case 'any':
            return c32(1);
          case 'is': {
            const value = expressions.constant(row.value);
            if (value.kind === 'i32' && key.get) return there(i32.eq(key.get.get, value.value));
            if (value.kind === 'i64' && key.wide) return there(i64.eq(key.wide.get, value.value));
            return c32(0);
          }
          case 'band': {
            if (key.wide === undefined) return c32(0);
            const wide = key.wide.get;
            return there(
              and(
                ...(row.low === undefined ? [] : [i64.ge(wide, c64(row.low))]),
                ...(row.high === undefined ? [] : [i64.le(wide, c64(row.high))]),
              ),
            );
          }
        }
      };
      const fallback = content.otherwise ?? content.rows.at(-1)?.value;
      if (fallback === undefined) throw new Error('a table without rows');
      const value = content.rows.reduceRight<Value>(
        (after_, row) =>
          chosen(
            and(...row.keys.map((each, i) => test(keyAt(keys, i), each))),
            entryValue(e, row.value, expressions, span),
            after_,
            locals,
          ),
        entryValue(e, fallback, expressions, span),
      );
      const first = keys.map((key) => key.set);
      if (value.kind === 'ratio') return { ...value, prepare: doAll(...first, value.prepare) };
      return value.kind === 'i32'
        ? { ...value, value: after(first, value.value) }
        : { ...value, value: after(first, value.value) };
    }
  }
}

/** A value of a parameter; one beyond 64 bits at the parameter's scale overflows where it is read. */
function entryValue(
  e: Engine,
  value: Parameters<ExpressionCode['constant']>[0],
  expressions: ExpressionCode,
  span: Span,
): Value {
  if (typeof value !== 'bigint' || fits(value, value)) return expressions.constant(value);
  return whole(after([e.overflow(span)], ZERO64), 0n, 0n);
}

function keyAt<T>(keys: readonly T[], index: number): T {
  const key = keys[index];
  if (key === undefined) throw new Error('a row with too many keys');
  return key;
}

/** One of two values of a parameter, whose working out raises nothing but in keys. */
function chosen(condition: I32, yes: Value, no: Value, locals: Locals): Value {
  if (yes.kind === 'i32' && no.kind === 'i32') return small(choose(condition, yes.value, no.value));
  if (yes.kind === 'i64' && no.kind === 'i64')
    return whole(choose(condition, yes.value, no.value), least([yes.low, no.low]), most([yes.high, no.high]));
  if (yes.kind !== 'ratio' || no.kind !== 'ratio') throw new Error('values of two kinds');
  const pair = (a: Part, b: Part) => {
    if (a.kind !== 'local' || b.kind !== 'local') throw new Error('a parameter beyond 64 bits');
    const into = locals.i64('side');
    return {
      part: {
        kind: 'local',
        value: into.get,
        low: least([a.low, b.low]),
        high: most([a.high, b.high]),
      } as const,
      yes: into.set(a.value),
      no: into.set(b.value),
    };
  };
  const [n, d] = [pair(yes.n, no.n), pair(yes.d, no.d)];
  return {
    kind: 'ratio',
    prepare: when(condition, [yes.prepare, n.yes, d.yes], [no.prepare, n.no, d.no]),
    n: n.part,
    d: d.part,
    present: undefined,
  };
}

interface NamedFunction {
  readonly call: I32 | I64;
  readonly value: Value;
}

/** A named measure or segment: a function of its own, unless it looks at the event at hand or is a quotient. */
function namedValue(
  e: Engine,
  made: Map<number, NamedFunction>,
  expr: Of<'named'>,
  place: Place,
  expressions: ExpressionCode,
): Value {
  const named = e.plan.named[expr.named];
  if (named === undefined) throw new Error('no such measure');
  const own = named.expr;
  const inline = own.type.kind === 'fraction' || readsEvent(own, e.plan) || (place.kept && readsKept(e, own));
  if (inline)
    return expressions.convert(expressions.value(own, place), own.type, expr.type, place, expr.span);
  const known = made.get(expr.named) ?? makeNamed(e, expr.named, expressions);
  made.set(expr.named, known);
  const there = own.optional || known.value.present !== undefined ? place.locals.i32('there') : undefined;
  const value: Value =
    known.value.kind === 'i32'
      ? small(withPresence(known.call as I32, place.locals.i32('named'), there, e), there)
      : whole(
          withPresence(known.call as I64, place.locals.i64('named'), there, e),
          (known.value as Whole).low,
          (known.value as Whole).high,
          there,
        );
  return expressions.convert(value, own.type, expr.type, place, expr.span);
}

function readsKept(e: Engine, expr: PlanExpr): boolean {
  return contains(
    expr,
    e.plan,
    (each) => each.kind === 'measure' && e.plan.measures[each.measure]?.beforeThis === true,
  );
}

/** Takes over the presence that a function left in `has`. */
export function withPresence<T extends 'i32' | 'i64'>(
  call: { readonly type: T } & (I32 | I64),
  kept: Local<T>,
  there: Local<'i32'> | undefined,
  e: Engine,
): T extends 'i32' ? I32 : I64 {
  type Code = T extends 'i32' ? I32 : I64;
  if (there === undefined) return call as unknown as Code;
  return after(
    [kept.set(call as unknown as Parameters<typeof kept.set>[0]), there.set(e.g.has.get)],
    kept.get,
  ) as unknown as Code;
}

function makeNamed(e: Engine, index: number, expressions: ExpressionCode): NamedFunction {
  const named = e.plan.named[index];
  if (named === undefined) throw new Error('no such measure');
  const isWide = named.expr.type.kind === 'quantity' || named.expr.type.kind === 'datetime';
  let value: Value | undefined;
  const build = (locals: Locals): Value => {
    value = expressions.value(named.expr, {
      locals,
      event: undefined,
      line: undefined,
      kept: false,
    });
    return value;
  };
  if (isWide) {
    const func: Func<readonly [], 'i64'> = e.m.func(named.name, [], 'i64', (f) => {
      const own = build(f);
      if (own.kind !== 'i64') throw new Error(`${named.name} is no number`);
      const kept = f.i64('value');
      return [kept.set(own.value), e.g.has.set(own.present?.get ?? c32(1)), f.ret(kept.get)];
    });
    if (value === undefined) throw new Error('nothing was built');
    return { call: func.call(), value };
  }
  const func: Func<readonly [], 'i32'> = e.m.func(named.name, [], 'i32', (f) => {
    const own = build(f);
    if (own.kind !== 'i32') throw new Error(`${named.name} is no small value`);
    const kept = f.i32('value');
    return [kept.set(own.value), e.g.has.set(own.present?.get ?? c32(1)), f.ret(kept.get)];
  });
  if (value === undefined) throw new Error('nothing was built');
  return { call: func.call(), value };
}

/** An aggregate over the lines of the event at hand; a line whose value is missing is passed over. */
function linesValue(e: Engine, expr: Of<'lines'>, place: Place, expressions: ExpressionCode): Value {
  const { locals } = place;
  if (place.event === undefined) throw new Error('lines without an event');
  const list = e.pointers.events[place.event]?.lines.find((each) => each.name === expr.list);
  if (list === undefined) throw new Error(`no lines ${expr.list}`);
  const line = locals.i32('line');
  const end = locals.i32('end');
  const inside: Place = { ...place, line: { list: expr.list, index: line.get } };
  const starts = i32.add(list.starts.get, i32.shl(e.g.index.get, c32(2)));
  const first = [line.set(load32(starts)), end.set(load32(starts, 4))];
  const each = (body: readonly Stmt[]): Stmt => {
    const chosen_ = expr.where === undefined ? body : [when(expressions.condition(expr.where, inside), body)];
    return during(i32.lt(line.get, end.get), [...chosen_, line.set(i32.add(line.get, c32(1)))]);
  };
  const counting = (body: (count: Stmt) => readonly Stmt[]): Whole => {
    const count = locals.i64('count');
    const add = count.set(i64.add(count.get, c64(1)));
    return whole(after([...first, count.set(ZERO64), each(body(add))], count.get), 0n, 1n << 31n);
  };
  if (expr.value === undefined) {
    const count = counting((add) => [add]);
    if (expr.function !== 'any') return count;
    return small(i64.ne(count.value, ZERO64));
  }
  const of = expr.value;
  const found = locals.i32('found');
  /** Runs the value of a line, then the body where there is one. */
  const withValue = (use: (value: Value) => readonly Stmt[]): readonly Stmt[] => {
    const value = expressions.value(of, inside);
    if (value.kind === 'ratio') throw new Error('a quotient of a line');
    if (value.kind === 'i32') {
      const kept = locals.i32('value');
      const body = use(small(kept.get));
      return value.present === undefined
        ? [kept.set(value.value), ...body]
        : [kept.set(value.value), when(value.present.get, body)];
    }
    const kept = locals.i64('value');
    const body = use({ ...value, value: kept.get, present: undefined });
    return value.present === undefined
      ? [kept.set(value.value), ...body]
      : [kept.set(value.value), when(value.present.get, body)];
  };
  switch (expr.function) {
    case 'count':
      return counting((add) => withValue(() => [add]));
    case 'any': {
      const any = locals.i32('any');
      const body = withValue((value) =>
        value.kind === 'i32' ? [any.set(i32.or(any.get, value.value))] : [],
      );
      return small(after([...first, any.set(c32(0)), each(body)], any.get));
    }
    case 'sum':
      return lineSum(e, expr, place, first, each, withValue);
    case 'first':
    case 'last':
    case 'highest':
    case 'lowest': {
      const better = (value: Value, best: Local<'i32'> | Local<'i64'>): I32 => {
        if (expr.function === 'first') return i32.eqz(found.get);
        if (expr.function === 'last') return c32(1);
        const isHighest = expr.function === 'highest';
        if (value.kind === 'i32') {
          const known = (best as Local<'i32'>).get;
          const wins = isHighest ? i32.gt(value.value, known) : i32.lt(value.value, known);
          return i32.or(i32.eqz(found.get), wins);
        }
        const known = (best as Local<'i64'>).get;
        const own = (value as Whole).value;
        return i32.or(i32.eqz(found.get), isHighest ? i64.gt(own, known) : i64.lt(own, known));
      };
      const probe = expressions.value(of, inside);
      if (probe.kind === 'i64') {
        const best = locals.i64('best');
        const body = withValue((value) => [
          when(better(value, best), [best.set((value as Whole).value), found.set(c32(1))]),
        ]);
        const from = Math.max(0, scaleOf(expr.type) - scaleOf(of.type));
        if (from > 0) throw new Error('lines at two scales');
        return whole(
          after([...first, found.set(c32(0)), best.set(ZERO64), each(body)], best.get),
          least([probe.low, 0n]),
          most([probe.high, 0n]),
          found,
        );
      }
      const best = locals.i32('best');
      const body = withValue((value) => [
        when(better(value, best), [best.set((value as Small).value), found.set(c32(1))]),
      ]);
      return small(after([...first, found.set(c32(0)), best.set(c32(0)), each(body)], best.get), found);
    }
    case 'distinct':
      return distinctLines(e, place, first, each, withValue);
  }
}

/** A sum of lines: exact beyond 64 bits on the way, checked at the end. */
function lineSum(
  e: Engine,
  expr: Of<'lines'>,
  place: Place,
  first: readonly Stmt[],
  each: (body: readonly Stmt[]) => Stmt,
  withValue: (use: (value: Value) => readonly Stmt[]) => readonly Stmt[],
): Value {
  const { locals } = place;
  const of = expr.value;
  if (of === undefined) throw new Error('a sum of nothing');
  const more = Math.max(0, scaleOf(expr.type) - scaleOf(of.type));
  const low = locals.i64('low');
  const high = locals.i64('high');
  const body = withValue((value) => {
    const own = (value as Whole).value;
    return [
      low.set(i64.add(low.get, i64.and(own, c64(0xffff_ffffn)))),
      high.set(i64.add(high.get, i64.shr(own, c64(32)))),
    ];
  });
  const total = locals.i64('total');
  const top = i64.add(high.get, i64.shrU(low.get, c64(32)));
  const check = when(i32.or(i64.lt(top, c64(-(1n << 31n))), i64.ge(top, c64(1n << 31n))), [
    e.overflow(expr.span),
  ]);
  const sum = i64.add(i64.shl(high.get, c64(32)), low.get);
  const start = [...first, low.set(ZERO64), high.set(ZERO64), each(body), check, total.set(sum)];
  if (more === 0) return whole(after(start, total.get));
  const by = c64(power10(more));
  return whole(after(start, e.arithmetic.checkedMul(total.get, by, e.overflow(expr.span))));
}

/** Different values among the lines: each is compared with those before it, kept in the arena for the while. */
function distinctLines(
  e: Engine,
  place: Place,
  first: readonly Stmt[],
  each: (body: readonly Stmt[]) => Stmt,
  withValue: (use: (value: Value) => readonly Stmt[]) => readonly Stmt[],
): Value {
  const { locals } = place;
  const table = e.state.place(24);
  const count = locals.i64('count');
  const body = withValue((value) => {
    const key = value.kind === 'i32' ? i64.extend(value.value) : (value as Whole).value;
    return [
      when(i32.eqz(load32(e.counters.add.call(c32(table), key), 8)), [
        store32(e.counters.add.call(c32(table), key), c32(1), 8),
        count.set(i64.add(count.get, c64(1))),
      ]),
    ];
  });
  return whole(
    after([...first, count.set(ZERO64), e.counters.clear.call(c32(table)), each(body)], count.get),
    0n,
    1n << 31n,
  );
}
