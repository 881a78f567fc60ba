import { compile, printPlan } from '../../compiler/index.ts';
import { argument, type CommandMaker, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { printFindings } from '../findings.ts';
import type { Terminal } from '../terminal/index.ts';
import { textOrComplaint } from '../trouble.ts';

function plan(terminal: Terminal, path: string): ExitCode {
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file.exit;
  const { value, diagnostics } = compile(file.text);
  printFindings(terminal.err, terminal.language, path, file.text, diagnostics);
  if (value === undefined) return EXIT.findings;
  terminal.out.write(`${printPlan(value).trimEnd()}\n`);
  return EXIT.clean;
}

export const planCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'plan',
    does: { en: 'print what a program compiles to', ja: 'プログラムのコンパイル結果を表示する' },
    example: 'kizuna plan programs/tea-house/program.yaml',
  })
    .addArgument(argument(terminal, '<program>', { en: 'the program file', ja: 'プログラムのファイル' }))
    .action((path: string) => finish(plan(terminal, path)));
