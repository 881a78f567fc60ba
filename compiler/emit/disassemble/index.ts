export { type Disassembly, type DisassemblyLine, disassemble, printDisassembly } from './disassemble.ts';
export type {
  CustomSection,
  ModuleExport,
  ModuleFunction,
  ModuleGlobal,
  ModuleSection,
  ReadModule,
} from './module.ts';
export { readModule } from './read-module.ts';
export type { ModuleFault } from './reader.ts';
