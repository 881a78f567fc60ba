import type { MoveFigures, ReportFigures } from '../../report/index.ts';
import type { Matrix } from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';
import { barOf, right, type Setting, zeroAsDash } from '../summary/index.ts';
import { type Cell, type Column, table } from '../terminal/index.ts';
import { count, fits, line, months, note, whole } from './showing.ts';
import { SOURCE_WORDS } from './source-words.ts';

/** Moves that are shown one by one where there are too many columns for a table. */
const MOVES_SHOWN = 12;

export function tierBlocks(setting: Setting, dashboard: ReportFigures): readonly string[] {
  const { output, words } = setting;
  return dashboard.ladders.map(({ name, levels }, ladder) => {
    const columns = [
      { title: name },
      right(words({ en: 'members', ja: '会員数' })),
      right(words({ en: 'reached', ja: '到達' })),
      right(words({ en: 'lapsed', ja: '終了' })),
      months(setting, dashboard),
      { title: '' },
    ];
    const rows = levels.map((level, at): readonly Cell[] => [
      level.name,
      count(level.members),
      zeroAsDash(count(level.reached)),
      zeroAsDash(count(level.lapsed)),
      line(
        setting,
        dashboard.months.map(({ tiers }) => whole(tiers[ladder]?.[at]?.members ?? 0n)),
        'zero',
      ),
      {
        text: barOf(dashboard.members === 0 ? 0 : level.members / dashboard.members),
        paint: output.paint.cyan,
      },
    ]);
    return table(columns, rows, output.paint);
  });
}

/** Whom rules, rewards and benefits reached. */
export function reachedBlock(setting: Setting, dashboard: ReportFigures): string {
  const { plan, output, words } = setting;
  const { paint } = output;
  const columns = [
    { title: words({ en: 'rule, reward or benefit', ja: 'ルール・特典・ベネフィット' }) },
    { title: '' },
    right(words({ en: 'times', ja: '回数' })),
    right(words({ en: 'members', ja: '届いた会員' })),
    months(setting, dashboard),
  ];
  const rows = dashboard.sources.map((source, at): readonly Cell[] => {
    const reached = dashboard.months.map(({ rules, rewards, benefits }) =>
      whole([...rules, ...rewards, ...benefits][at]?.members ?? 0n),
    );
    const name = source.times === 0n ? { text: source.name, paint: paint.dim } : source.name;
    return [
      name,
      { text: words(SOURCE_WORDS[source.kind]), paint: paint.dim },
      zeroAsDash(count(source.times)),
      zeroAsDash(count(source.members)),
      line(setting, reached, 'zero'),
    ];
  });
  const key = plan.benefits.some(({ expense }) => expense === undefined)
    ? `\n${note(setting, {
        en: 'uses of a benefit are counted where it states an `expense`',
        ja: 'ベネフィットの利用は、`expense` を書いたものだけを数えます',
      })}`
    : '';
  return `${table(columns, rows, paint)}${key}`;
}

export function segmentBlock(setting: Setting, dashboard: ReportFigures): string {
  const { output, words } = setting;
  const columns = [
    { title: words({ en: 'segment', ja: 'セグメント' }) },
    right(words({ en: 'members', ja: '会員数' })),
    right(words({ en: 'joined', ja: '加入' })),
    right(words({ en: 'left', ja: '離脱' })),
    months(setting, dashboard),
    { title: '' },
  ];
  const rows = dashboard.segments.map((segment): readonly Cell[] => [
    segment.name,
    count(segment.members),
    zeroAsDash(count(segment.joined)),
    zeroAsDash(count(segment.left)),
    line(setting, segment.months.map(whole), 'zero'),
    {
      text: barOf(dashboard.members === 0 ? 0 : segment.members / dashboard.members),
      paint: output.paint.cyan,
    },
  ]);
  return table(columns, rows, output.paint);
}

const NEW: Localized = { en: '(new)', ja: '（新規）' };
const NONE: Localized = { en: '(none)', ja: '（なし）' };

/** Who came from where to where, over the run; nothing where nobody moved, or where nobody kept it. */
function movesTable(
  setting: Setting,
  title: Localized,
  moves: Matrix,
  names: { readonly rows: readonly string[]; readonly columns: readonly string[] },
): string | undefined {
  const { output, words } = setting;
  const isMove = (row: number, column: number): boolean => names.rows[row] !== names.columns[column];
  const isMoved = moves.some((row, i) => row.some((members, j) => members !== 0n && isMove(i, j)));
  if (!isMoved) return undefined;
  const columns: readonly Column[] = [
    { title: words(title) },
    ...names.columns.map((name) => right(`→ ${name}`)),
  ];
  const rows = moves.flatMap((row, i): (readonly Cell[])[] => {
    if (row.every((members) => members === 0n)) return [];
    const cells = row.map((members, j): Cell => {
      const text = zeroAsDash(count(members));
      return isMove(i, j) ? text : { text, paint: output.paint.dim };
    });
    return [[names.rows[i] ?? '', ...cells]];
  });
  const whole = table(columns, rows, output.paint);
  if (fits(whole)) return whole;
  const pairs = moves
    .flatMap((row, i) => row.map((members, j) => ({ members, i, j })))
    .filter(({ members, i, j }) => members !== 0n && isMove(i, j))
    .sort((a, b) => Number(b.members - a.members));
  const most = pairs
    .slice(0, MOVES_SHOWN)
    .map(({ members, i, j }): readonly Cell[] => [
      `${names.rows[i] ?? ''} → ${names.columns[j] ?? ''}`,
      count(members),
    ]);
  const members = right(words({ en: 'members', ja: '会員数' }));
  const rest = pairs.length - most.length;
  const more = rest > 0 ? `\n${note(setting, { en: `and ${rest} more`, ja: `ほか ${rest} 件` })}` : '';
  return `${table([{ title: words(title) }, members], most, output.paint)}${more}`;
}

function movesBlocks(
  setting: Setting,
  name: string,
  { monthly, overall }: MoveFigures,
  names: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly string[] {
  const monthByMonth = { en: `${name}, month by month`, ja: `${name}（月ごとの合計）` };
  const whole = { en: `${name}, first to last`, ja: `${name}（最初→最後）` };
  const rows = [setting.words(NEW), ...names.before];
  return [
    movesTable(setting, monthByMonth, monthly, { rows, columns: names.after }),
    movesTable(setting, whole, overall, { rows: names.before, columns: names.after }),
  ].filter((block) => block !== undefined);
}

/** Moves between the levels of each ladder, from one month's end to the next and over the run. */
export function tierMoveBlocks(setting: Setting, { ladders }: ReportFigures): readonly string[] {
  return ladders.flatMap(({ name, levels, moves }) => {
    const names = levels.map((level) => level.name);
    return movesBlocks(setting, name, moves, { before: names, after: names });
  });
}

/** Moves between segments. */
export function segmentMoveBlocks(
  setting: Setting,
  { segments, segmentMoves }: ReportFigures,
): readonly string[] {
  const { words } = setting;
  const names = [words(NONE), ...segments.map(({ name }) => name)];
  const blocks = movesBlocks(setting, words({ en: 'segments', ja: 'セグメント' }), segmentMoves, {
    before: names,
    after: names,
  });
  const key = note(setting, {
    en: 'a member in several segments counts in each pair',
    ja: '複数のセグメントに属する会員は、組み合わせごとに数えます',
  });
  return blocks.length === 0 ? [] : [...blocks.slice(0, -1), `${blocks.at(-1)}\n${key}`];
}
