export type { Answer, FromThread, Prepare, Thread, ThreadEvents, ToThread } from './contract.ts';
export { type FailedMember, Pool, type PoolOptions } from './pool.ts';
export { inPlace, serve } from './serve.ts';
export { membersApart } from './split.ts';
