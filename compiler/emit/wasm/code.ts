import type { Span } from '../../../schema/index.ts';
import {
  After,
  Binary,
  Branch,
  Call,
  CallValue,
  Choice,
  Constant32,
  Constant64,
  Labelled,
  Load,
  OneLocal,
  Sequence,
  Spanned,
  Store,
  Unary,
  When,
} from './instructions.ts';
import type { Callee, Expr, Global, I32, I64, Label, Local, Sink, Stmt, Type } from './sink.ts';

export type { Expr, Global, I32, I64, Label, Local, Stmt, Type } from './sink.ts';

function expr<T extends Type>(type: T, write: (sink: Sink) => void): Expr<T> {
  return { type, write };
}

function stmt(write: (sink: Sink) => void): Stmt {
  return { type: 'void', write };
}

/** A 32-bit constant. */
export function c32(value: number): I32 {
  return new Constant32(value | 0);
}

/** A 64-bit constant; wraps what lies outside. */
export function c64(value: bigint | number): I64 {
  return new Constant64(BigInt.asIntN(64, BigInt(value)));
}

function binary<A extends Type, R extends Type>(
  result: R,
  opcode: number,
): (a: Expr<A>, b: Expr<A>) => Expr<R> {
  return (a, b) => new Binary(result, opcode, a, b);
}

function unary<A extends Type, R extends Type>(result: R, opcode: number): (a: Expr<A>) => Expr<R> {
  return (a) => new Unary(result, opcode, a);
}

const add32 = binary<'i32', 'i32'>('i32', 0x6a);

/** Operations on 32-bit values. Comparisons and divisions are signed unless they end in U. */
export const i32 = {
  eqz: unary<'i32', 'i32'>('i32', 0x45),
  eq: binary<'i32', 'i32'>('i32', 0x46),
  ne: binary<'i32', 'i32'>('i32', 0x47),
  lt: binary<'i32', 'i32'>('i32', 0x48),
  ltU: binary<'i32', 'i32'>('i32', 0x49),
  gt: binary<'i32', 'i32'>('i32', 0x4a),
  gtU: binary<'i32', 'i32'>('i32', 0x4b),
  le: binary<'i32', 'i32'>('i32', 0x4c),
  ge: binary<'i32', 'i32'>('i32', 0x4e),
  add: (a: I32, b: I32): I32 => {
    if (a.constant !== undefined && b.constant !== undefined) return c32(a.constant + b.constant);
    if (b.constant === 0) return a;
    return a.constant === 0 ? b : add32(a, b);
  },
  sub: binary<'i32', 'i32'>('i32', 0x6b),
  mul: binary<'i32', 'i32'>('i32', 0x6c),
  div: binary<'i32', 'i32'>('i32', 0x6d),
  divU: binary<'i32', 'i32'>('i32', 0x6e),
  rem: binary<'i32', 'i32'>('i32', 0x6f),
  remU: binary<'i32', 'i32'>('i32', 0x70),
  and: binary<'i32', 'i32'>('i32', 0x71),
  or: binary<'i32', 'i32'>('i32', 0x72),
  xor: binary<'i32', 'i32'>('i32', 0x73),
  shl: binary<'i32', 'i32'>('i32', 0x74),
  shr: binary<'i32', 'i32'>('i32', 0x75),
  shrU: binary<'i32', 'i32'>('i32', 0x76),
  clz: unary<'i32', 'i32'>('i32', 0x67),
  ctz: unary<'i32', 'i32'>('i32', 0x68),
  popcnt: unary<'i32', 'i32'>('i32', 0x69),
  wrap: unary<'i64', 'i32'>('i32', 0xa7),
} as const;

/** Operations on 64-bit values; arithmetic wraps. Comparisons and divisions are signed unless they end in U. */
export const i64 = {
  eqz: unary<'i64', 'i32'>('i32', 0x50),
  eq: binary<'i64', 'i32'>('i32', 0x51),
  ne: binary<'i64', 'i32'>('i32', 0x52),
  lt: binary<'i64', 'i32'>('i32', 0x53),
  ltU: binary<'i64', 'i32'>('i32', 0x54),
  gt: binary<'i64', 'i32'>('i32', 0x55),
  gtU: binary<'i64', 'i32'>('i32', 0x56),
  le: binary<'i64', 'i32'>('i32', 0x57),
  leU: binary<'i64', 'i32'>('i32', 0x58),
  ge: binary<'i64', 'i32'>('i32', 0x59),
  geU: binary<'i64', 'i32'>('i32', 0x5a),
  add: binary<'i64', 'i64'>('i64', 0x7c),
  sub: binary<'i64', 'i64'>('i64', 0x7d),
  mul: binary<'i64', 'i64'>('i64', 0x7e),
  div: binary<'i64', 'i64'>('i64', 0x7f),
  divU: binary<'i64', 'i64'>('i64', 0x80),
  rem: binary<'i64', 'i64'>('i64', 0x81),
  remU: binary<'i64', 'i64'>('i64', 0x82),
  and: binary<'i64', 'i64'>('i64', 0x83),
  or: binary<'i64', 'i64'>('i64', 0x84),
  xor: binary<'i64', 'i64'>('i64', 0x85),
  shl: binary<'i64', 'i64'>('i64', 0x86),
  shr: binary<'i64', 'i64'>('i64', 0x87),
  shrU: binary<'i64', 'i64'>('i64', 0x88),
  clz: unary<'i64', 'i64'>('i64', 0x79),
  ctz: unary<'i64', 'i64'>('i64', 0x7a),
  extend: unary<'i32', 'i64'>('i64', 0xac),
  extendU: unary<'i32', 'i64'>('i64', 0xad),
} as const;

function load<T extends Type>(type: T, opcode: number, align: number) {
  return (address: I32, offset = 0): Expr<T> => new Load(type, opcode, align, address, offset);
}

function store<T extends Type>(opcode: number, align: number) {
  return (address: I32, value: Expr<T>, offset = 0): Stmt => new Store(opcode, align, address, value, offset);
}

/** The value at an address plus a constant offset in bytes. */
export const load32 = load('i32', 0x28, 2);
export const load64 = load('i64', 0x29, 3);
export const load8 = load('i32', 0x2d, 0);
export const store32 = store<'i32'>(0x36, 2);
export const store64 = store<'i64'>(0x37, 3);

/** Sets `length` bytes from `address` on to a byte. */
export function fill(address: I32, byte: I32, length: I32): Stmt {
  return stmt((sink) => {
    for (const each of [address, byte, length]) each.write(sink);
    sink.bytes.raw([0xfc, 0x0b, 0x00]);
  });
}

/** Bytes up to which stores are shorter than a fill. */
const FEW = 96;

/** Clears a number of bytes that is a multiple of 8. */
export function zero(address: I32, bytes: number): Stmt {
  if (bytes > FEW) return fill(address, c32(0), c32(bytes));
  const words = Array.from({ length: bytes / 8 }, (_, i) => store64(address, c64(0), 8 * i));
  return doAll(...words);
}

/** Copies `length` bytes; the two ranges may overlap. */
export function copy(to: I32, from: I32, length: I32): Stmt {
  return stmt((sink) => {
    for (const each of [to, from, length]) each.write(sink);
    sink.bytes.raw([0xfc, 0x0a, 0x00, 0x00]);
  });
}

/** Pages of 64 KiB that the memory has. */
export const memorySize: I32 = expr('i32', (sink) => sink.bytes.raw([0x3f, 0x00]));

/** Grows the memory by pages; −1 where it may not. */
export function memoryGrow(pages: I32): I32 {
  return expr('i32', (sink) => {
    pages.write(sink);
    sink.bytes.raw([0x40, 0x00]);
  });
}

export const nop: Stmt = stmt(() => {});
export const trap: Stmt = stmt(({ bytes }) => bytes.u8(0x00));

/** Statements, one after the other. */
export function doAll(...body: readonly Stmt[]): Stmt {
  return new Sequence(body);
}

/** A value after some statements. */
export function after<T extends Type>(body: readonly Stmt[], value: Expr<T>): Expr<T> {
  if (body.length === 0) return value;
  return new After(body, value);
}

export function drop(value: Expr<Type>): Stmt {
  return stmt((sink) => {
    value.write(sink);
    sink.bytes.u8(0x1a);
  });
}

/** One of two values, both worked out. */
export function select<T extends Type>(condition: I32, yes: Expr<T>, no: Expr<T>): Expr<T> {
  return expr(yes.type, (sink) => {
    for (const each of [yes, no, condition]) each.write(sink);
    sink.bytes.u8(0x1b);
  });
}

/** A value worked out once and read several times. */
export function once<T extends Type, R extends Type>(
  value: Expr<T>,
  use: (again: Expr<T>) => Expr<R>,
): Expr<R> {
  // A constant is as cheap to write again.
  if (value.constant !== undefined) return use(value);
  let local = 0;
  const again = expr(value.type, ({ bytes }) => {
    bytes.u8(0x20);
    bytes.unsigned(local);
  });
  const used = use(again);
  return expr(used.type, (sink) => {
    value.write(sink);
    const own = sink.take(value.type);
    sink.bytes.u8(0x21);
    sink.bytes.unsigned(own);
    local = own;
    used.write(sink);
    sink.release(value.type, own);
  });
}

export function when(condition: I32, yes: readonly Stmt[], no: readonly Stmt[] = []): Stmt {
  if (condition.constant !== undefined) return doAll(...(condition.constant !== 0 ? yes : no));
  return new When(condition, yes, no);
}

/** One of two values; only that one is worked out. */
export function choose<T extends Type>(condition: I32, yes: Expr<T>, no: Expr<T>): Expr<T> {
  if (condition.constant !== undefined) return condition.constant !== 0 ? yes : no;
  return new Choice(condition, yes, no);
}

function branch(opcode: number, label: Label, condition: I32 | undefined): Stmt {
  return new Branch(opcode, label, condition);
}

/** Goes to a label: out of a block, or to the head of a loop. */
export function goTo(label: Label): Stmt {
  return branch(0x0c, label, undefined);
}

export function goToIf(label: Label, condition: I32): Stmt {
  return branch(0x0d, label, condition);
}

/** A block that can be left early by its label. */
export function block(name: string, body: (out: Label) => readonly Stmt[]): Stmt {
  const label: Label = { name };
  return new Labelled(0x02, label, body(label));
}

/** Runs again while the body goes to its label; otherwise once. */
export function loop(name: string, body: (again: Label) => readonly Stmt[]): Stmt {
  const label: Label = { name };
  return new Labelled(0x03, label, body(label));
}

/** `while (condition) body`. */
export function during(condition: I32, body: readonly Stmt[]): Stmt {
  return loop('while', (again) => [when(condition, [...body, goTo(again)])]);
}

/** Both are asked only as needed, left to right; every operand is 0 or 1. */
export function and(...items: readonly I32[]): I32 {
  const [first, ...rest] = items;
  if (first === undefined) return c32(1);
  return rest.length === 0 ? first : choose(first, and(...rest), c32(0));
}

export function or(...items: readonly I32[]): I32 {
  const [first, ...rest] = items;
  if (first === undefined) return c32(0);
  return rest.length === 0 ? first : choose(first, c32(1), or(...rest));
}

export const not = i32.eqz;

/** Notes that this code stands for a place in the program file; a constant is nothing but itself. */
export function at<T extends Type>(span: Span, value: Expr<T>): Expr<T> {
  if (value.constant !== undefined) return value;
  return new Spanned(span, value);
}

export function returned(value: Expr<Type> | undefined): Stmt {
  return {
    type: 'void',
    returns: { value },
    write: (sink) => {
      value?.write(sink);
      sink.leave();
    },
  };
}

export function globalOf<T extends Type>(name: string, type: T): Global<T> {
  const self: Global<T> = {
    name,
    type,
    get: expr(type, (sink) => {
      sink.bytes.u8(0x23);
      sink.bytes.unsigned(sink.globalIndex(self));
    }),
    set: (value) =>
      stmt((sink) => {
        value.write(sink);
        sink.bytes.u8(0x24);
        sink.bytes.unsigned(sink.globalIndex(self));
      }),
  };
  return self;
}

export function localOf<T extends Type>(name: string, type: T, index: number): Local<T> {
  return new OneLocal(name, type, index);
}

/** A call that leaves a value. */
export function callOf<T extends Type>(type: T, callee: Callee, args: readonly Expr<Type>[]): Expr<T> {
  return new CallValue(type, callee, args);
}

/** A call that leaves nothing. */
export function callStmt(callee: Callee, args: readonly Expr<Type>[]): Stmt {
  return new Call(callee, args);
}
