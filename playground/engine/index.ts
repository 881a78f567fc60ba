export {
  connectEngine,
  type EngineClient,
  type EngineWorker,
  type Outcome,
  type Request,
  type StartEngine,
  type WorkerEvents,
} from './client.ts';
export { Engine, type EngineHost } from './engine.ts';
export type { PortEvents, StartThread, ThreadPort } from './threads/asking.ts';
export type { FromReplayThread, ToReplayThread } from './threads/contract.ts';
export { serveThread, type ThreadHost } from './threads/serve-thread.ts';
