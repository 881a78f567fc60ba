export { type Batch, CompiledProgram, membersIn, type ReplayedMember } from './replay.ts';
export { outcomeAt, scoreAt } from './results.ts';
