import type { Span } from '../../../schema/index.ts';
import type { Bytes } from './bytes.ts';

/** Types of values on the stack. */
export type Type = 'i32' | 'i64';

export interface Label {
  readonly name: string;
}

/** Where code is written: knows the labels around the place, and notes where the code of an expression begins. */
export interface Sink {
  readonly bytes: Bytes;
  /** Innermost last. */
  readonly labels: Label[];
  readonly spans: { readonly offset: number; readonly span: Span }[];
  readonly globalIndex: (global: Variable) => number;
  /** Number of a local of the function whose body is written: another one where that body stands inside a caller. */
  readonly localIndex: (index: number) => number;
  /** A local that nothing else uses until it is released. */
  readonly take: (type: Type) => number;
  readonly release: (type: Type, local: number) => void;
  /** Leaves the function whose body is written; its value, where it has one, is on the stack. */
  readonly leave: () => void;
  /** Writes a call, or the body in its place; the arguments are on the stack. */
  readonly call: (callee: Callee) => void;
}

export interface Callee {
  readonly name: string;
}

/**
 * Code that leaves exactly one value of type `T` on the stack. The type is part of the TypeScript type: code that would
 * leave a wrong stack does not compile.
 */
export interface Expr<T extends Type> {
  readonly type: T;
  readonly write: (sink: Sink) => void;
  /** Set where the value is known while building. */
  readonly constant?: T extends 'i64' ? bigint : number;
}

/** Code that leaves the stack as it was. */
export interface Stmt {
  readonly type: 'void';
  readonly write: (sink: Sink) => void;
  /** Set where it returns, with nothing else: what it leaves with. */
  readonly returns?: { readonly value: Expr<Type> | undefined };
}

/** A local or a global, whatever its type. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
}

export interface Global<T extends Type> extends Variable {
  readonly type: T;
  readonly get: Expr<T>;
  readonly set: (value: Expr<T>) => Stmt;
}

export interface Local<T extends Type> extends Variable {
  readonly type: T;
  readonly get: Expr<T>;
  readonly set: (value: Expr<T>) => Stmt;
  /** Sets it and leaves the value. */
  readonly tee: (value: Expr<T>) => Expr<T>;
}

export const BLOCK_TYPE = { void: 0x40, i32: 0x7f, i64: 0x7e } as const;
export const TYPE_CODE = { i32: 0x7f, i64: 0x7e } as const;

export type I32 = Expr<'i32'>;
export type I64 = Expr<'i64'>;

function expr<T extends Type>(type: T, write: (sink: Sink) => void): Expr<T> {
  return { type, write };
}

function stmt(write: (sink: Sink) => void): Stmt {
  return { type: 'void', write };
}

/** A 32-bit constant. */
export function c32(value: number): I32 {
  return {
    type: 'i32',
    constant: value | 0,
    write: ({ bytes }) => {
      bytes.u8(0x41);
      bytes.signed(BigInt(value | 0));
    },
  };
}

/** A 64-bit constant; wraps what lies outside. */
export function c64(value: bigint | number): I64 {
  const constant = BigInt.asIntN(64, BigInt(value));
  return {
    type: 'i64',
    constant,
    write: ({ bytes }) => {
      bytes.u8(0x42);
      bytes.signed(constant);
    },
  };
}

function binary<A extends Type, R extends Type>(
  result: R,
  opcode: number,
): (a: Expr<A>, b: Expr<A>) => Expr<R> {
  return (a, b) =>
    expr(result, (sink) => {
      a.write(sink);
      b.write(sink);
      sink.bytes.u8(opcode);
    });
}

function unary<A extends Type, R extends Type>(result: R, opcode: number): (a: Expr<A>) => Expr<R> {
  return (a) =>
    expr(result, (sink) => {
      a.write(sink);
      sink.bytes.u8(opcode);
    });
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
  return (address: I32, offset = 0): Expr<T> =>
    expr(type, (sink) => {
      address.write(sink);
      sink.bytes.u8(opcode);
      sink.bytes.unsigned(align);
      sink.bytes.unsigned(offset);
    });
}

function store<T extends Type>(opcode: number, align: number) {
  return (address: I32, value: Expr<T>, offset = 0): Stmt =>
    stmt((sink) => {
      address.write(sink);
      value.write(sink);
      sink.bytes.u8(opcode);
      sink.bytes.unsigned(align);
      sink.bytes.unsigned(offset);
    });
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

function writeAll(sink: Sink, body: readonly Stmt[]): void {
  for (const each of body) each.write(sink);
}

/** Statements, one after the other. */
export function doAll(...body: readonly Stmt[]): Stmt {
  return stmt((sink) => writeAll(sink, body));
}

/** A value after some statements. */
export function after<T extends Type>(body: readonly Stmt[], value: Expr<T>): Expr<T> {
  if (body.length === 0) return value;
  return expr(value.type, (sink) => {
    writeAll(sink, body);
    value.write(sink);
  });
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

function nested(sink: Sink, label: Label, write: () => void): void {
  sink.labels.push(label);
  write();
  sink.labels.pop();
}

const NO_LABEL: Label = { name: 'if' };

export function when(condition: I32, yes: readonly Stmt[], no: readonly Stmt[] = []): Stmt {
  if (condition.constant !== undefined) return doAll(...(condition.constant !== 0 ? yes : no));
  return stmt((sink) => {
    condition.write(sink);
    sink.bytes.u8(0x04);
    sink.bytes.u8(BLOCK_TYPE.void);
    nested(sink, NO_LABEL, () => writeAll(sink, yes));
    if (no.length > 0) {
      sink.bytes.u8(0x05);
      nested(sink, NO_LABEL, () => writeAll(sink, no));
    }
    sink.bytes.u8(0x0b);
  });
}

/** One of two values; only that one is worked out. */
export function choose<T extends Type>(condition: I32, yes: Expr<T>, no: Expr<T>): Expr<T> {
  if (condition.constant !== undefined) return condition.constant !== 0 ? yes : no;
  return expr(yes.type, (sink) => {
    condition.write(sink);
    sink.bytes.u8(0x04);
    sink.bytes.u8(BLOCK_TYPE[yes.type]);
    nested(sink, NO_LABEL, () => yes.write(sink));
    sink.bytes.u8(0x05);
    nested(sink, NO_LABEL, () => no.write(sink));
    sink.bytes.u8(0x0b);
  });
}

function branch(opcode: number, label: Label, condition: I32 | undefined): Stmt {
  return stmt((sink) => {
    condition?.write(sink);
    writeBranch(sink, opcode, label);
  });
}

/** A branch to a label around this place. */
export function writeBranch({ bytes, labels }: Sink, opcode: number, label: Label): void {
  const place = labels.lastIndexOf(label);
  if (place < 0) throw new Error(`no label ${label.name} around this place`);
  bytes.u8(opcode);
  bytes.unsigned(labels.length - 1 - place);
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
  const inside = body(label);
  return stmt((sink) => {
    sink.bytes.u8(0x02);
    sink.bytes.u8(BLOCK_TYPE.void);
    nested(sink, label, () => writeAll(sink, inside));
    sink.bytes.u8(0x0b);
  });
}

/** Runs again while the body goes to its label; otherwise once. */
export function loop(name: string, body: (again: Label) => readonly Stmt[]): Stmt {
  const label: Label = { name };
  const inside = body(label);
  return stmt((sink) => {
    sink.bytes.u8(0x03);
    sink.bytes.u8(BLOCK_TYPE.void);
    nested(sink, label, () => writeAll(sink, inside));
    sink.bytes.u8(0x0b);
  });
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
  return expr(value.type, (sink) => {
    sink.spans.push({ offset: sink.bytes.length, span });
    value.write(sink);
  });
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

export function called(callee: Callee, args: readonly Expr<Type>[]): (sink: Sink) => void {
  return (sink) => {
    for (const each of args) each.write(sink);
    sink.call(callee);
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
  const access = (opcode: number) => (sink: Sink) => {
    sink.bytes.u8(opcode);
    sink.bytes.unsigned(sink.localIndex(index));
  };
  const withValue = (opcode: number, value: Expr<T>) => (sink: Sink) => {
    value.write(sink);
    access(opcode)(sink);
  };
  return {
    name,
    type,
    get: expr(type, access(0x20)),
    set: (value) => stmt(withValue(0x21, value)),
    tee: (value) => expr(type, withValue(0x22, value)),
  };
}

export function callOf<T extends Type>(type: T, write: (sink: Sink) => void): Expr<T> {
  return expr(type, write);
}

export function callStmt(write: (sink: Sink) => void): Stmt {
  return stmt(write);
}
