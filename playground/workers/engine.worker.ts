import './seal.ts';
import type { EngineAnswer, EngineRequest } from '../contract/engine.ts';
import { Engine, type FromReplayThread, type PortEvents, type ThreadPort } from '../engine/index.ts';
import { turns } from './turns.ts';

/** More threads gain little, and each holds a program of its own. */
const MOST_THREADS = 4;

function startThread({ message, died }: PortEvents): ThreadPort {
  const worker = new Worker(new URL('./replay.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FromReplayThread>) => message(data);
  worker.onerror = (event) => died(event.message);
  return {
    send: (request, transfer) => worker.postMessage(request, [...transfer]),
    end: () => worker.terminate(),
  };
}

const engine = new Engine({
  threads: Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency)),
  startThread,
  post: (answer: EngineAnswer) => self.postMessage(answer),
  now: () => performance.now(),
  turn: turns(),
});

self.onmessage = ({ data }: MessageEvent<EngineRequest>) => engine.handle(data);
