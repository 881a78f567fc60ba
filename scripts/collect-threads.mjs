// Has every thread of a page throw away what it no longer needs, so that memory is what the page holds.

/** Sends commands over a connection, and calls back with every event that comes over it: `connection.send`, `connection.listen`. */
function connectionTo(session) {
  return {
    send: (method, parameters) => session.send(method, parameters),
    listen(act) {
      for (const method of ['Target.attachedToTarget', 'Target.receivedMessageFromTarget'])
        session.on(method, (params) => act({ method, params }));
    },
  };
}

/** A thread that was started by another is spoken to through it. */
function connectionThrough(parent, sessionId) {
  let last = 0;
  const waiting = new Map();
  const listeners = [];
  parent.listen(({ method, params }) => {
    if (method !== 'Target.receivedMessageFromTarget' || params.sessionId !== sessionId) return;
    const message = JSON.parse(params.message);
    if (message.id === undefined) for (const act of listeners) act(message);
    else waiting.get(message.id)?.(message.result);
  });
  return {
    send(method, params = {}) {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, resolve);
        const message = JSON.stringify({ id, method, params });
        parent.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      });
    },
    listen: (act) => void listeners.push(act),
  };
}

const ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
/** So long until threads that threads have started are found, in milliseconds. */
const FOUND = 2000;

/** Collects in the page and in all workers, those of workers too; gives how many threads that were. */
export async function collectThreads(page) {
  const session = await page.context().newCDPSession(page);
  const own = connectionTo(session);
  const threads = [own];
  const attach = async (connection) => {
    connection.listen(({ method, params }) => {
      if (method !== 'Target.attachedToTarget') return;
      const thread = connectionThrough(connection, params.sessionId);
      threads.push(thread);
      void attach(thread);
    });
    await connection.send('Target.setAutoAttach', ATTACH);
  };
  await attach(own);
  await new Promise((resolve) => setTimeout(resolve, FOUND));
  // Once more, for what the first time only found to be free.
  for (let round = 0; round < 2; round += 1)
    for (const thread of threads) await thread.send('HeapProfiler.collectGarbage');
  await session.detach();
  return threads.length;
}
