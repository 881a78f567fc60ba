import { Command, CommanderError } from 'commander';
import { type CommandMaker, dressed, explainUsage } from './arguments.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { compileCommand } from './commands/compile.ts';
import { explainCommand } from './commands/explain.ts';
import { formatCommand } from './commands/format.ts';
import { generateCommand } from './commands/generate.ts';
import { inspectCommand } from './commands/inspect.ts';
import { mappingCommand } from './commands/mapping.ts';
import { planCommand } from './commands/plan.ts';
import { reviewCommand } from './commands/review.ts';
import { runCommand } from './commands/run.ts';
import { scenarioCommand } from './commands/scenario.ts';
import { simulateCommand } from './commands/simulate.ts';
import { testCommand } from './commands/test.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Terminal } from './terminal/index.ts';
import { complain, misuse } from './trouble.ts';
import { VERSION } from './version.ts';

const COMMANDS: readonly CommandMaker[] = [
  checkCommand,
  formatCommand,
  reviewCommand,
  testCommand,
  runCommand,
  simulateCommand,
  compareCommand,
  scenarioCommand,
  explainCommand,
  generateCommand,
  mappingCommand,
  compileCommand,
  inspectCommand,
  planCommand,
];

/** Reads the arguments and runs the command they name. The exit code says how it went; only a bug of ours throws. */
export async function kizuna(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const words = (en: string, ja: string) => (terminal.language === 'ja' ? ja : en);
  let exit: ExitCode = EXIT.clean;
  const finish = (code: ExitCode) => {
    exit = code;
  };
  const program = dressed(new Command('kizuna'), terminal)
    .description(
      words(
        'Loyalty programs as code: check a program, test it, replay it over a history, explain it.',
        'ロイヤルティプログラムをコードとして扱う: 検査、テスト、履歴への適用、説明。',
      ),
    )
    .version(VERSION, '-V, --version', words('show the version', 'バージョンを表示する'))
    .helpCommand('help [command]', words('show the help of a command', 'コマンドの説明を表示する'))
    .addHelpText('after', `\n${words('Example:', '例:')}\n  kizuna check programs/*`);
  for (const make of COMMANDS) program.addCommand(make(terminal, finish));
  const names = program.commands.map((command) => command.name());
  const helpFor = argv.find((word) => names.includes(word));
  const seeHelp = helpFor === undefined ? 'kizuna --help' : `kizuna ${helpFor} --help`;
  const [first, asked] = argv;
  if (first === 'help' && asked !== undefined && /^[^-]/.test(asked) && !names.includes(asked)) {
    return misuse(
      terminal,
      { en: `there is no command \`${asked}\``, ja: `\`${asked}\` というコマンドはありません` },
      { en: `there are ${names.join(', ')}`, ja: `使えるのは ${names.join('、')} です` },
    );
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    switch (error.code) {
      case 'commander.helpDisplayed':
      case 'commander.version':
        return EXIT.clean;
      // `kizuna` alone shows the help on stderr; `kizuna help` on stdout.
      case 'commander.help':
        return argv[0] === 'help' ? EXIT.clean : EXIT.usage;
      default: {
        const { what, help } = explainUsage(error);
        complain(
          terminal,
          what,
          help ?? { en: `\`${seeHelp}\` shows what there is`, ja: `\`${seeHelp}\` で使い方を表示します` },
        );
        return EXIT.usage;
      }
    }
  }
}
