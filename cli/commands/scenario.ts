import { childOf, readDocument, textOf } from '../../compiler/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { printFindings } from '../findings.ts';
import { type Loaded, loadProgram } from '../loading.ts';
import { outputsClash } from '../outputs.ts';
import {
  countOf,
  type ReplayOptions,
  readReplayOptions,
  takesHistoryFiles,
  takesReading,
  takesThreads,
} from '../replay-options.ts';
import { jsonScenario, type LoadedScenario, prettyScenario, runScenario } from '../scenario/index.ts';
import { compileScenarioAt, isScenario, scenariosIn } from '../scenario-file.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { misuse, textOrComplaint } from '../trouble.ts';

interface ScenarioOptions extends ReplayOptions {
  readonly draws?: string;
  readonly seed?: string;
  readonly format: 'pretty' | 'json';
}

const MOST_DRAWS = 10_000;

/** A folder was named where a scenario file is needed: says which there are. */
function folderGiven(terminal: Terminal, path: string, scenarios: readonly string[]): ExitCode {
  const list = scenarios.map((each) => `\`${each}\``).join(', ');
  return misuse(
    terminal,
    {
      en: `${path}: this is a folder; a scenario file is needed`,
      ja: `${path}: フォルダーです。シナリオのファイルを指定してください`,
    },
    scenarios.length === 0
      ? {
          en: 'there are none in it: a scenario is a file that begins with `kizuna: 1`, `scenario: NAME`, `program: ../program.yaml`',
          ja: 'このフォルダーにシナリオはありません。シナリオは `kizuna: 1`、`scenario: 名前`、`program: ../program.yaml` で始まるファイルです',
        }
      : { en: `the scenarios in it: ${list}`, ja: `このフォルダーのシナリオ: ${list}` },
  );
}

/** A scenario, the program that it changes, and its response with what the command line says otherwise. */
function load(terminal: Terminal, path: string, options: ScenarioOptions): Loaded<LoadedScenario> {
  const draws =
    options.draws === undefined ? undefined : countOf(terminal, '--draws', options.draws, MOST_DRAWS);
  const seed = options.seed === undefined ? undefined : countOf(terminal, '--seed', options.seed);
  if (options.draws !== undefined && draws === undefined) return { exit: EXIT.usage };
  if (options.seed !== undefined && seed === undefined) return { exit: EXIT.usage };
  if (draws === 0) {
    const exit = misuse(terminal, {
      en: '`--draws` takes at least 1',
      ja: '`--draws` は 1 以上にしてください',
    });
    return { exit };
  }
  const folder = scenariosIn(path);
  if (folder !== undefined) return { exit: folderGiven(terminal, path, folder) };
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file;
  if (!isScenario(file.text)) {
    const exit = misuse(
      terminal,
      {
        en: `${path}: this is no scenario`,
        ja: `${path}: シナリオではありません`,
      },
      {
        en: 'a scenario begins with `kizuna: 1`, `scenario: NAME`, `program: ../program.yaml`',
        ja: 'シナリオは `kizuna: 1`、`scenario: 名前`、`program: ../program.yaml` で始まります',
      },
    );
    return { exit };
  }
  const { compiled, files } = compileScenarioAt(path, file.text);
  const { value: plan, diagnostics, text, root, response } = compiled;
  if (plan === undefined) {
    const errors = diagnostics.filter((each) => each.severity === 'error');
    printFindings(terminal.err, terminal.language, path, text, errors, files);
    return { exit: EXIT.findings };
  }
  const base = loadProgram(terminal, files[0]?.path ?? path);
  if ('exit' in base) return base;
  return {
    value: {
      base: base.value,
      candidate: { path, text, plan, root: () => root, files },
      title: textOf(childOf(readDocument(file.text).root, 'title')),
      response: response && {
        ...response,
        model: { ...response.model, draws: draws ?? response.model.draws, seed: seed ?? response.model.seed },
      },
    },
  };
}

async function scenario(terminal: Terminal, path: string, options: ScenarioOptions): Promise<ExitCode> {
  const asked = readReplayOptions(terminal, { ...options, engine: 'compiled' });
  if ('exit' in asked) return asked.exit;
  const { mapping, rejects, history } = options;
  const inputs = [path, ...history, ...(mapping === undefined ? [] : [mapping])];
  const clash = outputsClash(terminal, inputs, rejects === undefined ? {} : { rejects });
  if (clash !== undefined) return clash;
  const loaded = load(terminal, path, options);
  if ('exit' in loaded) return loaded.exit;
  const outcome = await runScenario(terminal, loaded.value, options, asked.value);
  if ('exit' in outcome) return outcome.exit;
  // Whoever takes the rejected rows from stdout wants nothing else there.
  const output = rejects === '-' ? terminal.err : terminal.out;
  const setting = {
    output,
    language: terminal.language,
    words: (text: { en: string; ja: string }) => say(terminal, text),
  };
  output.write(
    options.format === 'json'
      ? `${JSON.stringify(jsonScenario(loaded.value, outcome.value), undefined, 2)}\n`
      : prettyScenario(setting, loaded.value, outcome.value),
  );
  return outcome.value.exit;
}

export const scenarioCommand: CommandMaker = (terminal, finish) => {
  const command = subcommand(terminal, {
    name: 'scenario',
    does: {
      en: 'show what a change would do if members responded as assumed, and how strong a response pays',
      ja: '会員が仮定どおりに反応した場合の変更の効果と、採算が取れる反応の強さを示す',
    },
    more: {
      en: 'Replays the program as it is, as the scenario changes it, and over histories as members are assumed to respond. What is computed and what is assumed stand side by side, every assumption with its source. The same seed gives the same figures.',
      ja: '現行のプログラム、シナリオで変更したプログラム、そして会員が仮定どおりに反応した履歴を順に計算します。計算値と仮定による値を並べ、仮定にはすべて根拠を添えて示します。同じ seed なら同じ結果になります。',
    },
    example:
      'kizuna scenario programs/tea-house/scenarios/cheaper-silver.yaml --history programs/tea-house/history.jsonl',
  }).addArgument(argument(terminal, '<scenario>', { en: 'the scenario file', ja: 'シナリオのファイル' }));
  takesReading(takesHistoryFiles(command, terminal), terminal)
    .addOption(
      option(terminal, '--draws <number>', {
        en: 'how often values are drawn (default: as the scenario says, else 200)',
        ja: '試行の回数（既定: シナリオの記載、なければ 200）',
      }),
    )
    .addOption(
      option(terminal, '--seed <number>', {
        en: 'begins the random numbers (default: as the scenario says, else 1)',
        ja: '乱数の種（既定: シナリオの記載、なければ 1）',
      }),
    )
    .addOption(
      option(terminal, '--format <format>', {
        en: 'for people or programs',
        ja: '人とプログラムのどちらに向けるか',
      })
        .choices(['pretty', 'json'])
        .default('pretty'),
    );
  return takesThreads(command, terminal).action(async (path: string, options: ScenarioOptions) =>
    finish(await scenario(terminal, path, options)),
  );
};
