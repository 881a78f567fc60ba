import type { EngineRequest } from '../contract/index.ts';
import { Engine, type FromReplayThread, type PortEvents, type ThreadPort } from '../engine/index.ts';
import type { Serve } from './role.ts';
import { turns } from './turns.ts';

/** More threads gain little, and each holds a program of its own. */
const MOST_THREADS = 4;

function startThread({ message, died }: PortEvents): ThreadPort {
  // The same file as this one, in another role.
  const worker = new Worker(self.location.href, { type: 'module', name: 'replay' });
  worker.onmessage = ({ data }: MessageEvent<FromReplayThread>) => message(data);
  worker.onerror = (event) => {
    // Or it would count as an error of this worker too, which would be ended with all the others.
    event.preventDefault();
    died(event.message);
  };
  return {
    send: (request, transfer) => worker.postMessage(request, [...transfer]),
    end: () => worker.terminate(),
  };
}

/** Holds a history, dealt out to threads, and answers what the page asks of it. */
export const serve: Serve = (post) => {
  const engine = new Engine({
    threads: Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency)),
    startThread,
    post,
    now: () => performance.now(),
    turn: turns(),
  });
  return (message) => engine.handle(message as EngineRequest);
};
