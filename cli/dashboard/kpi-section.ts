import type { ReportFigures, Verdict } from '../../report/index.ts';
import { showKpi, showTarget } from '../../report/index.ts';
import { right, type Setting } from '../summary/index.ts';
import { type Cell, table } from '../terminal/index.ts';
import { line, months, note } from './showing.ts';

export function targetsFact(
  { words, output }: Setting,
  { verdicts }: ReportFigures,
): readonly [string, string] {
  const { green, red, yellow } = output.paint;
  const { met, missed, unknown } = verdicts;
  const parts = [
    met > 0 ? green(words({ en: `${met} met`, ja: `達成 ${met}` })) : '',
    missed > 0 ? red(words({ en: `${missed} missed`, ja: `未達 ${missed}` })) : '',
    unknown > 0 ? yellow(words({ en: `${unknown} cannot be said`, ja: `判定不能 ${unknown}` })) : '',
  ].filter((part) => part !== '');
  const none = words({ en: 'the program states none', ja: 'プログラムに目標がありません' });
  return [
    words({ en: 'targets', ja: '目標' }),
    parts.length === 0 ? none : parts.join(words({ en: ', ', ja: '、' })),
  ];
}

export function kpiBlock(setting: Setting, dashboard: ReportFigures): string {
  const { plan, output, language, words } = setting;
  if (plan.kpis.length === 0)
    return note(setting, {
      en: 'the program states no KPIs: `kpis:` says what it is to be measured by',
      ja: 'プログラムに KPI がありません。何で評価するかを `kpis:` に書いてください',
    });
  const { paint } = output;
  const verdicts: Readonly<Record<Verdict, Cell>> = {
    met: { text: words({ en: '✓ met', ja: '✓ 達成' }), paint: paint.green },
    missed: { text: words({ en: '✗ missed', ja: '✗ 未達' }), paint: paint.red },
    unknown: { text: words({ en: '? cannot be said', ja: '? 判定不能' }), paint: paint.yellow },
    none: '',
  };
  const rows = dashboard.trends.flatMap((trend): (readonly Cell[])[] => {
    const kpi = plan.kpis.find((each) => each.name === trend.name);
    if (kpi === undefined) return [];
    return [
      [
        kpi.name,
        showKpi(plan, kpi, trend.value, language),
        showTarget(plan, kpi, language),
        verdicts[trend.verdict],
        line(setting, trend.months, 'least'),
      ],
    ];
  });
  const columns = [
    { title: 'KPI' },
    right(words({ en: 'value', ja: '値' })),
    { title: words({ en: 'target', ja: '目標' }) },
    { title: '' },
    months(setting, dashboard),
  ];
  const missing = dashboard.trends.some(({ value }) => value === undefined);
  const why = note(setting, {
    en: '-: nobody and nothing to count (the denominator is 0)',
    ja: '-: 数える対象がありません（分母が 0）',
  });
  return table(columns, rows, paint) + (missing ? `\n${why}` : '');
}
