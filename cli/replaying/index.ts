export { prepareReplay } from './chunk-work.ts';
export { replayCompiled } from './compiled.ts';
export { serveThread } from './node-thread.ts';
export { replayByReference } from './reference.ts';
export type { Replay, ReplayTask, Shown } from './replay.ts';
