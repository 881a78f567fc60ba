import { performance } from 'node:perf_hooks';
import type { Emitted } from '../../compiler/index.ts';
import { compile, emitBounded, readDocument } from '../../compiler/index.ts';
import type { Diagnostic } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath, sameFile } from '../files.ts';
import { printFindings } from '../findings.ts';
import { otherDocument } from '../loading.ts';
import { programName, showGrouped } from '../show.ts';
import { notWritable } from '../sink.ts';
import { sourceHash } from '../source-hash.ts';
import { StagedFile } from '../staged-file.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { misuse, textOrComplaint } from '../trouble.ts';
import { VERSION } from '../version.ts';

interface CompileOptions {
  readonly output: string;
}

function compileProgram(terminal: Terminal, written: string, { output }: CompileOptions): ExitCode {
  const path = programPath(written);
  if (output === '-') {
    return misuse(terminal, {
      en: 'a module is not text: `--output` takes the name of a file',
      ja: 'モジュールはテキストではありません。`--output` にはファイル名を指定してください',
    });
  }
  if (sameFile(path, output)) {
    return misuse(terminal, {
      en: `\`--output ${output}\` would write over a file that is read`,
      ja: `\`--output ${output}\` は、読み込むファイルを上書きしてしまいます`,
    });
  }
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file.exit;
  const other = otherDocument(terminal, path, readDocument(file.text).root, 'program');
  if (other !== undefined) return other.exit;
  const started = performance.now();
  const { emitted, diagnostics } = emitText(file.text);
  const milliseconds = Math.round(performance.now() - started);
  printFindings(terminal.err, terminal.language, path, file.text, diagnostics);
  if (emitted === undefined) return EXIT.findings;
  try {
    const sink = new StagedFile(output);
    sink.write(emitted.bytes);
    sink.close();
  } catch (error) {
    return notWritable(terminal, output, error);
  }
  const { program, version } = emitted.manifest;
  const size = showGrouped(BigInt(emitted.bytes.length), 0);
  const told = say(terminal, {
    en: `${output}: ${programName({ program, version })}, ${size} bytes (${milliseconds} ms)`,
    ja: `${output}: ${programName({ program, version })}、${size} バイト (${milliseconds} ms)`,
  });
  terminal.out.write(`${told}\n`);
  return EXIT.clean;
}

function emitText(text: string): {
  readonly emitted: Emitted | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value: plan, diagnostics } = compile(text);
  if (plan === undefined) return { emitted: undefined, diagnostics };
  const made = emitBounded(plan, { source: sourceHash(text), compiler: VERSION });
  return { emitted: made.value, diagnostics: [...diagnostics, ...made.diagnostics] };
}

export const compileCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'compile',
    does: {
      en: 'compile a program to a WebAssembly module',
      ja: 'プログラムを WebAssembly のモジュールにする',
    },
    more: {
      en: 'The module imports nothing and carries its manifest; docs/abi.md says how a host replays histories with it. The same program gives the same bytes.',
      ja: 'モジュールは何も取り込まず、マニフェストを含みます。履歴に適用する方法は docs/abi.md にあります。同じプログラムからは同じバイト列ができます。',
    },
    example: 'kizuna compile programs/tea-house/program.yaml -o tea-house.wasm',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '-o, --output <file>', {
        en: 'the module to write',
        ja: '書き出すモジュール',
      }).makeOptionMandatory(),
    )
    .action((path: string, options: CompileOptions) => finish(compileProgram(terminal, path, options)));
