import type { Localized } from '../schema/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { readDocumentText } from './files.ts';
import { say, type Terminal } from './terminal/index.ts';

/** One sentence of trouble on stderr, and what to do about it. */
export function complain(terminal: Terminal, what: Localized, help?: Localized): void {
  const { paint, write } = terminal.err;
  write(`${paint.red('kizuna:')} ${say(terminal, what)}\n`);
  if (help === undefined) return;
  const word = say(terminal, { en: 'help', ja: '対処' });
  write(`   ${paint.blue('=')} ${paint.bold(`${word}:`)} ${say(terminal, help)}\n`);
}

/** The text of a document, or the exit code after saying why there is none. */
export function textOrComplaint(
  terminal: Terminal,
  path: string,
): { readonly text: string } | { readonly exit: ExitCode } {
  const file = readDocumentText(path);
  if (file.kind === 'text') return { text: file.text };
  complain(terminal, { en: `${path}: ${file.why.en}`, ja: `${path}: ${file.why.ja}` });
  return { exit: file.exit };
}

/** Says that an argument does not fit; the exit code of wrong usage. */
export function misuse(terminal: Terminal, what: Localized, help?: Localized): ExitCode {
  complain(terminal, what, help);
  return EXIT.usage;
}
