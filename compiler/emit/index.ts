export {
  type Disassembly,
  disassemble,
  type ModuleFault,
  type ModuleFunction,
  printDisassembly,
  type ReadModule,
  readModule,
} from './disassemble/index.ts';
