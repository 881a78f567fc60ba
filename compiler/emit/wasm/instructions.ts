import type { Span } from '../../../schema/index.ts';
import {
  BLOCK_TYPE,
  type Callee,
  type Expr,
  type I32,
  type I64,
  type Label,
  type Local,
  type Sink,
  type Stmt,
  type Type,
  writeBranch,
} from './sink.ts';

// Code is objects of a few classes, not closures: these take a third of the room, and a module is made of tens of thousands.

const NO_LABEL: Label = { name: 'if' };

function writeAll(sink: Sink, body: readonly Stmt[]): void {
  for (const each of body) each.write(sink);
}

/** A 32-bit constant. */
export class Constant32 implements I32 {
  readonly type = 'i32';

  constructor(readonly constant: number) {}

  write({ bytes }: Sink): void {
    bytes.u8(0x41);
    bytes.signed32(this.constant);
  }
}

/** A 64-bit constant. */
export class Constant64 implements I64 {
  readonly type = 'i64';

  constructor(readonly constant: bigint) {}

  write({ bytes }: Sink): void {
    bytes.u8(0x42);
    bytes.signed(this.constant);
  }
}

export class Binary<T extends Type> implements Expr<T> {
  constructor(
    readonly type: T,
    readonly opcode: number,
    readonly a: Expr<Type>,
    readonly b: Expr<Type>,
  ) {}

  write(sink: Sink): void {
    this.a.write(sink);
    this.b.write(sink);
    sink.bytes.u8(this.opcode);
  }
}

export class Unary<T extends Type> implements Expr<T> {
  constructor(
    readonly type: T,
    readonly opcode: number,
    readonly a: Expr<Type>,
  ) {}

  write(sink: Sink): void {
    this.a.write(sink);
    sink.bytes.u8(this.opcode);
  }
}

export class Load<T extends Type> implements Expr<T> {
  constructor(
    readonly type: T,
    readonly opcode: number,
    readonly align: number,
    readonly address: I32,
    readonly offset: number,
  ) {}

  write(sink: Sink): void {
    this.address.write(sink);
    sink.bytes.u8(this.opcode);
    sink.bytes.unsigned(this.align);
    sink.bytes.unsigned(this.offset);
  }
}

export class Store implements Stmt {
  readonly type = 'void';

  constructor(
    readonly opcode: number,
    readonly align: number,
    readonly address: I32,
    readonly value: Expr<Type>,
    readonly offset: number,
  ) {}

  write(sink: Sink): void {
    this.address.write(sink);
    this.value.write(sink);
    sink.bytes.u8(this.opcode);
    sink.bytes.unsigned(this.align);
    sink.bytes.unsigned(this.offset);
  }
}

export class Sequence implements Stmt {
  readonly type = 'void';

  constructor(readonly body: readonly Stmt[]) {}

  write(sink: Sink): void {
    writeAll(sink, this.body);
  }
}

export class After<T extends Type> implements Expr<T> {
  readonly type: T;

  constructor(
    readonly body: readonly Stmt[],
    readonly value: Expr<T>,
  ) {
    this.type = value.type;
  }

  write(sink: Sink): void {
    writeAll(sink, this.body);
    this.value.write(sink);
  }
}

export class When implements Stmt {
  readonly type = 'void';

  constructor(
    readonly condition: I32,
    readonly yes: readonly Stmt[],
    readonly no: readonly Stmt[],
  ) {}

  write(sink: Sink): void {
    const { bytes, labels } = sink;
    this.condition.write(sink);
    bytes.u8(0x04);
    bytes.u8(BLOCK_TYPE.void);
    labels.push(NO_LABEL);
    writeAll(sink, this.yes);
    if (this.no.length > 0) {
      bytes.u8(0x05);
      writeAll(sink, this.no);
    }
    labels.pop();
    bytes.u8(0x0b);
  }
}

export class Choice<T extends Type> implements Expr<T> {
  readonly type: T;

  constructor(
    readonly condition: I32,
    readonly yes: Expr<T>,
    readonly no: Expr<T>,
  ) {
    this.type = yes.type;
  }

  write(sink: Sink): void {
    const { bytes, labels } = sink;
    this.condition.write(sink);
    bytes.u8(0x04);
    bytes.u8(BLOCK_TYPE[this.type]);
    labels.push(NO_LABEL);
    this.yes.write(sink);
    bytes.u8(0x05);
    this.no.write(sink);
    labels.pop();
    bytes.u8(0x0b);
  }
}

/** A block (0x02) or loop (0x03) that leaves nothing. */
export class Labelled implements Stmt {
  readonly type = 'void';

  constructor(
    readonly opcode: number,
    readonly label: Label,
    readonly inside: readonly Stmt[],
  ) {}

  write(sink: Sink): void {
    const { bytes, labels } = sink;
    bytes.u8(this.opcode);
    bytes.u8(BLOCK_TYPE.void);
    labels.push(this.label);
    writeAll(sink, this.inside);
    labels.pop();
    bytes.u8(0x0b);
  }
}

export class Branch implements Stmt {
  readonly type = 'void';

  constructor(
    readonly opcode: number,
    readonly label: Label,
    readonly condition: I32 | undefined,
  ) {}

  write(sink: Sink): void {
    this.condition?.write(sink);
    writeBranch(sink, this.opcode, this.label);
  }
}

export class Spanned<T extends Type> implements Expr<T> {
  readonly type: T;

  constructor(
    readonly span: Span,
    readonly value: Expr<T>,
  ) {
    this.type = value.type;
  }

  write(sink: Sink): void {
    sink.spans.push({ offset: sink.bytes.length, span: this.span });
    this.value.write(sink);
  }
}

class LocalGet<T extends Type> implements Expr<T> {
  constructor(
    readonly type: T,
    readonly index: number,
  ) {}

  write(sink: Sink): void {
    sink.bytes.u8(0x20);
    sink.bytes.unsigned(sink.localIndex(this.index));
  }
}

class LocalSet implements Stmt {
  readonly type = 'void';

  constructor(
    readonly index: number,
    readonly value: Expr<Type>,
  ) {}

  write(sink: Sink): void {
    this.value.write(sink);
    sink.bytes.u8(0x21);
    sink.bytes.unsigned(sink.localIndex(this.index));
  }
}

class LocalTee<T extends Type> implements Expr<T> {
  constructor(
    readonly type: T,
    readonly index: number,
    readonly value: Expr<T>,
  ) {}

  write(sink: Sink): void {
    this.value.write(sink);
    sink.bytes.u8(0x22);
    sink.bytes.unsigned(sink.localIndex(this.index));
  }
}

export class OneLocal<T extends Type> implements Local<T> {
  readonly get: Expr<T>;

  constructor(
    readonly name: string,
    readonly type: T,
    readonly index: number,
  ) {
    this.get = new LocalGet(type, index);
  }

  set(value: Expr<T>): Stmt {
    return new LocalSet(this.index, value);
  }

  tee(value: Expr<T>): Expr<T> {
    return new LocalTee(this.type, this.index, value);
  }
}

export class Call implements Stmt {
  readonly type = 'void';

  constructor(
    readonly callee: Callee,
    readonly args: readonly Expr<Type>[],
  ) {}

  write(sink: Sink): void {
    for (const each of this.args) each.write(sink);
    sink.call(this.callee);
  }
}

export class CallValue<T extends Type> implements Expr<T> {
  constructor(
    readonly type: T,
    readonly callee: Callee,
    readonly args: readonly Expr<Type>[],
  ) {}

  write(sink: Sink): void {
    for (const each of this.args) each.write(sink);
    sink.call(this.callee);
  }
}
