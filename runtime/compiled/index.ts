export { manifestOf } from './module.ts';
export { type Batch, CompiledProgram, membersIn, type ReplayedMember } from './replay.ts';
