import type { ModuleFunction, ReadModule } from './module.ts';
import { type Immediate, OPCODES, type Opcode, PREFIX, PREFIXED, VALUE_TYPES } from './opcodes.ts';
import { type ModuleFault, Reader } from './reader.ts';

export interface DisassemblyLine {
  /** Of the instruction, from the start of the module. */
  readonly offset: number;
  /** Blocks around it; 0 at the function's own level. */
  readonly depth: number;
  /** Without indentation. */
  readonly text: string;
}

/** One function in the text form of WebAssembly. */
export interface Disassembly {
  /** `(func $name (param $p i32) (result i64) (local $l i64)`, left open: the lines come before its `)`. */
  readonly header: string;
  readonly lines: readonly DisassemblyLine[];
  /** Where the code cannot be read further. */
  readonly fault: ModuleFault | undefined;
}

/** The instructions of a function, with names for what has one and bare indices otherwise; never throws. */
export function disassemble(module: ReadModule, functionIndex: number): Disassembly {
  const of = module.functions[functionIndex];
  if (of === undefined) {
    return { header: '', lines: [], fault: { offset: 0, message: `there is no function ${functionIndex}` } };
  }
  const locals = [...of.params];
  for (const { count, type } of of.code?.locals ?? []) {
    for (let n = 0; n < count; n += 1) locals.push(type);
  }
  const names: Identifiers = {
    functions: identifiers(module.functions.map((each) => each.name)),
    globals: identifiers(module.globals.map((each) => each.name)),
    locals: identifiers(locals.map((_, place) => of.localNames.get(place))),
  };
  const header = headerOf(of, names, locals);
  const { code } = of;
  if (code === undefined) {
    const fault = of.imported === undefined ? { offset: 0, message: 'the function has no body' } : undefined;
    return { header, lines: [], fault };
  }
  const lines: DisassemblyLine[] = [];
  const reader = new Reader(module.bytes, code.start, code.offset + code.size);
  /** Labels of the blocks around, innermost last. */
  const labels: string[] = [];
  let made = 0;
  let ended = false;
  while (!ended && reader.fault === undefined) {
    const { offset } = reader;
    const opcode = opcodeOf(reader);
    if (opcode === undefined) break;
    if (opcode.name === 'end' && labels.length === 0) {
      ended = true;
      break;
    }
    const closing = opcode.name === 'end' || opcode.name === 'else';
    if (opcode.name === 'end') labels.pop();
    const depth = opcode.name === 'else' ? Math.max(0, labels.length - 1) : labels.length;
    let text = opcode.name;
    if (opcode.immediate.kind === 'block') {
      const label = `$${made}`;
      made += 1;
      text += ` ${label}${blockType(reader)}`;
      labels.push(label);
    } else if (!closing) text += immediateOf(opcode.immediate, reader, names, labels);
    if (reader.fault === undefined) lines.push({ offset, depth, text });
  }
  if (ended && !reader.done) reader.fail('the function goes on after its end');
  return { header, lines, fault: reader.fault };
}

interface Identifiers {
  readonly functions: readonly string[];
  readonly globals: readonly string[];
  readonly locals: readonly string[];
}

/** A name stands at every instruction that uses it: damaged bytes must not make a text without end. */
const LONGEST_NAME = 120;

/** Each name as an identifier of the text form, each only once; the index where there is no name. */
function identifiers(names: readonly (string | undefined)[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    if (name === undefined || name === '') return String(index);
    const plain = `$${name.slice(0, LONGEST_NAME).replaceAll(/[^!#$%&'*+\-./0-9:<=>?@A-Z\\^_`a-z|~]/gu, '_')}`;
    // A second name like it is told apart by the index, as a third by both.
    let unique = plain;
    while (taken.has(unique)) unique += `.${index}`;
    taken.add(unique);
    return unique;
  });
}

function headerOf(of: ModuleFunction, names: Identifiers, locals: readonly string[]): string {
  const name = names.functions[of.index];
  const declared = (keyword: string, type: string, place: number): string => {
    const local = names.locals[place];
    return ` (${keyword}${local?.startsWith('$') === true ? ` ${local}` : ''} ${type})`;
  };
  return [
    '(func',
    name?.startsWith('$') === true ? ` ${name}` : '',
    ...of.params.map((type, place) => declared('param', type, place)),
    ...of.results.map((type) => ` (result ${type})`),
    ...locals.slice(of.params.length).map((type, place) => declared('local', type, of.params.length + place)),
  ].join('');
}

function opcodeOf(reader: Reader): Opcode | undefined {
  const { offset } = reader;
  const byte = reader.u8('the code of a function');
  const second = byte === PREFIX ? reader.u32('an instruction') : undefined;
  if (reader.fault !== undefined) return undefined;
  const opcode = second === undefined ? OPCODES.get(byte) : PREFIXED.get(second);
  if (opcode === undefined) {
    const number = second === undefined ? `0x${byte.toString(16)}` : `0x${byte.toString(16)} ${second}`;
    reader.fail(`no instruction has the number ${number}`, offset);
  }
  return opcode;
}

function blockType(reader: Reader): string {
  const { offset } = reader;
  const byte = reader.u8('the type of a block');
  const type = VALUE_TYPES.get(byte);
  if (type !== undefined) return ` (result ${type})`;
  if (byte !== 0x40) reader.fail('no block has this type', offset);
  return '';
}

function immediateOf(
  immediate: Immediate,
  reader: Reader,
  names: Identifiers,
  labels: readonly string[],
): string {
  const named = (identifiers: readonly string[], what: string): string => {
    const { offset } = reader;
    const index = reader.u32(`the index of ${what}`);
    const name = identifiers[index];
    if (name === undefined) reader.fail(`there is no ${what} ${index}`, offset);
    return ` ${name}`;
  };
  // The function itself is the outermost label and has no name of its own.
  const label = (): string => {
    const { offset } = reader;
    const depth = reader.u32('a label');
    if (depth > labels.length) reader.fail(`there are not ${depth} blocks around this place`, offset);
    return ` ${labels[labels.length - 1 - depth] ?? depth}`;
  };
  switch (immediate.kind) {
    case 'none':
    case 'block':
      return '';
    case 'label':
      return label();
    case 'labels':
      return reader.list('labels', label).join('') + label();
    case 'function':
      return named(names.functions, 'function');
    case 'local':
      return named(names.locals, 'local');
    case 'global':
      return named(names.globals, 'global');
    case 'type': {
      const type = reader.u32('the type of a call');
      reader.u8('the table of a call');
      return ` (type ${type})`;
    }
    case 'i32':
      return ` ${reader.s32('a constant')}`;
    case 'i64':
      return ` ${reader.s64('a constant')}`;
    case 'f32':
      return ` ${float(reader.take(4, 'a constant'))}`;
    case 'f64':
      return ` ${float(reader.take(8, 'a constant'))}`;
    case 'memories': {
      for (let n = 0; n < immediate.count; n += 1) reader.u8('the memory of an instruction');
      return '';
    }
    case 'address': {
      const { offset } = reader;
      const align = reader.u32('an alignment');
      if (align > immediate.align) reader.fail('an alignment is above that of what it reads', offset);
      const by = reader.u32('an offset');
      return `${by === 0 ? '' : ` offset=${by}`}${align === immediate.align ? '' : ` align=${2 ** align}`}`;
    }
  }
}

/** A float of 4 or 8 bytes in decimals that read back as the same number. */
function float(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wide = bytes.length === 8;
  const value = wide ? view.getFloat64(0, true) : view.getFloat32(0, true);
  const negative = view.getInt8(bytes.length - 1) < 0;
  if (Number.isNaN(value)) {
    const payload = wide
      ? view.getBigUint64(0, true) & 0xf_ffff_ffff_ffffn
      : BigInt(view.getUint32(0, true) & 0x7f_ffff);
    return `${negative ? '-' : ''}nan:0x${payload.toString(16)}`;
  }
  if (!Number.isFinite(value)) return negative ? '-inf' : 'inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Spaces before a line stop growing here: damaged code can be nested as deep as it is long. */
const DEEPEST = 40;

/** A function as lines of text, each behind the offset of its instruction in hexadecimal. */
export function printDisassembly({ header, lines, fault }: Disassembly): string {
  const place = (offset: number) => offset.toString(16).padStart(6, '0');
  return [
    `${' '.repeat(6)}  ${header}`,
    ...lines.map(
      ({ offset, depth, text }) => `${place(offset)}  ${'  '.repeat(Math.min(depth, DEEPEST) + 1)}${text}`,
    ),
    fault === undefined ? `${' '.repeat(6)}  )` : `${place(fault.offset)}  ;; ${fault.message}`,
    '',
  ].join('\n');
}
