import type { Span } from '../../../schema/index.ts';
import { type Code, type Defined, type Result, writeBody } from './body.ts';
import { Bytes } from './bytes.ts';
import { callOf, callStmt, globalOf, localOf, returned } from './code.ts';
import {
  type Callee,
  type Expr,
  type Global,
  type Local,
  type Stmt,
  TYPE_CODE,
  type Type,
  type Variable,
} from './sink.ts';

/** What a call leaves: a value, or nothing. */
export type CallOf<R extends Result> = R extends Type ? Expr<R> : Stmt;
type Arguments<P extends readonly Type[]> = { readonly [K in keyof P]: Expr<P[K]> };
type Parameters<P extends readonly Type[]> = { readonly [K in keyof P]: Local<P[K]> };

/** A function of the module; calling it checks its arguments while building. */
export interface Func<P extends readonly Type[], R extends Result> extends Callee {
  readonly params: P;
  readonly result: R;
  readonly call: (...args: Arguments<P>) => CallOf<R>;
}

/** The body of one function under construction: its locals, and how it returns. */
export interface Body<R extends Result> {
  readonly i32: (name: string) => Local<'i32'>;
  readonly i64: (name: string) => Local<'i64'>;
  readonly ret: R extends Type ? (value: Expr<R>) => Stmt : () => Stmt;
}

/** Where, in the finished module, the code of an expression of the program begins. */
export interface CodeSpan {
  readonly offset: number;
  readonly span: Span;
}

export interface Assembled {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly spans: readonly CodeSpan[];
}

/** Functions of at most this many bytes stand in place of the calls to them. */
const MOST_INLINED = 160;

/** One module under construction: no imports, one memory. */
export class Module {
  readonly #functions: Defined[] = [];
  readonly #indices = new Map<Callee, number>();
  readonly #globals: { readonly global: Variable; readonly initial: bigint }[] = [];
  readonly #globalIndices = new Map<Variable, number>();
  readonly #exports: {
    readonly name: string;
    readonly kind: 'func' | 'global';
    readonly of: Callee | Variable;
  }[] = [];
  readonly #written = new Map<Defined, Code>();
  /** Functions whose bodies are being written: none of them may stand inside itself. */
  readonly #writing = new Set<Defined>();
  readonly #data: { readonly address: number; readonly bytes: Uint8Array }[] = [];

  /** A mutable global. */
  global<T extends Type>(name: string, type: T, initial: bigint | number = 0): Global<T> {
    const global = globalOf(name, type);
    this.#globalIndices.set(global, this.#globals.length);
    this.#globals.push({ global, initial: BigInt(initial) });
    return global;
  }

  /** Declares a function whose body comes later, by {@link define}: for functions that call one another. */
  declare<const P extends readonly Type[], R extends Result>(name: string, params: P, result: R): Func<P, R> {
    const func: Func<P, R> = {
      name,
      params,
      result,
      call: (...args) =>
        (result === 'void'
          ? callStmt(func, args as readonly Expr<Type>[])
          : callOf(result as Type, func, args as readonly Expr<Type>[])) as CallOf<R>,
    };
    this.#indices.set(func, this.#functions.length);
    this.#functions.push({ name, params, result, body: undefined });
    return func;
  }

  define<P extends readonly Type[], R extends Result>(
    func: Func<P, R>,
    build: (body: Body<R>, ...params: Parameters<P>) => readonly Stmt[],
  ): void {
    const defined = this.#functions[this.#indices.get(func) ?? -1];
    if (defined === undefined) throw new Error(`${func.name} belongs to another module`);
    if (defined.body !== undefined) throw new Error(`${func.name} is defined twice`);
    const params = func.params.map((type, index) => localOf(`p${index}`, type, index));
    const locals: Variable[] = [];
    const local = <T extends Type>(name: string, type: T): Local<T> => {
      const made = localOf(name, type, params.length + locals.length);
      locals.push(made);
      return made;
    };
    const body = {
      i32: (name: string) => local(name, 'i32'),
      i64: (name: string) => local(name, 'i64'),
      ret: (value?: Expr<Type>) => returned(value),
    } as unknown as Body<R>;
    const code = build(body, ...(params as unknown as Parameters<P>));
    defined.body = { locals, code };
  }

  func<const P extends readonly Type[], R extends Result>(
    name: string,
    params: P,
    result: R,
    build: (body: Body<R>, ...params: Parameters<P>) => readonly Stmt[],
  ): Func<P, R> {
    const func = this.declare(name, params, result);
    this.define(func, build);
    return func;
  }

  exportFunc(name: string, func: Callee): void {
    this.#exports.push({ name, kind: 'func', of: func });
  }

  exportGlobal(name: string, global: Variable): void {
    this.#exports.push({ name, kind: 'global', of: global });
  }

  /** Constant bytes that the memory starts with. */
  data(address: number, bytes: Uint8Array): void {
    this.#data.push({ address, bytes });
  }

  /** The module's bytes; the same calls give the same bytes. `manifest` makes the custom section, once offsets are known. */
  assemble(
    pages: number,
    manifest: (spans: readonly CodeSpan[]) => { readonly name: string; readonly bytes: Uint8Array },
  ): Assembled {
    const out = new Bytes();
    out.raw([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    const section = (id: number, write: (bytes: Bytes) => void): number => {
      const inside = new Bytes();
      write(inside);
      out.u8(id);
      const bytes = inside.toBytes();
      out.unsigned(bytes.length);
      const start = out.length;
      out.raw(bytes);
      return start;
    };
    const signature = (each: { readonly params: readonly Type[]; readonly result: Result }): string =>
      `${each.params.join(' ')}>${each.result}`;
    const types = [...new Map(this.#functions.map((each) => [signature(each), each])).values()];
    const typeIndex = new Map(types.map((each, index) => [signature(each), index]));
    section(1, (bytes) => {
      bytes.unsigned(types.length);
      for (const { params, result } of types) {
        bytes.u8(0x60);
        bytes.unsigned(params.length);
        for (const param of params) bytes.u8(TYPE_CODE[param]);
        bytes.unsigned(result === 'void' ? 0 : 1);
        if (result !== 'void') bytes.u8(TYPE_CODE[result]);
      }
    });
    section(3, (bytes) => {
      bytes.unsigned(this.#functions.length);
      for (const each of this.#functions) bytes.unsigned(typeIndex.get(signature(each)) ?? 0);
    });
    section(5, (bytes) => {
      bytes.raw([0x01, 0x00]);
      bytes.unsigned(pages);
    });
    section(6, (bytes) => {
      bytes.unsigned(this.#globals.length);
      for (const { global, initial } of this.#globals) {
        bytes.raw([TYPE_CODE[global.type], 0x01, global.type === 'i32' ? 0x41 : 0x42]);
        bytes.signed(initial);
        bytes.u8(0x0b);
      }
    });
    section(7, (bytes) => {
      bytes.unsigned(this.#exports.length + 1);
      bytes.text('memory');
      bytes.raw([0x02, 0x00]);
      for (const { name, kind, of } of this.#exports) {
        bytes.text(name);
        bytes.u8(kind === 'func' ? 0x00 : 0x03);
        const index = kind === 'func' ? this.#indices.get(of) : this.#globalIndices.get(of as Variable);
        bytes.unsigned(index ?? 0);
      }
    });
    const found: CodeSpan[] = [];
    const codeStart = section(10, (bytes) => {
      bytes.unsigned(this.#functions.length);
      for (const each of this.#functions) {
        const { bytes: code, spans } = this.#code(each);
        bytes.unsigned(code.length);
        for (const { offset, span } of spans) found.push({ offset: bytes.length + offset, span });
        bytes.raw(code);
      }
    });
    if (this.#data.length > 0) {
      section(11, (bytes) => {
        bytes.unsigned(this.#data.length);
        for (const { address, bytes: content } of this.#data) {
          bytes.u8(0x00);
          bytes.u8(0x41);
          bytes.signed(BigInt(address));
          bytes.u8(0x0b);
          bytes.sized(content);
        }
      });
    }
    section(0, (bytes) => {
      bytes.text('name');
      const part = (id: number, write: (inside: Bytes) => void): void => {
        const inside = new Bytes();
        write(inside);
        bytes.u8(id);
        bytes.sized(inside.toBytes());
      };
      part(1, (inside) => {
        inside.unsigned(this.#functions.length);
        for (const [index, each] of this.#functions.entries()) {
          inside.unsigned(index);
          inside.text(each.name);
        }
      });
      part(2, (inside) => {
        inside.unsigned(this.#functions.length);
        for (const [index, each] of this.#functions.entries()) {
          inside.unsigned(index);
          const { locals } = this.#code(each);
          inside.unsigned(locals.length);
          locals.forEach((local, place) => {
            inside.unsigned(each.params.length + place);
            inside.text(local.name);
          });
        }
      });
      part(7, (inside) => {
        inside.unsigned(this.#globals.length);
        for (const [index, { global }] of this.#globals.entries()) {
          inside.unsigned(index);
          inside.text(global.name);
        }
      });
    });
    const spans = found.map(({ offset, span }) => ({ offset: codeStart + offset, span }));
    const custom = manifest(spans);
    section(0, (bytes) => {
      bytes.text(custom.name);
      bytes.raw(custom.bytes);
    });
    return { bytes: out.toBytes(), spans };
  }

  #code(defined: Defined): Code {
    const known = this.#written.get(defined);
    if (known !== undefined) return known;
    this.#writing.add(defined);
    const code = writeBody(defined, {
      globalIndex: (global) => {
        const index = this.#globalIndices.get(global);
        if (index === undefined) throw new Error(`${global.name} belongs to another module`);
        return index;
      },
      functionIndex: (callee) => this.#indexOf(callee),
      inlined: (callee) => {
        const called = this.#functions[this.#indexOf(callee)];
        if (called === undefined || this.#writing.has(called)) return undefined;
        const size = this.#code(called).bytes.length;
        return size <= MOST_INLINED ? called : undefined;
      },
    });
    this.#writing.delete(defined);
    this.#written.set(defined, code);
    return code;
  }

  #indexOf(callee: Callee): number {
    const index = this.#indices.get(callee);
    if (index === undefined) throw new Error(`${callee.name} belongs to another module`);
    return index;
  }
}
