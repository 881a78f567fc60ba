import type { PlanPoints } from '../../schema/index.ts';
import { lineChart } from '../charts/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, empty, facts, monthPlate, named, type Section } from './parts.ts';
import { perMonth, type Setting } from './setting.ts';

function ofType(setting: Setting, type: PlanPoints, index: number): Markup {
  const { figures, words, numbers } = setting;
  const totals = figures.points[index];
  const book = figures.books[index];
  const quantity = (value: bigint | undefined) =>
    value === undefined ? DASH : html`${numbers.quantity(value, type.decimals)}`;
  const unused = totals && totals.expired + totals.forfeited;
  const list = [
    { name: words({ en: 'Issued', ja: '付与' }), value: quantity(totals?.issued) },
    { name: words({ en: 'Used', ja: '使用' }), value: quantity(totals?.used) },
    { name: words({ en: 'Expired or forfeited', ja: '失効・没収' }), value: quantity(unused) },
    { name: words({ en: 'Reversed', ja: '取消' }), value: quantity(totals?.reversed) },
    { name: words({ en: 'Outstanding', ja: '未使用残高' }), value: quantity(book?.outstanding) },
    {
      name: words({ en: 'Breakage', ja: '失効率' }),
      value: book?.breakage === undefined ? DASH : html`${numbers.percent(book.breakage)}`,
      note:
        book?.breakage === undefined
          ? words({ en: 'no points have ended yet', ja: '終わったポイントがまだありません' })
          : words({ en: 'of the points that ended', ja: '終わったポイントのうち' }),
    },
  ];
  // For drawing and hovering: a quantity in whole points.
  const whole = (value: bigint): number => Number(value) / 10 ** type.decimals;
  const flows = (of: (flow: Setting['figures']['months'][number]['flows'][number]) => bigint) =>
    perMonth(setting, (month) => {
      const flow = month.flows[index];
      return flow === undefined ? 0 : whole(of(flow));
    });
  const format = { format: numbers.shortCount, formatFull: (value: number) => numbers.count(value) };
  const moved = monthPlate(
    setting,
    {
      id: `points-${index}-flows`,
      title: words({ en: 'Issued, used and expired by month', ja: '月ごとの付与・使用・失効' }),
      series: [
        {
          name: words({ en: 'Issued', ja: '付与' }),
          tone: 'accent',
          values: flows(({ issued }) => issued),
        },
        {
          name: words({ en: 'Used', ja: '使用' }),
          tone: 'second',
          stroke: 'dash',
          values: flows(({ used, returned }) => used - returned),
        },
        {
          name: words({ en: 'Expired or forfeited', ja: '失効・没収' }),
          tone: 'muted',
          stroke: 'dot',
          values: flows(({ expired, forfeited }) => expired + forfeited),
        },
      ],
      ...format,
    },
    (chart) => lineChart(chart),
  );
  const left = monthPlate(
    setting,
    {
      id: `points-${index}-outstanding`,
      title: words({ en: 'Outstanding at the end of each month', ja: '月末の未使用残高' }),
      series: [
        {
          name: words({ en: 'Outstanding', ja: '未使用残高' }),
          tone: 'accent',
          values: perMonth(setting, ({ outstanding }) => whole(outstanding[index] ?? 0n)),
        },
      ],
      ...format,
    },
    (chart) => lineChart(chart, { filled: true }),
  );
  return html`<h3>${named(setting, type.title, type.name)}</h3>${facts(list)}<div class="plates">${moved}${left}</div>`;
}

export function pointsSection(setting: Setting): Section {
  const { plan, words } = setting;
  const body =
    plan.points.length === 0
      ? empty(words({ en: 'The program has no points.', ja: 'プログラムにポイントはありません。' }))
      : html`${plan.points.map((type, index) => ofType(setting, type, index))}`;
  return { id: 'points', title: words({ en: 'Points', ja: 'ポイント' }), body };
}
