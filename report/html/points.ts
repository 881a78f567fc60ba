import type { PlanPoints } from '../../schema/index.ts';
import { lineChart } from '../charts/index.ts';
import { ageTitle, FLOW_WORDS, flowsDrawing, hasNoAges, outstandingDrawing } from '../drawing/index.ts';
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
import type { Setting } from './setting.ts';

function ofType(setting: Setting, type: PlanPoints, index: number): Markup {
  const { figures, words, numbers } = setting;
  const totals = figures.points[index];
  const book = figures.books[index];
  const quantity = (value: bigint | undefined) =>
    value === undefined ? DASH : figure(numbers.shortQuantity(value, type.decimals));
  const unused = totals && totals.expired + totals.forfeited;
  const list = [
    { name: words(FLOW_WORDS.issued), value: quantity(totals?.issued) },
    { name: words(FLOW_WORDS.used), value: quantity(totals?.used) },
    { name: words(FLOW_WORDS.unused), value: quantity(unused) },
    { name: words(FLOW_WORDS.reversed), value: quantity(totals?.reversed) },
    { name: words(FLOW_WORDS.outstanding), value: quantity(book?.outstanding) },
    {
      name: words({ en: 'Breakage', ja: '失効率' }),
      value: book?.breakage === undefined ? DASH : html`${numbers.percent(book.breakage)}`,
      note:
        book?.breakage === undefined
          ? words({ en: 'none used or lost yet', ja: '使用も失効もまだありません' })
          : words({ en: 'of the points used or lost', ja: '使用・失効したポイントのうち' }),
    },
  ];
  const moved = monthPlate(setting, flowsDrawing(setting, index), (chart) => lineChart(chart));
  const left = monthPlate(setting, outstandingDrawing(setting, index), (chart) =>
    lineChart(chart, { filled: true }),
  );
  return html`<h3>${named(setting, type.title, type.name)}</h3>${facts(list)}<div class="plates">${moved}${left}</div>${agesOf(setting, type, index)}`;
}

/** What became of points by how old their lots were; nothing where there never were any. */
function agesOf(setting: Setting, type: PlanPoints, index: number): Markup | undefined {
  const { figures, words, numbers } = setting;
  const ages = figures.books[index]?.ages ?? [];
  const unused = ({ expired, forfeited }: AgeFigures): bigint => expired + forfeited;
  if (hasNoAges(ages)) return undefined;
  const title = words({ en: 'By age of the points, in months', ja: 'ポイントの経過月数別' });
  const quantity = (value: bigint): Markup =>
    value === 0n ? DASH : html`${numbers.quantity(value, type.decimals)}`;
  const rows = ages.map((age): Row => {
    const { used, outstanding } = age;
    const ended = used + unused(age);
    return {
      head: html`${ageTitle(setting, age)}`,
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
    right(words(FLOW_WORDS.used)),
    right(words(FLOW_WORDS.unused)),
    right(words({ en: 'Breakage', ja: '失効率' })),
    right(words(FLOW_WORDS.outstanding)),
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
