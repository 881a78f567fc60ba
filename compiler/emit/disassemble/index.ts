export {
  type Disassembly,
  type DisassemblyLine,
  disassemble,
  printDisassembly,
} from './disassemble.ts';
export {
  type CustomSection,
  type ModuleExport,
  type ModuleFunction,
  type ModuleGlobal,
  type ModuleSection,
  type ReadModule,
  readModule,
} from './read-module.ts';
export type { ModuleFault } from './reader.ts';
