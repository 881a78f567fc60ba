import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childOf, readDocument } from '../../compiler/index.ts';
import { type CaseReport, readTests, reportCase } from '../../report/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { kindOf } from '../check-document.ts';
import { EXIT, type ExitCode, worse } from '../exit.ts';
import { printFindings } from '../findings.ts';
import { type Loaded, loadProgram, otherDocument } from '../loading.ts';
import { positionOf, say, sourceText, type Terminal } from '../terminal/index.ts';
import { reportDifference } from '../testing/index.ts';
import { complain, misuse, textOrComplaint } from '../trouble.ts';

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly exit: ExitCode;
}

const NOTHING: Tally = { passed: 0, failed: 0, exit: EXIT.clean };

const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  exit: worse(a.exit, b.exit),
});

/** The tests documents of all programs beneath `programs/`, or else the one of the folder itself. */
function allTests(): readonly string[] {
  if (!existsSync('programs')) return existsSync('tests.yaml') ? ['tests.yaml'] : [];
  return readdirSync('programs')
    .map((name) => join('programs', name, 'tests.yaml'))
    .filter((path) => existsSync(path))
    .sort();
}

/** A program stands for the tests beside it. */
function testsPathOf(terminal: Terminal, path: string): Loaded<string> {
  const folder = join(path, 'tests.yaml');
  if (existsSync(folder)) return { value: folder };
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file;
  const { root } = readDocument(file.text);
  if (kindOf(root) !== 'program' || childOf(root, 'program') === undefined) {
    return otherDocument(terminal, path, root, 'tests') ?? { value: path };
  }
  const beside = join(dirname(path), 'tests.yaml');
  if (existsSync(beside)) return { value: beside };
  const exit = misuse(
    terminal,
    { en: `${path}: there is no tests.yaml beside it`, ja: `${path}: 隣に tests.yaml がありません` },
    {
      en: 'docs/cli.md shows how tests are written',
      ja: 'テストの書き方は docs/cli.ja.md にあります',
    },
  );
  return { exit };
}

async function testDocument(terminal: Terminal, path: string, filter: string | undefined): Promise<Tally> {
  const { err, language } = terminal;
  const stop = (exit: ExitCode): Tally => ({ ...NOTHING, exit });
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return stop(file.exit);
  const { value: document, diagnostics } = readTests(file.text);
  if (document === undefined) {
    printFindings(err, language, path, file.text, diagnostics);
    return stop(EXIT.findings);
  }
  const program = loadProgram(terminal, join(dirname(path), document.program));
  if ('exit' in program) return stop(program.exit);
  const { plan, text: programText } = program.value;
  const chosen = document.cases.filter((test) => filter === undefined || test.name.includes(filter));
  let tally = NOTHING;
  for (const test of chosen) {
    const title = test.title === undefined ? test.name : `${test.name}: ${test.title[language]}`;
    const name = `${document.tests} ${title}`;
    const result = await reportCase(programText, plan, test);
    tally = add(tally, tellResult(terminal, path, file.text, name, result));
  }
  return tally;
}

function tellResult(
  terminal: Terminal,
  path: string,
  text: string,
  name: string,
  { verdict, span, differences, problems }: CaseReport,
): Tally {
  const { out, language } = terminal;
  if (verdict === 'passed') {
    out.write(`${out.paint.green('✓')} ${name}\n`);
    return { passed: 1, failed: 0, exit: EXIT.clean };
  }
  out.write(`${out.paint.red('✗')} ${name}\n`);
  printFindings(out, language, path, text, problems);
  const source = sourceText(text);
  if (verdict === 'idle') {
    const why = { en: 'this test expects nothing, so it cannot fail', ja: '何も期待していないテストです' };
    out.write(`  ${path}:${positionOf(source, span.start).line}: ${say(terminal, why)}\n`);
  }
  for (const difference of differences) {
    const { line } = positionOf(source, (difference.span ?? span).start);
    out.write(`${reportDifference(terminal, difference, `${path}:${line}`)}\n`);
  }
  return { passed: 0, failed: 1, exit: EXIT.findings };
}

async function test(
  terminal: Terminal,
  program: string | undefined,
  filter: string | undefined,
): Promise<ExitCode> {
  let paths = allTests();
  if (program !== undefined) {
    const path = testsPathOf(terminal, program);
    if ('exit' in path) return path.exit;
    paths = [path.value];
  }
  if (paths.length === 0) {
    return misuse(
      terminal,
      {
        en: 'there is no programs/*/tests.yaml here, and no tests.yaml',
        ja: 'ここには programs/*/tests.yaml も tests.yaml もありません',
      },
      { en: 'name a program or a tests document', ja: 'プログラムかテスト文書を指定してください' },
    );
  }
  let total = NOTHING;
  for (const path of paths) total = add(total, await testDocument(terminal, path, filter));
  const { out } = terminal;
  const { passed, failed } = total;
  if (passed + failed === 0) {
    if (total.exit === EXIT.clean) {
      const none = { en: 'no test was run', ja: '実行されたテストがありません' };
      const help = {
        en: `no case has \`${filter}\` in its name`,
        ja: `名前に \`${filter}\` を含むケースがありません`,
      };
      complain(terminal, none, filter === undefined ? undefined : help);
    }
    return worse(total.exit, EXIT.findings);
  }
  const text = say(terminal, {
    en: `${passed} passed, ${failed} failed`,
    ja: `成功 ${passed}、失敗 ${failed}`,
  });
  out.write(`${failed > 0 ? out.paint.red(text) : out.paint.green(text)}\n`);
  return total.exit;
}

export const testCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'test',
    does: { en: "run a program's tests", ja: 'プログラムのテストを実行する' },
    more: {
      en: 'Without an argument: the tests of every program beneath programs/. A test compares states, ledgers, rejected rows and errors with what its document expects.',
      ja: '引数がなければ programs/ の下のすべてのテストを実行します。状態、台帳、除外された行、エラーを、文書の期待と比べます。',
    },
    example: 'kizuna test programs/tea-house/program.yaml --filter refund',
  })
    .addArgument(
      argument(terminal, '[program]', {
        en: 'a program, its folder, or a tests document',
        ja: 'プログラム、そのフォルダー、またはテスト文書',
      }),
    )
    .addOption(
      option(terminal, '--filter <text>', {
        en: 'only cases whose name holds this text',
        ja: '名前にこの文字列を含むケースだけを実行する',
      }),
    )
    .action(async (program: string | undefined, options: { readonly filter?: string }) =>
      finish(await test(terminal, program, options.filter)),
    );
