import { readFileSync } from 'node:fs';
import { type ReadModule, readModule } from '../../compiler/index.ts';
import { ABI, type Localized, type Manifest, nearest } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { errorCode, programPath, systemReason } from '../files.ts';
import {
  besideText,
  entryText,
  functionName,
  functionsOf,
  manifestIn,
  namesIn,
  overview,
  type ProgramText,
} from '../inspecting/index.ts';
import type { Loaded } from '../loading.ts';
import { sourceHash } from '../source-hash.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { complain, textOrComplaint } from '../trouble.ts';

interface InspectOptions {
  readonly program?: string;
  readonly format: 'pretty' | 'json';
}

/** What is wrong with a file, by a code that stays. */
function fault(
  terminal: Terminal,
  code: string,
  path: string,
  what: Localized,
  help?: Localized,
): { readonly exit: ExitCode } {
  const { paint, write } = terminal.err;
  write(`${paint.bold(paint.red(`error[${code}]`))} ${path}: ${say(terminal, what)}\n`);
  if (help !== undefined) {
    const word = say(terminal, { en: 'help', ja: '対処' });
    write(`   ${paint.blue('=')} ${paint.bold(`${word}:`)} ${say(terminal, help)}\n`);
  }
  return { exit: EXIT.findings };
}

const COMPILE = {
  en: '`kizuna compile PROGRAM -o FILE` makes one',
  ja: '`kizuna compile プログラム -o ファイル` で作れます',
};

const MAGIC = [0x00, 0x61, 0x73, 0x6d];

interface Opened {
  readonly module: ReadModule;
  readonly manifest: Manifest;
}

function open(terminal: Terminal, path: string): Loaded<Opened> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const why = systemReason(errorCode(error));
    complain(terminal, { en: `${path}: ${why.en}`, ja: `${path}: ${why.ja}` });
    return { exit: EXIT.usage };
  }
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    const what = { en: 'this is no WebAssembly module', ja: 'WebAssembly のモジュールではありません' };
    return fault(terminal, 'module-unreadable', path, what, COMPILE);
  }
  const module = readModule(bytes);
  const [first] = module.faults;
  if (first !== undefined) {
    return fault(
      terminal,
      'module-damaged',
      path,
      {
        en: `the module is damaged at byte ${first.offset}: ${first.message}`,
        ja: `モジュールの ${first.offset} バイト目が壊れています（${first.message}）`,
      },
      {
        en: 'copy it again, or compile its program once more',
        ja: 'コピーし直すか、プログラムをもう一度コンパイルしてください',
      },
    );
  }
  const found = manifestIn(module);
  switch (found.kind) {
    case 'found':
      return { value: { module, manifest: found.manifest } };
    case 'none':
      return fault(
        terminal,
        'module-foreign',
        path,
        {
          en: 'this module is not from Kizuna: it has no manifest',
          ja: 'Kizuna のモジュールではありません（マニフェストがありません）',
        },
        COMPILE,
      );
    case 'unreadable':
      return fault(
        terminal,
        'module-manifest',
        path,
        { en: 'the manifest of this module cannot be read', ja: 'モジュールのマニフェストが読めません' },
        COMPILE,
      );
    case 'other-abi':
      return fault(
        terminal,
        'module-other-version',
        path,
        {
          en: `this module is of ABI version ${found.abi}, and this Kizuna knows version ${ABI}`,
          ja: `このモジュールの ABI はバージョン ${found.abi} です。この Kizuna が扱えるのはバージョン ${ABI} です`,
        },
        COMPILE,
      );
  }
}

/** The text that a module says it was made of, if it is. */
function programOf(terminal: Terminal, written: string, { source }: Manifest): Loaded<ProgramText> {
  const path = programPath(written);
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file;
  if (sourceHash(file.text) === source) return { value: { path, text: file.text } };
  return fault(
    terminal,
    'module-other-source',
    path,
    {
      en: `the module was not compiled from this text (${source})`,
      ja: `モジュールはこのテキストから作られたものではありません（${source}）`,
    },
    {
      en: 'name the text as it was, or compile it again',
      ja: '当時のテキストを指定するか、コンパイルし直してください',
    },
  );
}

function inspect(
  terminal: Terminal,
  path: string,
  rule: string | undefined,
  options: InspectOptions,
): ExitCode {
  const opened = open(terminal, path);
  if ('exit' in opened) return opened.exit;
  const { module, manifest } = opened.value;
  let program: ProgramText | undefined;
  if (options.program !== undefined) {
    const loaded = programOf(terminal, options.program, manifest);
    if ('exit' in loaded) return loaded.exit;
    program = loaded.value;
  }
  const functions = rule === undefined ? module.functions : functionsOf(module, rule);
  if (rule !== undefined && functions.length === 0) {
    const names = namesIn(manifest);
    const near = nearest(rule, names);
    const all = names.map((name) => `\`${name}\``);
    return fault(
      terminal,
      'module-name',
      path,
      {
        en: `there is nothing called \`${rule}\` in this module`,
        ja: `このモジュールに \`${rule}\` はありません`,
      },
      near === undefined
        ? { en: `there are ${all.join(', ')}`, ja: `あるのは ${all.join('、')} です` }
        : { en: `did you mean \`${near}\`?`, ja: `\`${near}\` でしょうか` },
    ).exit;
  }
  const { out } = terminal;
  if (options.format === 'json') {
    const listed = functions.map((each) => ({
      name: functionName(each),
      bytes: each.code?.size ?? 0,
      offset: each.code?.offset,
      params: each.params,
      results: each.results,
      exports: each.exports,
    }));
    const { memories, exports } = module;
    const all = { file: path, bytes: module.bytes.length, manifest, memories, exports, functions: listed };
    out.write(`${JSON.stringify(all, undefined, 2)}\n`);
  } else if (rule === undefined) out.write(overview(terminal, path, module, manifest));
  else {
    const entry = program === undefined ? undefined : entryText(program, rule, out.paint);
    if (entry !== undefined) out.write(`${program?.path}\n${entry}\n\n`);
    out.write(besideText(module, functions, manifest, program, out.paint));
  }
  return EXIT.clean;
}

export const inspectCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'inspect',
    does: { en: 'show what a compiled module holds', ja: 'コンパイルしたモジュールの中身を表示する' },
    more: {
      en: 'Its manifest, memory, columns and functions; with a rule, reward, ladder or points type, the instructions of its functions beside the expressions of the program.',
      ja: 'マニフェスト、メモリー、列、関数を示します。ルール、特典、会員ランク、ポイントの名前を付けると、その命令をプログラムの式と並べて示します。',
    },
    example: 'kizuna inspect tea-house.wasm purchase_star --program programs/tea-house/program.yaml',
  })
    .addArgument(argument(terminal, '<file>', { en: 'the module', ja: 'モジュール' }))
    .addArgument(
      argument(terminal, '[rule]', {
        en: 'a rule, reward, ladder, points type or function',
        ja: 'ルール、特典、会員ランク、ポイント、または関数の名前',
      }),
    )
    .addOption(
      option(terminal, '--program <file>', {
        en: 'the program it was compiled from, to show its text',
        ja: '元のプログラム（テキストを並べて示す）',
      }),
    )
    .addOption(
      option(terminal, '--format <format>', {
        en: 'for people or programs',
        ja: '人とプログラムのどちらに向けた形か',
      })
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .action((path: string, rule: string | undefined, options: InspectOptions) =>
      finish(inspect(terminal, path, rule, options)),
    );
