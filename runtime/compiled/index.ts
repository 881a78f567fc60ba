export { type Batch, CompiledProgram, membersIn, type ReplayedMember } from './replay.ts';
