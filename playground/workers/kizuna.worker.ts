import './seal.ts';
import { isRole, type Role, type Serve } from './role.ts';

/**
 * Every worker of the page is this file; its name says what it is for. So what two of them need (the compiler, the runtime) is fetched once
 * and kept once.
 */
const SERVING: Readonly<Record<Role, () => Promise<{ readonly serve: Serve }>>> = {
  language: () => import('./language.ts'),
  engine: () => import('./engine.ts'),
  replay: () => import('./replay.ts'),
};

/** What comes before its code is there. */
const early: unknown[] = [];
self.onmessage = ({ data }: MessageEvent<unknown>) => early.push(data);

const { name } = self;
if (isRole(name)) {
  // A file that cannot be fetched is a death like any other: a promise that nobody waits for would not be told to whoever started this.
  const { serve } = await SERVING[name]().catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    });
    throw error;
  });
  const take = serve((message, transfer = []) => self.postMessage(message, { transfer: [...transfer] }));
  for (const message of early) take(message);
  self.onmessage = ({ data }: MessageEvent<unknown>) => take(data);
}
