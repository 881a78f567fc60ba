import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { type CheckedDocument, checkDocument } from '../check-document.ts';
import { EXIT, type ExitCode, worse } from '../exit.ts';
import { documentsAt, readDocumentText, readText, type TextFile } from '../files.ts';
import { inOrder, printFindings } from '../findings.ts';
import { githubLine, jsonFindings } from '../machine-findings.ts';
import { checkScenario, isScenario } from '../scenario-file.ts';
import { type SourceFile, say, sourceText, type Terminal } from '../terminal/index.ts';
import { complain } from '../trouble.ts';

type Format = 'pretty' | 'json' | 'github';

/** What became of one file. */
type Outcome =
  | { readonly kind: 'unreadable'; readonly file: TextFile & { readonly kind: 'unreadable' } }
  | {
      readonly kind: 'checked';
      readonly path: string;
      readonly text: string;
      /** What the text is put together from, where a scenario was checked with its program. */
      readonly files: readonly SourceFile[];
      readonly document: CheckedDocument;
      readonly milliseconds: number;
    };

function examine(path: string): Outcome {
  const file = readDocumentText(path);
  if (file.kind === 'unreadable') return { kind: 'unreadable', file };
  const started = performance.now();
  const milliseconds = () => performance.now() - started;
  if (isScenario(file.text))
    return { kind: 'checked', path, ...checkScenario(path, file.text), milliseconds: milliseconds() };
  const document = checkDocument(file.text, (beside) => {
    const other = readText(join(dirname(path), beside));
    return other.kind === 'text' ? other.text : undefined;
  });
  return { kind: 'checked', path, text: file.text, files: [], document, milliseconds: milliseconds() };
}

/** Errors and warnings are findings; a hint is not. */
function exitOf(outcome: Outcome): ExitCode {
  if (outcome.kind === 'unreadable') return outcome.file.exit;
  return outcome.document.diagnostics.some((each) => each.severity !== 'hint') ? EXIT.findings : EXIT.clean;
}

function printPretty(terminal: Terminal, outcomes: readonly Outcome[]): void {
  const { out, language } = terminal;
  let errors = 0;
  let warnings = 0;
  for (const outcome of outcomes) {
    if (outcome.kind === 'unreadable') continue;
    const { path, text, files, document, milliseconds } = outcome;
    printFindings(out, language, path, text, document.diagnostics, files);
    const of = (severity: string) => document.diagnostics.filter((each) => each.severity === severity).length;
    errors += of('error');
    warnings += of('warning');
    if (exitOf(outcome) !== EXIT.clean) continue;
    const ms = Math.round(milliseconds);
    const clean = say(terminal, { en: 'no findings', ja: '指摘なし' });
    out.write(
      `${document.name}: ${say(terminal, document.contents)}: ${out.paint.green(clean)} (${ms} ms)\n`,
    );
  }
  if (errors + warnings === 0) return;
  const s = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const total = say(terminal, {
    en: `${s(errors, 'error')}, ${s(warnings, 'warning')}`,
    ja: `エラー ${errors} 件、警告 ${warnings} 件`,
  });
  out.write(`${errors > 0 ? out.paint.red(total) : out.paint.yellow(total)}\n`);
}

function check(terminal: Terminal, paths: readonly string[], format: Format): ExitCode {
  const outcomes = paths.flatMap(documentsAt).map(examine);
  for (const outcome of outcomes) {
    if (outcome.kind !== 'unreadable') continue;
    const { path, why } = outcome.file;
    complain(terminal, { en: `${path}: ${why.en}`, ja: `${path}: ${why.ja}` });
  }
  switch (format) {
    case 'pretty':
      printPretty(terminal, outcomes);
      break;
    case 'json': {
      const files = outcomes.map((outcome) =>
        outcome.kind === 'unreadable'
          ? { file: outcome.file.path, unreadable: outcome.file.why, findings: [] }
          : {
              file: outcome.path,
              document: outcome.document.kind,
              name: outcome.document.name,
              findings: jsonFindings(
                sourceText(outcome.text, outcome.files),
                inOrder(outcome.document.diagnostics),
              ),
            },
      );
      terminal.out.write(`${JSON.stringify({ files }, undefined, 2)}\n`);
      break;
    }
    case 'github':
      for (const outcome of outcomes) {
        if (outcome.kind === 'unreadable') continue;
        const source = sourceText(outcome.text, outcome.files);
        for (const diagnostic of inOrder(outcome.document.diagnostics)) {
          terminal.out.write(`${githubLine(outcome.path, source, diagnostic, terminal.language)}\n`);
        }
      }
      break;
  }
  return outcomes.map(exitOf).reduce<ExitCode>(worse, EXIT.clean);
}

export const checkCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'check',
    does: { en: 'check documents and show what is wrong', ja: '文書を検査し、問題を表示する' },
    more: {
      en: 'Programs, tests, mappings and scenarios are told apart by their first keys. Exit code 1 when there are errors or warnings.',
      ja: 'プログラム、テスト、マッピング、シナリオは先頭のキーで見分けます。エラーか警告があれば終了コードは 1 です。',
    },
    example: 'kizuna check programs/*',
  })
    .addArgument(
      argument(terminal, '<files...>', {
        en: 'the documents, or folders of programs',
        ja: '検査する文書、またはプログラムのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '--format <format>', {
        en: 'for people, programs or GitHub',
        ja: '人、プログラム、GitHub のどれに向けた形か',
      })
        .choices(['pretty', 'json', 'github'])
        .default('pretty'),
    )
    .action((files: string[], options: { readonly format: Format }) =>
      finish(check(terminal, files, options.format)),
    );
