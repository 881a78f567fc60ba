/**
 * Takes from a worker what could reach the network. The page's policy forbids it as well, but a worker's file does not inherit that where
 * a host sends no headers.
 */
for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport', 'importScripts'])
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
