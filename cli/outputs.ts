import type { Plan } from '../schema/index.ts';
import type { ExitCode } from './exit.ts';
import { sameFile } from './files.ts';
import { type LedgerWriter, openLedger } from './ledger-file.ts';
import { openSink, type Sink } from './sink.ts';
import type { Terminal } from './terminal/index.ts';
import { misuse } from './trouble.ts';

/** What a run was asked to write, by option. */
export interface OutputPaths {
  readonly ledger?: string;
  readonly outcomes?: string;
  readonly rejects?: string;
  readonly html?: string;
}

/** The files that a run writes as it goes; those not asked for are undefined. */
export interface Outputs {
  readonly ledger: LedgerWriter | undefined;
  readonly outcomes: Sink | undefined;
}

/** Nothing that is read may be written over, and no two outputs go to one place. Says so, before anything is touched. */
export function outputsClash(
  terminal: Terminal,
  inputs: readonly string[],
  { ledger, outcomes, rejects, html }: OutputPaths,
): ExitCode | undefined {
  const written = Object.entries({ ledger, outcomes, rejects, html }).flatMap(([name, path]) =>
    path === undefined ? [] : [{ option: `--${name}`, path }],
  );
  for (const [index, { option, path }] of written.entries()) {
    const input = path === '-' ? undefined : inputs.find((each) => sameFile(each, path));
    if (input !== undefined) {
      return misuse(terminal, {
        en: `\`${option} ${path}\` would write over a file that is read`,
        ja: `\`${option} ${path}\` は、読み込むファイルを上書きしてしまいます`,
      });
    }
    const other = written.slice(0, index).find((each) => each.path === path || sameFile(each.path, path));
    if (other !== undefined && path !== '/dev/null') {
      return misuse(terminal, {
        en: `\`${other.option}\` and \`${option}\` both go to ${path === '-' ? 'stdout' : path}`,
        ja: `\`${other.option}\` と \`${option}\` の出力先がどちらも ${path === '-' ? '標準出力' : path} です`,
      });
    }
  }
  return undefined;
}

export function openOutputs(
  terminal: Terminal,
  plan: Plan,
  paths: OutputPaths,
): Outputs | { readonly exit: ExitCode } {
  const ledger = paths.ledger === undefined ? undefined : openLedger(terminal, plan, paths.ledger);
  if (ledger !== undefined && 'exit' in ledger) return ledger;
  const outcomes = paths.outcomes === undefined ? undefined : openSink(terminal, paths.outcomes);
  if (outcomes !== undefined && 'exit' in outcomes) {
    ledger?.close();
    return outcomes;
  }
  return { ledger, outcomes };
}
