import type {
  CustomSection,
  ModuleCode,
  ModuleData,
  ModuleExport,
  ModuleFunction,
  ModuleMemory,
  ModuleSection,
  ModuleSignature,
  ReadModule,
} from './module.ts';
import { type Names, NO_NAMES, readNames } from './names.ts';
import { type ModuleFault, Reader } from './reader.ts';
import {
  body,
  constant,
  exported,
  type GlobalType,
  globalType,
  type Imported,
  imports,
  limits,
  segment,
  signature,
} from './sections.ts';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00] as const;
const SECTIONS = [
  ...(['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start'] as const),
  ...(['element', 'code', 'data', 'data count'] as const),
] as const;
const NO_LOCALS: ReadonlyMap<number, string> = new Map();

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
