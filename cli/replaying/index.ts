export { prepareReplay, type ReplaySetup } from './chunk-work.ts';
export { replayCompiled } from './compiled.ts';
export { replayByReference } from './reference.ts';
export type { FailedMember, Replay, ReplayTask, Shown } from './replay.ts';
