import { printPlan } from '../../compiler/index.ts';
import { argument, type CommandMaker, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { loadProgram } from '../loading.ts';
import type { Terminal } from '../terminal/index.ts';

function plan(terminal: Terminal, path: string): ExitCode {
  const program = loadProgram(terminal, path);
  if ('exit' in program) return program.exit;
  terminal.out.write(`${printPlan(program.value.plan).trimEnd()}\n`);
  return EXIT.clean;
}

export const planCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'plan',
    does: { en: 'print what a program compiles to', ja: 'プログラムのコンパイル結果を表示する' },
    more: {
      en: 'For reviewers and tools; it is the same in every language.',
      ja: '確認と道具のための表示で、言語によらず同じです。',
    },
    example: 'kizuna plan programs/tea-house/program.yaml',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .action((path: string) => finish(plan(terminal, path)));
