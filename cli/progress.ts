import type { Localized } from '../schema/index.ts';
import { say, type Terminal } from './terminal/index.ts';

/** Tells how far a long work has come; `done` clears the line. */
export interface Progress {
  /** `total` undefined: nobody knows how much there is. */
  tick(done: number, total?: number): void;
  done(): void;
}

const QUIET_MS = 1000;
const REDRAW_MS = 200;
const REPEAT_MS = 10_000;

/** Silent for the first second; then a line on stderr, redrawn on a terminal, repeated now and then elsewhere. */
export function progress(terminal: Terminal, what: Localized, now: () => number = Date.now): Progress {
  const { err, watched } = terminal;
  const started = now();
  let next = started + QUIET_MS;
  let drawn = false;
  return {
    tick(done, total) {
      const time = now();
      if (time < next) return;
      next = time + (watched ? REDRAW_MS : REPEAT_MS);
      const count = done.toLocaleString('en');
      const of = total === undefined ? '' : ` / ${total.toLocaleString('en')}`;
      const text = `${say(terminal, what)}: ${count}${of}`;
      err.write(watched ? `\r${text}` : `${text}\n`);
      drawn = watched;
    },
    done() {
      if (drawn) err.write(`\r${' '.repeat(79)}\r`);
      drawn = false;
    },
  };
}
