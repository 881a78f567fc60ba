/** What the exit code of every command means. */
export const EXIT = {
  clean: 0,
  /** Errors or warnings in a document, failed tests, rejected rows under `--strict`. */
  findings: 1,
  /** The command itself was wrong: unknown option, a file that is not there. */
  usage: 2,
  /** A bug of ours. */
  internal: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The graver of two outcomes. */
export function worse(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
