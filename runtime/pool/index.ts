export type { Answer, FromThread, Prepare, Thread, ThreadEvents, ToThread, Work } from './contract.ts';
export { type Failure, Pool, type PoolOptions } from './pool.ts';
export { inPlace, serve } from './serve.ts';
export { chunkPart, membersApart } from './split.ts';
