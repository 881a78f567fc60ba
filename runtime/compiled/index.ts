export { type Batch, CompiledProgram, membersIn, type ReplayedMember } from './replay.ts';
export { outcomeAt } from './results.ts';
