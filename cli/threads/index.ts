export { serveThread } from './node-thread.ts';
export { poolOf } from './pool.ts';
