import type { Localized } from '../schema/index.ts';
import { say, type Terminal } from './terminal/index.ts';

/** A run that may be told to end (Ctrl-C): it says how far it came and what it wrote. Files that are not complete go with it. */
export interface Interrupts {
  /** A file that is complete. */
  wrote(path: string): void;
  replayed(members: number): void;
  end(): void;
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** How far a replay came. */
const REPLAYED = (members: number | undefined): Localized =>
  members === undefined
    ? { en: 'before members were replayed', ja: '会員に適用する前に' }
    : { en: `after ${members} members`, ja: `会員 ${members} 人まで適用したところで` };

/** `howFar` says how far the work came. */
export function watchInterrupts(
  terminal: Terminal,
  howFar: (members: number | undefined) => Localized = REPLAYED,
): Interrupts {
  const written: string[] = [];
  let members: number | undefined;
  const tell = (exit: number) => {
    const far = howFar(members);
    const complete =
      written.length === 0
        ? { en: 'nothing was written', ja: 'ファイルは何も書き出していません' }
        : {
            en: `only ${written.join(', ')} was written`,
            ja: `書き出したのは ${written.join('、')} だけです`,
          };
    const text = say(terminal, {
      en: `stopped ${far.en}; ${complete.en}`,
      ja: `${far.ja}中断しました。${complete.ja}`,
    });
    terminal.err.write(`${terminal.watched ? '\n' : ''}kizuna: ${text}\n`);
    process.exit(exit);
  };
  const handlers = SIGNALS.map(([signal, exit]) => [signal, () => tell(exit)] as const);
  for (const [signal, handler] of handlers) process.once(signal, handler);
  return {
    wrote: (path) => void written.push(path),
    replayed(count) {
      members = count;
    },
    end() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}
