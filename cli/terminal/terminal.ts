import pc from 'picocolors';
import type { Language, Localized } from '../../schema/index.ts';

export type Paint = ReturnType<typeof pc.createColors>;

/** One of the two streams of a command, with the colours that it may use. */
export interface Output {
  write(text: string): void;
  readonly paint: Paint;
}

/** What a command talks to. Results go to `out`, progress and trouble to `err`. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  readonly language: Language;
  /** True when somebody watches `err`, so that a progress line may be redrawn. */
  readonly watched: boolean;
}

interface Stream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours only on a terminal, and never where `NO_COLOR` is set or the terminal is dumb. */
function output(stream: Stream, env: Environment): Output {
  const colour = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return { write: (text) => void stream.write(text), paint: pc.createColors(colour) };
}

export function terminalOf(out: Stream, err: Stream, env: Environment, language: Language): Terminal {
  return {
    out: output(out, env),
    err: output(err, env),
    language,
    watched: err.isTTY === true && env.TERM !== 'dumb',
  };
}

/** The words of a text in the language of the terminal. */
export function say(terminal: Pick<Terminal, 'language'>, text: Localized): string {
  return text[terminal.language];
}
