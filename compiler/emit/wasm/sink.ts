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

/** A branch to a label around this place. */
export function writeBranch({ bytes, labels }: Sink, opcode: number, label: Label): void {
  const place = labels.lastIndexOf(label);
  if (place < 0) throw new Error(`no label ${label.name} around this place`);
  bytes.u8(opcode);
  bytes.unsigned(labels.length - 1 - place);
}
