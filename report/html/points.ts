import type { PlanPoints } from '../../schema/index.ts';
import { lineChart } from '../charts/index.ts';
import type { AgeFigures } from '../figures/index.ts';
import { html, type Markup } from '../markup/index.ts';
import {
  DASH,
  empty,
  facts,
  figure,
  monthPlate,
  named,
  type Row,
  right,
  type Section,
  table,
} from './parts.ts';
import { perMonth, type Setting } from './setting.ts';

function ofType(setting: Setting, type: PlanPoints, index: number): Markup {
  const { figures, words, numbers } = setting;
  const totals = figures.points[index];
  const book = figures.books[index];
  const quantity = (value: bigint | undefined) =>
    value === undefined ? DASH : figure(numbers.shortQuantity(value, type.decimals));
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
          ? words({ en: 'none used or lost yet', ja: '使用も失効もまだありません' })
          : words({ en: 'of the points used or lost', ja: '使用・失効したポイントのうち' }),
    },
  ];
  // For drawing and hovering: a quantity in whole points.
  const whole = (value: bigint): number => Number(value) / 10 ** type.decimals;
  const flows = (of: (flow: Setting['figures']['months'][number]['flows'][number]) => bigint) =>
    perMonth(setting, (month) => {
      const flow = month.flows[index];
      return flow === undefined ? 0 : whole(of(flow));
    });
  const reversed = flows((flow) => flow.reversed);
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
        // Without it what is left would not follow from the rest; most programs have hardly any.
        ...(reversed.some((value) => value !== 0)
          ? [{ name: words({ en: 'Reversed', ja: '取消' }), tone: 'bad', values: reversed } as const]
          : []),
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
  return html`<h3>${named(setting, type.title, type.name)}</h3>${facts(list)}<div class="plates">${moved}${left}</div>${agesOf(setting, type, index)}`;
}

/** What became of points by how old their lots were; nothing where there never were any. */
function agesOf(setting: Setting, type: PlanPoints, index: number): Markup | undefined {
  const { figures, words, numbers } = setting;
  const ages = figures.books[index]?.ages ?? [];
  const unused = ({ expired, forfeited }: AgeFigures): bigint => expired + forfeited;
  if (ages.every((age) => age.used + unused(age) + age.outstanding === 0n)) return undefined;
  const title = words({ en: 'By age of the points, in months', ja: 'ポイントの経過月数別' });
  const quantity = (value: bigint): Markup =>
    value === 0n ? DASH : html`${numbers.quantity(value, type.decimals)}`;
  const rows = ages.map((age): Row => {
    const { from, until, used, outstanding } = age;
    const ended = used + unused(age);
    return {
      head: html`${
        until === undefined
          ? words({ en: `${from} and more`, ja: `${from}か月以上` })
          : words({ en: `${from} to ${until}`, ja: `${from}〜${until}か月未満` })
      }`,
      cells: [
        quantity(used),
        quantity(unused(age)),
        ended === 0n ? DASH : html`${numbers.percent({ n: unused(age), d: ended })}`,
        quantity(outstanding),
      ],
    };
  });
  const columns = [
    { title: words({ en: 'Age', ja: '経過月数' }) },
    right(words({ en: 'Used', ja: '使用' })),
    right(words({ en: 'Expired or forfeited', ja: '失効・没収' })),
    right(words({ en: 'Breakage', ja: '失効率' })),
    right(words({ en: 'Outstanding', ja: '未使用残高' })),
  ];
  return html`<h4>${title}</h4>${table(title, columns, rows)}`;
}

export function pointsSection(setting: Setting): Section {
  const { plan, words } = setting;
  const body =
    plan.points.length === 0
      ? empty(words({ en: 'The program has no points.', ja: 'プログラムにポイントはありません。' }))
      : html`${plan.points.map((type, index) => ofType(setting, type, index))}`;
  return { id: 'points', title: words({ en: 'Points', ja: 'ポイント' }), body };
}
