import { serveThread, type ToReplayThread } from '../engine/index.ts';
import type { Serve } from './role.ts';
import { turns } from './turns.ts';

/** A thread that holds part of a history and replays programs over it. */
export const serve: Serve = (post) => {
  const take = serveThread({ reply: post, turn: turns() });
  return (message) => take(message as ToReplayThread);
};
