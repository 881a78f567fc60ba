export {
  type Disassembly,
  disassemble,
  type ModuleFault,
  type ModuleFunction,
  printDisassembly,
  type ReadModule,
  readModule,
} from './disassemble/index.ts';
export { type Emitted, type EmitOptions, emitPlan } from './emit.ts';
export { Unbounded } from './engine.ts';
