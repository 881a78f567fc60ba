import type { ModuleFunction, ReadModule } from '../../compiler/index.ts';
import type { Column as HistoryColumn, Localized, Manifest, ValueType } from '../../schema/index.ts';
import { programName, showGrouped } from '../show.ts';
import { padEnd, say, type Terminal, table, widthOf } from '../terminal/index.ts';

const PAGE = 65_536;

/** What a module says of itself and what it is made of, for people. Ends with a line break. */
export function overview(terminal: Terminal, file: string, module: ReadModule, manifest: Manifest): string {
  const { paint } = terminal.out;
  const words = (text: Localized) => say(terminal, text);
  const number = (value: number) => showGrouped(BigInt(value), 0);
  const bytes = (value: number) => words({ en: `${number(value)} bytes`, ja: `${number(value)} バイト` });
  const pages = module.memories[0]?.pages ?? 0;
  const facts: readonly (readonly [string, string])[] = [
    [
      words({ en: 'program', ja: 'プログラム' }),
      words({
        en: `${programName(manifest)}, language ${manifest.language}`,
        ja: `${programName(manifest)}、言語 ${manifest.language}`,
      }),
    ],
    [words({ en: 'source', ja: '元のテキスト' }), manifest.source],
    [words({ en: 'compiler', ja: 'コンパイラー' }), `kizuna ${manifest.compiler}`],
    ['ABI', String(manifest.abi)],
    [words({ en: 'calendar', ja: '暦と通貨' }), `${manifest.timezone}, ${manifest.currency.code}`],
    [words({ en: 'size', ja: '大きさ' }), bytes(module.bytes.length)],
    [
      words({ en: 'memory', ja: 'メモリー' }),
      words({
        en: `${bytes(pages * PAGE)} at the start; it grows with chunks`,
        ja: `開始時 ${bytes(pages * PAGE)}。チャンクに応じて増えます`,
      }),
    ],
    [
      words({ en: 'state', ja: '状態' }),
      words({
        en: `${bytes(manifest.state)} for the member at hand`,
        ja: `処理中の会員に ${bytes(manifest.state)}`,
      }),
    ],
    [
      words({ en: 'outcome', ja: '最終状態' }),
      words({
        en: `${bytes(manifest.outcome.bytes)} for each member`,
        ja: `会員ごとに ${bytes(manifest.outcome.bytes)}`,
      }),
    ],
    [
      words({ en: 'imports', ja: '取り込み' }),
      importsOf(module).join(', ') || words({ en: 'none', ja: 'なし' }),
    ],
    [words({ en: 'exports', ja: '公開' }), module.exports.map(({ name }) => name).join(', ')],
    ...named(manifest, words),
  ];
  const width = Math.max(...facts.map(([name]) => widthOf(name)));
  const head = [
    paint.bold(file),
    ...facts.map(([name, fact]) => `  ${paint.dim(padEnd(name, width))}  ${fact}`),
  ];
  return `${[head.join('\n'), columnsTable(terminal, manifest), functionsTable(terminal, module)].join('\n\n')}\n`;
}

function importsOf(module: ReadModule): readonly string[] {
  return [...module.functions, ...module.globals].flatMap(({ imported }) =>
    imported === undefined ? [] : [`${imported.module}.${imported.name}`],
  );
}

function named(
  { points, ladders, rules, rewards, segments }: Manifest,
  words: (text: Localized) => string,
): readonly (readonly [string, string])[] {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [words({ en: 'points', ja: 'ポイント' }), points.map(({ name }) => name)],
    [
      words({ en: 'tiers', ja: '会員ランク' }),
      ladders.map(({ name, levels }) => `${name} (${levels.join(' < ')})`),
    ],
    [words({ en: 'rules', ja: 'ルール' }), rules],
    [words({ en: 'rewards', ja: '特典' }), rewards],
    [words({ en: 'segments', ja: 'セグメント' }), segments],
  ];
  return lists.flatMap(([title, names]) => (names.length === 0 ? [] : [[title, names.join(', ')] as const]));
}

/** A type as a program would state it. */
function typeText(type: ValueType): string {
  switch (type.kind) {
    case 'quantity': {
      const unit = Object.keys(type.unit).join(' ');
      const decimals = type.scale === 0 ? '' : ` .${'0'.repeat(type.scale)}`;
      return `${unit === '' ? 'number' : unit}${decimals}`;
    }
    case 'word':
      return `[${type.words.join(', ')}]`;
    case 'level':
      return `level of ${type.ladder}`;
    default:
      return type.kind;
  }
}

function columnsTable(terminal: Terminal, { layout }: Manifest): string {
  const words = (text: Localized) => say(terminal, text);
  const rowsOf = (owner: string, columns: readonly HistoryColumn[]) =>
    columns.map(({ name, type, store, optional }) => [
      `${owner}${name}${optional ? '?' : ''}`,
      store,
      typeText(type),
    ]);
  const rows = [
    ...rowsOf('member.', layout.attributes),
    ...layout.events.flatMap((event) => [
      ...(event.columns.length + event.lines.length === 0 ? [[event.name, '-', '-']] : []),
      ...rowsOf(`${event.name}.`, event.columns),
      ...event.lines.flatMap((lines) => rowsOf(`${event.name}.${lines.name}.`, lines.columns)),
    ]),
  ];
  const titles = [
    words({ en: 'column', ja: '列' }),
    words({ en: 'stored', ja: '格納' }),
    words({ en: 'type', ja: '型' }),
  ];
  return table(
    titles.map((title) => ({ title })),
    rows,
    terminal.out.paint,
  );
}

/** `purchase.post: (i32) → i64` without the name. */
export function signatureText({ params, results }: ModuleFunction): string {
  return `(${params.join(', ')})${results.length === 0 ? '' : ` → ${results.join(', ')}`}`;
}

export function functionName({ name, index }: ModuleFunction): string {
  return name ?? `#${index}`;
}

function functionsTable(terminal: Terminal, module: ReadModule): string {
  const words = (text: Localized) => say(terminal, text);
  const columns = [
    { title: words({ en: 'function', ja: '関数' }) },
    { title: words({ en: 'bytes', ja: 'バイト' }), align: 'right' as const },
    { title: words({ en: 'takes → gives', ja: '引数 → 結果' }) },
    { title: words({ en: 'exported as', ja: '公開名' }) },
  ];
  const rows = module.functions.map((each) => [
    functionName(each),
    showGrouped(BigInt(each.code?.size ?? 0), 0),
    signatureText(each),
    each.exports.join(', '),
  ]);
  return table(columns, rows, terminal.out.paint);
}
