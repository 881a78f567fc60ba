import type {
  ModuleCode,
  ModuleData,
  ModuleExport,
  ModuleImport,
  ModuleMemory,
  ModuleSignature,
} from './module.ts';
import { VALUE_TYPES, type ValueType } from './opcodes.ts';
import type { Reader } from './reader.ts';

const EXTERNAL = ['function', 'table', 'memory', 'global'] as const;
/** More locals than any engine takes in one function. */
const MOST_LOCALS = 50_000;

/** What a module takes from its host, memories and tables aside. */
export interface Imported {
  readonly functions: readonly { readonly from: ModuleImport; readonly type: number }[];
  readonly globals: readonly (GlobalType & { readonly from: ModuleImport })[];
}

export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

function valueType(from: Reader): ValueType {
  const at = from.offset;
  const type = VALUE_TYPES.get(from.u8('a type'));
  if (type === undefined) from.fail('no type of values has this number', at);
  return type ?? 'i32';
}

export function signature(from: Reader): ModuleSignature {
  const at = from.offset;
  if (from.u8('a type') !== 0x60) from.fail('a type is not that of a function', at);
  return {
    params: from.list('parameters', () => valueType(from)),
    results: from.list('results', () => valueType(from)),
  };
}

export function limits(from: Reader, what: string): ModuleMemory {
  const at = from.offset;
  const flags = from.u8(`the limits of ${what}`);
  if (flags > 1) from.fail(`${what} has limits of an unknown kind`, at);
  const pages = from.u32(`the least size of ${what}`);
  return { pages, most: flags === 1 ? from.u32(`the greatest size of ${what}`) : undefined };
}

export function globalType(from: Reader): GlobalType {
  const type = valueType(from);
  const at = from.offset;
  const flag = from.u8('a global');
  if (flag > 1) from.fail('a global is neither constant nor mutable', at);
  return { type, mutable: flag === 1 };
}

export function imports(from: Reader): Imported {
  const functions: { from: ModuleImport; type: number }[] = [];
  const globals: (GlobalType & { from: ModuleImport })[] = [];
  from.list('imports', () => {
    const place = { module: from.text('the module of an import'), name: from.text('the name of an import') };
    const at = from.offset;
    switch (EXTERNAL[from.u8('an import')]) {
      case 'function':
        functions.push({ from: place, type: from.u32('the type of an import') });
        return;
      case 'global':
        globals.push({ from: place, ...globalType(from) });
        return;
      case 'memory':
        limits(from, 'an imported memory');
        return;
      case 'table':
        from.u8('the type of a table');
        limits(from, 'an imported table');
        return;
      case undefined:
        from.fail('no kind of import has this number', at);
    }
  });
  return { functions, globals };
}

export function exported(from: Reader): ModuleExport {
  const name = from.text('the name of an export');
  const at = from.offset;
  const kind = EXTERNAL[from.u8('an export')];
  if (kind === undefined) from.fail('no kind of export has this number', at);
  return { name, kind: kind ?? 'function', index: from.u32('the index of an export') };
}

/** The expression that a global or an address starts with: its value where it is an integer constant. */
export function constant(from: Reader): bigint | undefined {
  const at = from.offset;
  const opcode = from.u8('a constant');
  let value: bigint | undefined;
  if (opcode === 0x41) value = BigInt(from.s32('a constant'));
  else if (opcode === 0x42) value = from.s64('a constant');
  else if (opcode === 0x43) from.take(4, 'a constant');
  else if (opcode === 0x44) from.take(8, 'a constant');
  else if (opcode === 0x23) from.u32('the index of a global');
  else from.fail('this is not a constant', at);
  const end = from.offset;
  if (from.u8('a constant') !== 0x0b) from.fail('a constant does not end', end);
  return value;
}

export function body(from: Reader): ModuleCode {
  const size = from.u32('the size of a function');
  const content = from.part(size, 'a function');
  const { offset } = content;
  let total = 0;
  const locals = content.list('locals', () => {
    const at = content.offset;
    const count = content.u32('a count of locals');
    total += count;
    if (total > MOST_LOCALS) content.fail(`a function has over ${MOST_LOCALS} locals`, at);
    return { count, type: valueType(content) };
  });
  if (content.fault !== undefined) from.fail(content.fault.message, content.fault.offset);
  return { offset, size, start: content.offset, locals };
}

export function segment(from: Reader): ModuleData {
  const at = from.offset;
  const kind = from.u32('a data segment');
  if (kind > 2) from.fail('a data segment is of an unknown kind', at);
  if (kind === 2) from.u32('the memory of a data segment');
  const address = kind === 1 ? undefined : constant(from);
  const bytes = from.take(from.u32('the size of a data segment'), 'a data segment');
  return { address: address === undefined ? undefined : Number(address), bytes };
}
