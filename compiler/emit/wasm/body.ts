import type { Span } from '../../../schema/index.ts';
import { Bytes } from './bytes.ts';
import {
  BLOCK_TYPE,
  type Callee,
  type Label,
  type Sink,
  type Stmt,
  TYPE_CODE,
  type Type,
  type Variable,
  writeBranch,
} from './sink.ts';

export type Result = Type | 'void';

/** A function with its parameters first among its locals. */
export interface Defined {
  readonly name: string;
  readonly params: readonly Type[];
  readonly result: Result;
  body: { readonly locals: readonly Variable[]; readonly code: readonly Stmt[] } | undefined;
}

/** The bytes of a body, its locals beyond the parameters, and where in it code of expressions begins. */
export interface Code {
  readonly bytes: Uint8Array;
  readonly locals: readonly Variable[];
  readonly spans: readonly { readonly offset: number; readonly span: Span }[];
}

/** What a body asks of its module. */
export interface Surroundings {
  readonly functionIndex: (callee: Callee) => number;
  readonly globalIndex: (global: Variable) => number;
  /** The function whose body is to stand in place of a call to it, where that is small enough. */
  readonly inlined: (callee: Callee) => Defined | undefined;
}

const LOCAL_SET = 0x21;
const CONSTANT = { i32: 0x41, i64: 0x42 } as const;

/** Writes the body of a function, with small functions in place of the calls to them. */
export function writeBody(defined: Defined, around: Surroundings): Code {
  const { params, result } = defined;
  const { locals: own, code } = bodyOf(defined);
  const locals = [...own];
  const bytes = new Bytes();
  const spans: { offset: number; span: Span }[] = [];
  const labels: Label[] = [];
  // Locals of bodies that were written out, to be used again.
  const free: Record<Type, number[]> = { i32: [], i64: [] };
  const added = (name: string, type: Type): number => {
    locals.push({ name, type });
    return params.length + locals.length - 1;
  };

  // A function may call itself: it stands inside itself no second time.
  const inside = new Set<Defined>();

  const inline = (callee: Defined): void => {
    inside.add(callee);
    const body = bodyOf(callee);
    const types = [...callee.params, ...body.locals.map((each) => each.type)];
    const numbers = types.map((type, i) => free[type].pop() ?? added(localName(callee, i), type));
    const exit: Label = { name: callee.name };
    const set = (i: number): void => {
      bytes.u8(LOCAL_SET);
      bytes.unsigned(numbers[i] ?? 0);
    };
    for (let i = callee.params.length - 1; i >= 0; i -= 1) set(i);
    // What a function starts with: the same place may have been passed before.
    body.locals.forEach(({ type }, i) => {
      bytes.u8(CONSTANT[type]);
      bytes.u8(0x00);
      set(callee.params.length + i);
    });
    bytes.u8(0x02);
    bytes.u8(BLOCK_TYPE[callee.result]);
    labels.push(exit);
    const last = body.code.at(-1)?.returns;
    const place = sinkOf(
      (index) => numbers[index] ?? 0,
      (sink) => writeBranch(sink, 0x0c, exit),
    );
    for (const each of last === undefined ? body.code : body.code.slice(0, -1)) each.write(place);
    if (last !== undefined) last.value?.write(place);
    else if (callee.result !== 'void') bytes.u8(0x00);
    labels.pop();
    bytes.u8(0x0b);
    for (const [i, type] of types.entries()) free[type].push(numbers[i] ?? 0);
    inside.delete(callee);
  };

  const sinkOf = (localIndex: Sink['localIndex'], leave: (sink: Sink) => void): Sink => {
    const sink: Sink = {
      bytes,
      labels,
      spans,
      globalIndex: around.globalIndex,
      localIndex,
      take: (type) => free[type].pop() ?? added('kept', type),
      release: (type, local) => free[type].push(local),
      leave: () => leave(sink),
      call: (callee) => {
        const body = around.inlined(callee);
        if (body !== undefined && !inside.has(body)) return inline(body);
        bytes.u8(0x10);
        bytes.unsigned(around.functionIndex(callee));
      },
    };
    return sink;
  };

  const sink = sinkOf(
    (index) => index,
    () => bytes.u8(0x0f),
  );
  for (const each of code) each.write(sink);
  // A function with a result ends in a return; what follows it is never reached.
  if (result !== 'void') bytes.u8(0x00);
  bytes.u8(0x0b);

  const head = new Bytes();
  head.unsigned(locals.length);
  for (const { type } of locals) {
    head.unsigned(1);
    head.u8(TYPE_CODE[type]);
  }
  const shift = head.length;
  head.raw(bytes.toBytes());
  return {
    bytes: head.toBytes(),
    locals,
    spans: spans.map(({ offset, span }) => ({ offset: offset + shift, span })),
  };
}

function bodyOf({ name, body }: Defined) {
  if (body === undefined) throw new Error(`${name} has no body`);
  return body;
}

/** A local's name in a function that it was written into; other tools take no spaces. */
function localName({ name, params, body }: Defined, index: number): string {
  const own = index < params.length ? `p${index}` : (body?.locals[index - params.length]?.name ?? '');
  return `${name}.${own}`.replaceAll(' ', '_');
}
