import './seal.ts';
import { type FromReplayThread, serveThread, type ToReplayThread } from '../engine/index.ts';
import { turns } from './turns.ts';

const take = serveThread({
  reply: (message: FromReplayThread, transfer) => self.postMessage(message, { transfer: [...transfer] }),
  turn: turns(),
});

self.onmessage = ({ data }: MessageEvent<ToReplayThread>) => take(data);
