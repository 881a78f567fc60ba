import { type Names, NO_NAMES, readNames } from './names.ts';
import { VALUE_TYPES, type ValueType } from './opcodes.ts';
import { type ModuleFault, Reader } from './reader.ts';

/** What a function takes and leaves. */
export interface ModuleSignature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface ModuleSection {
  /** `code`, `data` …; `custom` for every custom section. */
  readonly name: string;
  /** Where its content starts, behind its length. */
  readonly offset: number;
  readonly size: number;
}

/** So many locals of one type, one after the other. */
export interface ModuleLocals {
  readonly count: number;
  readonly type: ValueType;
}

export interface ModuleCode {
  /** Where the body starts, behind its length: the declarations of its locals. */
  readonly offset: number;
  readonly size: number;
  /** Where its first instruction is. */
  readonly start: number;
  /** As declared, behind the parameters: a few bytes may declare very many. */
  readonly locals: readonly ModuleLocals[];
}

/** Where an imported thing comes from. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
}

export interface ModuleFunction extends ModuleSignature {
  readonly index: number;
  /** From the name section. */
  readonly name: string | undefined;
  readonly imported: ModuleImport | undefined;
  readonly exports: readonly string[];
  /** By index: parameters first, then locals. */
  readonly localNames: ReadonlyMap<number, string>;
  /** Missing where it is imported, or where the bytes are damaged. */
  readonly code: ModuleCode | undefined;
}

export interface ModuleGlobal {
  readonly index: number;
  readonly name: string | undefined;
  readonly type: ValueType;
  readonly mutable: boolean;
  readonly imported: ModuleImport | undefined;
  readonly exports: readonly string[];
  /** Missing where it is not an integer constant. */
  readonly initial: bigint | undefined;
}

/** Pages of 64 KiB. */
export interface ModuleMemory {
  readonly pages: number;
  readonly most: number | undefined;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global';
  readonly index: number;
}

export interface ModuleData {
  /** Missing where the address is not a constant. */
  readonly address: number | undefined;
  readonly bytes: Uint8Array;
}

export interface CustomSection {
  readonly name: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A module as far as its bytes can be read. */
export interface ReadModule {
  readonly bytes: Uint8Array;
  readonly sections: readonly ModuleSection[];
  readonly types: readonly ModuleSignature[];
  /** Imported ones first, as their indices count. */
  readonly functions: readonly ModuleFunction[];
  readonly globals: readonly ModuleGlobal[];
  readonly memories: readonly ModuleMemory[];
  readonly exports: readonly ModuleExport[];
  readonly data: readonly ModuleData[];
  /** All but the name section. */
  readonly custom: readonly CustomSection[];
  /** In the order of the bytes; empty for a whole module. A damaged section does not hide those behind it. */
  readonly faults: readonly ModuleFault[];
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00] as const;
const SECTIONS = [
  ...(['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start'] as const),
  ...(['element', 'code', 'data', 'data count'] as const),
] as const;
const EXTERNAL = ['function', 'table', 'memory', 'global'] as const;
const NO_LOCALS: ReadonlyMap<number, string> = new Map();
/** More locals than any engine takes in one function. */
const MOST_LOCALS = 50_000;

interface Imported {
  readonly functions: readonly { readonly from: ModuleImport; readonly type: number }[];
  readonly globals: readonly (GlobalType & { readonly from: ModuleImport })[];
}

interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** Reads a WebAssembly module of the first version, with the memory operations of bulk memory; never throws. */
export function readModule(bytes: Uint8Array): ReadModule {
  const faults: ModuleFault[] = [];
  const sections: ModuleSection[] = [];
  const custom: CustomSection[] = [];
  let types: readonly ModuleSignature[] = [];
  let imported: Imported = { functions: [], globals: [] };
  let functionTypes: readonly number[] = [];
  let memories: readonly ModuleMemory[] = [];
  let globals: readonly (GlobalType & { readonly initial: bigint | undefined })[] = [];
  let exports: readonly ModuleExport[] = [];
  let bodies: readonly ModuleCode[] = [];
  let data: readonly ModuleData[] = [];
  let names: Names = NO_NAMES;

  const readSection = (id: string, content: Reader): void => {
    switch (id) {
      case 'custom': {
        const name = content.text('the name of a custom section');
        if (name === 'name') {
          names = readNames(content);
          return;
        }
        const { offset } = content;
        if (content.fault !== undefined) return;
        custom.push({ name, offset, bytes: content.take(content.end - offset, 'a custom section') });
        return;
      }
      case 'type':
        types = content.list('types', () => signature(content));
        return;
      case 'import':
        imported = imports(content);
        return;
      case 'function':
        functionTypes = content.list('functions', () => content.u32('the type of a function'));
        return;
      case 'memory':
        memories = content.list('memories', () => limits(content, 'a memory'));
        return;
      case 'global':
        globals = content.list('globals', () => ({ ...globalType(content), initial: constant(content) }));
        return;
      case 'export':
        exports = content.list('exports', () => exported(content));
        return;
      case 'code':
        bodies = content.list('function bodies', () => body(content));
        return;
      case 'data':
        data = content.list('data segments', () => segment(content));
        return;
      default:
        // Tables, their elements, the start function and the count of data are not shown: only their size is.
        content.take(content.end - content.offset, 'a section');
    }
  };

  const reader = new Reader(bytes);
  for (const byte of HEADER) {
    if (reader.u8('the header') !== byte) reader.fail('this is not a module of version 1', 0);
  }
  while (!reader.done) {
    const at = reader.offset;
    const id = SECTIONS[reader.u8('a section')];
    const size = reader.u32('the size of a section');
    const { offset } = reader;
    if (id === undefined) reader.fail('no section has this number', at);
    const content = reader.part(size, 'a section');
    if (reader.fault !== undefined || id === undefined) break;
    sections.push({ name: id, offset, size });
    readSection(id, content);
    if (!content.done) content.fail(`the ${id} section goes on after its content`);
    if (content.fault !== undefined) faults.push(content.fault);
  }
  if (reader.fault !== undefined) faults.push(reader.fault);
  if (faults.length === 0 && bodies.length !== functionTypes.length) {
    const offset = sections.find((each) => each.name === 'code')?.offset ?? bytes.length;
    faults.push({ offset, message: `functions: ${functionTypes.length}, bodies: ${bodies.length}` });
  }

  const unknown = [...imported.functions.map(({ type }) => type), ...functionTypes].find(
    (type) => types[type] === undefined,
  );
  if (faults.length === 0 && unknown !== undefined) {
    const offset = sections.find((each) => each.name === 'function')?.offset ?? bytes.length;
    faults.push({ offset, message: `a function has type ${unknown}, which is not there` });
  }
  const functionExports = namesByIndex(exports, 'function');
  const globalExports = namesByIndex(exports, 'global');
  const none: ModuleSignature = { params: [], results: [] };
  const functions = [
    ...imported.functions.map(({ from, type }) => ({ imported: from, type, body: undefined })),
    ...functionTypes.map((type, index) => ({ imported: undefined, type, body: bodies[index] })),
  ].map((each, index): ModuleFunction => {
    const { params, results } = types[each.type] ?? none;
    return {
      index,
      name: names.functions.get(index),
      params,
      results,
      imported: each.imported,
      exports: functionExports.get(index) ?? [],
      localNames: names.locals.get(index) ?? NO_LOCALS,
      code: each.body,
    };
  });
  return {
    bytes,
    sections,
    types,
    functions,
    globals: [
      ...imported.globals.map(({ from, ...type }) => ({ ...type, imported: from, initial: undefined })),
      ...globals.map((each) => ({ ...each, imported: undefined })),
    ].map((each, index) => ({
      ...each,
      index,
      name: names.globals.get(index),
      exports: globalExports.get(index) ?? [],
    })),
    memories,
    exports,
    data,
    custom,
    faults,
  };
}

function namesByIndex(
  exports: readonly ModuleExport[],
  kind: ModuleExport['kind'],
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const each of exports.filter((other) => other.kind === kind)) {
    const known = found.get(each.index);
    if (known === undefined) found.set(each.index, [each.name]);
    else known.push(each.name);
  }
  return found;
}

function valueType(from: Reader): ValueType {
  const at = from.offset;
  const type = VALUE_TYPES.get(from.u8('a type'));
  if (type === undefined) from.fail('no type of values has this number', at);
  return type ?? 'i32';
}

function signature(from: Reader): ModuleSignature {
  const at = from.offset;
  if (from.u8('a type') !== 0x60) from.fail('a type is not that of a function', at);
  return {
    params: from.list('parameters', () => valueType(from)),
    results: from.list('results', () => valueType(from)),
  };
}

function limits(from: Reader, what: string): ModuleMemory {
  const at = from.offset;
  const flags = from.u8(`the limits of ${what}`);
  if (flags > 1) from.fail(`${what} has limits of an unknown kind`, at);
  const pages = from.u32(`the least size of ${what}`);
  return { pages, most: flags === 1 ? from.u32(`the greatest size of ${what}`) : undefined };
}

function globalType(from: Reader): GlobalType {
  const type = valueType(from);
  const at = from.offset;
  const flag = from.u8('a global');
  if (flag > 1) from.fail('a global is neither constant nor mutable', at);
  return { type, mutable: flag === 1 };
}

function imports(from: Reader): Imported {
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

function exported(from: Reader): ModuleExport {
  const name = from.text('the name of an export');
  const at = from.offset;
  const kind = EXTERNAL[from.u8('an export')];
  if (kind === undefined) from.fail('no kind of export has this number', at);
  return { name, kind: kind ?? 'function', index: from.u32('the index of an export') };
}

/** The expression that a global or an address starts with: its value where it is an integer constant. */
function constant(from: Reader): bigint | undefined {
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

function body(from: Reader): ModuleCode {
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

function segment(from: Reader): ModuleData {
  const at = from.offset;
  const kind = from.u32('a data segment');
  if (kind > 2) from.fail('a data segment is of an unknown kind', at);
  if (kind === 2) from.u32('the memory of a data segment');
  const address = kind === 1 ? undefined : constant(from);
  const bytes = from.take(from.u32('the size of a data segment'), 'a data segment');
  return { address: address === undefined ? undefined : Number(address), bytes };
}
