import {
  connectEngine,
  Engine,
  type EngineClient,
  type FromReplayThread,
  serveThread,
  type ThreadPort,
  type ToReplayThread,
} from '../../playground/engine/index.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A copy as it comes out of `postMessage`. */
function cloned<T>(message: T, transfer: readonly ArrayBuffer[] = []): T {
  return structuredClone(message, { transfer: [...transfer] });
}

/** A thread of the engine that works where the test runs; messages are copied as between workers. */
function threadInPlace(message: (answer: FromReplayThread) => void): ThreadPort {
  let ended = false;
  const take = serveThread({
    reply: (answer, transfer) => {
      const copy = cloned(answer, transfer);
      setImmediate(() => {
        if (!ended) message(copy);
      });
    },
    turn,
  });
  return {
    send(request: ToReplayThread, transfer) {
      const copy = cloned(request, transfer);
      setImmediate(() => {
        if (!ended) take(copy);
      });
    },
    end() {
      ended = true;
    },
  };
}

/** The page's engine without workers; `started` gets what kills a thread, of each that is started. */
export function engineInPlace(threads = 2, started?: (kill: () => void) => void): EngineClient {
  return connectEngine((events) => {
    let ended = false;
    const engine = new Engine({
      threads,
      startThread({ message, died }) {
        const port = threadInPlace(message);
        started?.(() => {
          port.end();
          died('killed');
        });
        return port;
      },
      post(answer) {
        const copy = cloned(answer);
        setImmediate(() => {
          if (!ended) events.message(copy);
        });
      },
      now: () => performance.now(),
      turn,
    });
    return {
      postMessage: (request) => setImmediate(() => engine.handle(request)),
      terminate() {
        ended = true;
        engine.end();
      },
    };
  });
}
