import type { RunFigures } from '../../report/index.ts';
import { showKpi, showTarget } from '../../report/index.ts';
import type { Language, Localized, Plan } from '../../schema/index.ts';
import { programName, showDay, showGrouped } from '../show.ts';
import { type Cell, type Column, type Output, padEnd, table, widthOf } from '../terminal/index.ts';

export interface Setting {
  readonly plan: Plan;
  readonly output: Output;
  readonly language: Language;
  readonly words: (text: Localized) => string;
}

export const right = (title: string): Column => ({ title, align: 'right' });
export const zeroAsDash = (text: string): string => (text === '0' ? '-' : text);

export function pointsTable({ plan, output, words }: Setting, { points }: RunFigures): string {
  const columns: Column[] = [
    { title: words({ en: 'points', ja: 'ポイント' }) },
    right(words({ en: 'issued', ja: '付与' })),
    right(words({ en: 'used', ja: '使用' })),
    right(words({ en: 'expired', ja: '失効' })),
    right(words({ en: 'reversed', ja: '取消' })),
    right(words({ en: 'available', ja: '利用可能' })),
    right(words({ en: 'pending', ja: '保留' })),
    right(words({ en: 'owed', ja: '借り' })),
  ];
  const rows = plan.points.map((type, index): readonly Cell[] => {
    const of = points[index];
    const show = (value: bigint | undefined) => zeroAsDash(showGrouped(value ?? 0n, type.decimals));
    return [
      type.name,
      ...[of?.issued, of?.used, of?.expired, of?.reversed, of?.available, of?.pending, of?.debt].map(show),
    ];
  });
  return table(columns, rows, output.paint);
}

export function barOf(share: number): string {
  return '█'.repeat(Math.round(share * 20));
}

function countTable(
  { output }: Setting,
  title: string,
  members: string,
  counts: readonly { readonly name: string; readonly count: number }[],
  all: number,
): string {
  const rows = counts.map(({ name, count }): readonly Cell[] => [
    name,
    showGrouped(BigInt(count), 0),
    { text: barOf(all === 0 ? 0 : count / all), paint: output.paint.cyan },
  ]);
  return table([{ title }, right(members), { title: '' }], rows, output.paint);
}

function rulesTable({ plan, output, words }: Setting, { rules }: RunFigures): string {
  const columns: Column[] = [
    { title: words({ en: 'rule or reward', ja: 'ルール・特典' }) },
    right(words({ en: 'times', ja: '回数' })),
    right(words({ en: 'declined', ja: '不成立' })),
    ...plan.points.map((points) => right(words({ en: `gave ${points.name}`, ja: `${points.name} 付与` }))),
  ];
  const rows = rules.map((rule): readonly Cell[] => {
    const cells = [
      rule.name,
      zeroAsDash(String(showGrouped(rule.times, 0))),
      zeroAsDash(showGrouped(rule.declined, 0)),
      ...plan.points.map((points, index) =>
        zeroAsDash(showGrouped(rule.issued[index] ?? 0n, points.decimals)),
      ),
    ];
    const idle = rule.times === 0n && rule.declined === 0n;
    return idle ? cells.map((text) => ({ text, paint: output.paint.dim })) : cells;
  });
  return table(columns, rows, output.paint);
}

function kpiTable({ plan, output, language, words }: Setting, { kpis }: RunFigures): string {
  const { paint } = output;
  const verdicts = {
    met: { text: words({ en: '✓ met', ja: '✓ 達成' }), paint: paint.green },
    missed: { text: words({ en: '✗ missed', ja: '✗ 未達' }), paint: paint.red },
    none: '',
  } as const;
  const rows = kpis.flatMap((result): (readonly Cell[])[] => {
    const kpi = plan.kpis.find((each) => each.name === result.name);
    if (kpi === undefined) return [];
    return [
      [
        kpi.name,
        showKpi(plan, kpi, result.value, language),
        showTarget(plan, kpi, language),
        verdicts[result.target],
      ],
    ];
  });
  return table(
    [
      { title: 'KPI' },
      right(words({ en: 'value', ja: '値' })),
      { title: words({ en: 'target', ja: '目標' }) },
      { title: '' },
    ],
    rows,
    paint,
  );
}

/** The head of a summary: what ran, over what, what was kept out, and what else there is to say. */
export function head(
  { plan, output, words }: Setting,
  figures: RunFigures,
  more: readonly (readonly [string, string])[],
): string {
  const { paint } = output;
  const { history } = figures;
  const number = (value: number) => showGrouped(BigInt(value), 0);
  const refused = history.rejected.reduce((sum, each) => sum + each.count, 0);
  const ignored = history.ignored.reduce((sum, each) => sum + each.count, 0);
  const facts: readonly (readonly [string, string])[] = [
    [words({ en: 'period', ja: '期間' }), `${showDay(history.first)} – ${showDay(figures.until)}`],
    [
      words({ en: 'rows', ja: '行' }),
      words({
        en: `${number(history.rows)} read, ${number(history.accepted)} accepted, ${number(refused)} rejected, ${number(ignored)} ignored`,
        ja: `読込 ${number(history.rows)}、採用 ${number(history.accepted)}、除外 ${number(refused)}、対象外 ${number(ignored)}`,
      }),
    ],
    [
      words({ en: 'members', ja: '会員' }),
      number(figures.members) +
        (figures.stopped === 0
          ? ''
          : paint.red(
              words({
                en: `, ${number(figures.stopped)} stopped by an error`,
                ja: `（うち ${number(figures.stopped)} 人はエラーで停止）`,
              }),
            )) +
        (figures.failed === 0
          ? ''
          : paint.red(
              words({
                en: `, ${number(figures.failed)} left out`,
                ja: `（ほか ${number(figures.failed)} 人は除外）`,
              }),
            )),
    ],
    ...more,
  ];
  const width = Math.max(...facts.map(([name]) => widthOf(name)));
  const title = `${paint.bold(words(plan.title))} ${paint.dim(programName(plan))}`;
  return [title, ...facts.map(([name, fact]) => `  ${paint.dim(padEnd(name, width))}  ${fact}`)].join('\n');
}

/** The figures of a run for people: head, balances, tiers, segments, rules, KPIs. Ends with a line break. */
export function prettySummary(setting: Setting, figures: RunFigures, ledgerRows: number): string {
  const { plan, words } = setting;
  const members = words({ en: 'members', ja: '会員数' });
  const rows = showGrouped(BigInt(ledgerRows), 0);
  const ledger = [
    words({ en: 'ledger', ja: '台帳' }),
    words({ en: `${rows} rows`, ja: `${rows} 行` }),
  ] as const;
  const blocks = [head(setting, figures, [ledger])];
  if (plan.points.length > 0) blocks.push(pointsTable(setting, figures));
  plan.ladders.forEach((ladder, index) => {
    const counts = ladder.levels.map((level, at) => ({
      name: level.name,
      count: figures.tiers[index]?.[at] ?? 0,
    }));
    blocks.push(countTable(setting, ladder.name, members, counts, figures.members));
  });
  if (figures.segments.length > 0) {
    const counts = figures.segments.map((segment) => ({ name: segment.name, count: segment.members }));
    blocks.push(
      countTable(setting, words({ en: 'segment', ja: 'セグメント' }), members, counts, figures.members),
    );
  }
  if (figures.rules.length > 0) blocks.push(rulesTable(setting, figures));
  if (figures.kpis.length > 0) blocks.push(kpiTable(setting, figures));
  return `${blocks.join('\n\n')}\n`;
}
