export { prepareReplay, type ReplayedChunk, type ReplaySetup } from './chunk-work.ts';
export { apart, replayCompiled, timeFor } from './compiled.ts';
export { Gathering } from './gathering.ts';
export { replayByReference } from './reference.ts';
export type { FailedMember, Replay, ReplayTask, Shown } from './replay.ts';
