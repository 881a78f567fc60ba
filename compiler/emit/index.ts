export { emitBounded, unboundedIn } from './bounded.ts';
export {
  type Disassembly,
  disassemble,
  type ModuleFault,
  type ModuleFunction,
  printDisassembly,
  type ReadModule,
  readModule,
} from './disassemble/index.ts';
export { type EmitOptions, type Emitted, emitPlan } from './emit.ts';
export { emitMessages } from './messages.ts';
