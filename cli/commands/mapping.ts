import { closeSync, openSync, readSync, statSync } from 'node:fs';
import {
  documentOf,
  guessMapping,
  mappingText,
  missingTargets,
  previewRows,
  SURVEYED_BYTES,
  surveyColumns,
} from '../../runtime/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { errorCode, programPath, sameFile, systemReason } from '../files.ts';
import { contentOf } from '../history-content.ts';
import { loadProgram } from '../loading.ts';
import { openSink } from '../sink.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { complain, misuse } from '../trouble.ts';

interface MappingOptions {
  readonly history: string;
  readonly output: string;
}

/** The first bytes of a file, and how many there are in all. */
function beginning(path: string): { readonly bytes: Uint8Array; readonly whole: boolean } {
  const { size } = statSync(path);
  const bytes = new Uint8Array(Math.min(size, SURVEYED_BYTES));
  const file = openSync(path, 'r');
  try {
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(file, bytes, filled, bytes.length - filled, filled);
      if (read === 0) break;
      filled += read;
    }
    return { bytes: bytes.subarray(0, filled), whole: size <= SURVEYED_BYTES };
  } finally {
    closeSync(file);
  }
}

async function mapping(terminal: Terminal, written: string, options: MappingOptions): Promise<ExitCode> {
  const { history, output } = options;
  const program = loadProgram(terminal, written);
  if ('exit' in program) return program.exit;
  if (output !== '-' && [programPath(written), history].some((path) => sameFile(path, output)))
    return misuse(terminal, {
      en: `\`--output ${output}\` would write over a file that is read`,
      ja: `\`--output ${output}\` は、読み込むファイルを上書きしてしまいます`,
    });
  const { plan } = program.value;
  let first: ReturnType<typeof beginning>;
  try {
    first = beginning(history);
  } catch (error) {
    const why = systemReason(errorCode(error));
    return misuse(terminal, { en: `${history}: ${why.en}`, ja: `${history}: ${why.ja}` });
  }
  const content = contentOf(history);
  const start = 'byteLength' in content ? content : first.bytes;
  const survey = await surveyColumns(history, start, first.whole);
  if (survey.kind === 'refused') {
    const { message, help } = survey;
    complain(terminal, { en: `${history}: ${message.en}`, ja: `${history}: ${message.ja}` }, help);
    return EXIT.findings;
  }
  const draft = guessMapping(plan, survey);
  if (draft.native) {
    const told = say(terminal, {
      en: `${history} is in the native form: it needs no mapping`,
      ja: `${history} は標準形式です。マッピングは必要ありません`,
    });
    terminal.err.write(`kizuna: ${told}\n`);
    return EXIT.clean;
  }
  const missing = missingTargets(plan, draft);
  const sink = openSink(terminal, output);
  if ('exit' in sink) return sink.exit;
  sink.write(mappingText(plan, draft, terminal.language));
  sink.close();
  for (const note of survey.notes) terminal.err.write(`${history}: ${say(terminal, note)}\n`);
  if (missing.length > 0) {
    const names = (language: 'en' | 'ja') =>
      missing
        .map(({ label, event }) => (event === undefined ? '' : `${event}.`) + label[language])
        .join(', ');
    complain(terminal, {
      en: `no column was found for ${names('en')}: fill it in`,
      ja: `${names('ja')} に合う列が見つかりません。書き足してください`,
    });
    return EXIT.findings;
  }
  const { rows, accepted, bad } = await previewRows(
    plan,
    documentOf(plan, draft),
    history,
    start,
    first.whole,
  );
  const counts = (language: 'en' | 'ja') =>
    bad.map(({ reason, count }) => `${reason[language]} ${count}`).join(', ');
  const told = say(terminal, {
    en: `of the first ${rows} rows ${accepted} can be used${bad.length === 0 ? '' : `; bad rows: ${counts('en')}`}`,
    ja: `先頭の ${rows} 行のうち ${accepted} 行を使えます${bad.length === 0 ? '' : `。不良行: ${counts('ja')}`}`,
  });
  terminal.err.write(`${history}: ${told}\n`);
  return EXIT.clean;
}

export const mappingCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'mapping',
    does: {
      en: 'guess how the columns of a file become events',
      ja: 'ファイルの列とイベントの対応を推測する',
    },
    more: {
      en: 'Looks at the beginning of a file (CSV, fixed width, JSON Lines, Parquet) and writes a mapping document; a comment beside each line says how sure the guess is and why. Exit code 1 where something that the program needs was not found.',
      ja: 'ファイル（CSV、固定長、JSON Lines、Parquet）の先頭を調べてマッピング文書を書き出します。各行のコメントに、推測の確かさと理由を示します。必要な項目が見つからなければ終了コードは 1 です。',
    },
    example: 'kizuna mapping programs/cdnow-club --history purchases.csv -o mapping.yaml',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '--history <file>', {
        en: 'the file to look at',
        ja: '調べるファイル',
      }).makeOptionMandatory(),
    )
    .addOption(
      option(terminal, '-o, --output <file>', {
        en: 'the mapping to write; - is stdout',
        ja: '書き出すマッピング。- は標準出力',
      }).default('-'),
    )
    .action(async (path: string, options: MappingOptions) => finish(await mapping(terminal, path, options)));
