import { readFileSync } from 'node:fs';
import { formatDocument } from '../../compiler/index.ts';
import type { Diagnostic, Localized } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode, worse } from '../exit.ts';
import { readDocumentText, yamlAt } from '../files.ts';
import { printFindings } from '../findings.ts';
import { isGitPath } from '../git-file.ts';
import { openSink } from '../sink.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { complain } from '../trouble.ts';

/** What became of one document. */
type Outcome =
  | { readonly kind: 'untold'; readonly path: string; readonly why: Localized; readonly exit: ExitCode }
  | {
      readonly kind: 'refused';
      readonly path: string;
      readonly text: string;
      readonly findings: readonly Diagnostic[];
    }
  | { readonly kind: 'same'; readonly path: string; readonly text: string }
  | { readonly kind: 'changed'; readonly path: string; readonly text: string };

const STDIN = '-';

function documentsIn(path: string): readonly string[] | Localized {
  const files = yamlAt(path);
  if (files === undefined) return [path];
  if (files.length > 0) return files;
  return { en: 'there is no YAML file in this folder', ja: 'このフォルダーに YAML ファイルはありません' };
}

/** The text on standard input; undefined where it is not UTF-8. */
function standardInput(): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(0));
  } catch {
    return undefined;
  }
}

function examine(path: string): Outcome {
  const file =
    path === STDIN ? ({ kind: 'text', path, text: standardInput() } as const) : readDocumentText(path);
  if (file.kind === 'unreadable') return { kind: 'untold', path, why: file.why, exit: file.exit };
  if (file.text === undefined) {
    const why = { en: 'stdin is not UTF-8 text', ja: '標準入力が UTF-8 のテキストではありません' };
    return { kind: 'untold', path, why, exit: EXIT.findings };
  }
  const { value, diagnostics } = formatDocument(file.text);
  if (value === undefined) return { kind: 'refused', path, text: file.text, findings: diagnostics };
  return { kind: value.text === file.text ? 'same' : 'changed', path, text: value.text };
}

/** Puts a document in its place; the exit code says whether it could be. */
function write(terminal: Terminal, path: string, text: string): ExitCode {
  const sink = openSink(terminal, path);
  if ('exit' in sink) return sink.exit;
  sink.write(text);
  sink.close();
  return EXIT.clean;
}

function tell(terminal: Terminal, outcome: Outcome, check: boolean): ExitCode {
  const { path } = outcome;
  switch (outcome.kind) {
    case 'untold':
      complain(terminal, { en: `${path}: ${outcome.why.en}`, ja: `${path}: ${outcome.why.ja}` });
      return outcome.exit;
    case 'refused':
      printFindings(terminal.err, terminal.language, path, outcome.text, outcome.findings);
      return EXIT.findings;
    case 'same':
      return path === STDIN && !check ? write(terminal, path, outcome.text) : EXIT.clean;
    case 'changed': {
      if (!check && path === STDIN) return write(terminal, path, outcome.text);
      if (!check && isGitPath(path)) {
        complain(
          terminal,
          {
            en: `${path}: a file of a revision cannot be changed`,
            ja: `${path}: リビジョンのファイルは書き換えられません`,
          },
          {
            en: '`--check` says whether it would be',
            ja: '`--check` なら、整形で変わるかどうかだけを調べます',
          },
        );
        return EXIT.usage;
      }
      const exit = check ? EXIT.findings : write(terminal, path, outcome.text);
      const would = say(terminal, { en: 'would change', ja: '整形で変わります' });
      const did = say(terminal, { en: 'formatted', ja: '整形しました' });
      if (check || exit === EXIT.clean) terminal.out.write(`${path}: ${check ? would : did}\n`);
      return exit;
    }
  }
}

function summary(terminal: Terminal, outcomes: readonly Outcome[]): void {
  const same = outcomes.filter(({ kind, path }) => kind === 'same' && path !== STDIN).length;
  if (same === 0) return;
  terminal.out.write(
    `${say(terminal, {
      en: `${same} document${same === 1 ? ' is' : 's are'} as ${same === 1 ? 'it' : 'they'} should be`,
      ja: `${same} 件は整っています`,
    })}\n`,
  );
}

function format(terminal: Terminal, paths: readonly string[], check: boolean): ExitCode {
  let exit: ExitCode = EXIT.clean;
  const outcomes = paths.flatMap((path): readonly Outcome[] => {
    const files = path === STDIN ? [STDIN] : documentsIn(path);
    if ('en' in files) return [{ kind: 'untold', path, why: files, exit: EXIT.usage }];
    return files.map(examine);
  });
  for (const outcome of outcomes) exit = worse(exit, tell(terminal, outcome, check));
  summary(terminal, outcomes);
  return exit;
}

export const formatCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'format',
    does: { en: 'lay documents out as all are laid out', ja: '文書の書き方を整える' },
    more: {
      en: 'Two spaces a level, one blank line at most; lines, order, words and comments stay. Files are changed in place; `-` reads stdin and writes stdout. What cannot be read as YAML is left as it is (exit code 1).',
      ja: '1段につき空白2つ、空行は続けて1行までにします。行、順序、言葉、コメントは変えません。ファイルはその場で書き換え、`-` なら標準入力を読んで標準出力に書きます。YAML として読めないものはそのままにします（終了コード 1）。',
    },
    example: 'kizuna format programs/*',
  })
    .addArgument(
      argument(terminal, '<files...>', {
        en: 'the documents, or folders of them; `-` for stdin',
        ja: '整える文書またはフォルダー。`-` は標準入力',
      }),
    )
    .addOption(
      option(terminal, '--check', {
        en: 'change nothing; name the files that would change (exit code 1)',
        ja: '書き換えずに、整形で変わるファイルを挙げる（あれば終了コード 1）',
      }),
    )
    .action((files: string[], options: { readonly check?: boolean }) =>
      finish(format(terminal, files, options.check === true)),
    );
