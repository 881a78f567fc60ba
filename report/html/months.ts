import { addFractions, ZERO } from '../../runtime/index.ts';
import type { PlanPoints } from '../../schema/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, empty, named, type Row, right, type Section, table } from './parts.ts';
import { perMonth, type Setting } from './setting.ts';

/** Months that the page lists one by one. */
const LISTED = 12;

const orDash = (value: bigint | undefined, show: (value: bigint) => string): Markup =>
  value === undefined || value === 0n ? DASH : html`${show(value)}`;

function pointsCells(
  { numbers }: Setting,
  month: Setting['figures']['months'][number],
  type: PlanPoints,
  at: number,
) {
  const flow = month.flows[at];
  const show = (value: bigint): string => numbers.quantity(value, type.decimals);
  return [
    orDash(flow?.issued, show),
    orDash(flow && flow.used - flow.returned, show),
    orDash(flow && flow.expired + flow.forfeited, show),
    orDash(month.outstanding[at], show),
  ];
}

/** Members, cost and points of the last months in figures; several points types in a table each. */
export function monthsSection(setting: Setting): Section {
  const { plan, figures, words, numbers } = setting;
  const title = words({ en: 'The last months', ja: '直近の月' });
  const month = { title: words({ en: 'Month', ja: '月' }) };
  const members = right(words({ en: 'Members', ja: '会員数' }));
  const cost = right(words({ en: 'Cost', ja: '費用' }));
  const ofPoints = [
    right(words({ en: 'Issued', ja: '付与' })),
    right(words({ en: 'Used', ja: '使用' })),
    right(words({ en: 'Expired or forfeited', ja: '失効・没収' })),
    right(words({ en: 'Outstanding', ja: '未使用残高' })),
  ];
  const together = plan.points.length === 1 ? plan.points : [];
  const general = perMonth(setting, (each, index): Row => {
    const paid = figures.sources.reduce((sum, { months }) => addFractions(sum, months[index] ?? ZERO), ZERO);
    return {
      head: html`${numbers.month(each.day)}`,
      cells: [
        html`${numbers.count(each.members)}`,
        paid.n === 0n ? DASH : html`${numbers.money(paid)}`,
        ...together.flatMap((type, at) => pointsCells(setting, each, type, at)),
      ],
    };
  }).slice(-LISTED);
  if (general.length === 0) {
    const none = words({ en: 'There is no month to show.', ja: '表示できる月がありません。' });
    return { id: 'months', title, body: empty(none) };
  }
  const apart = plan.points.length > 1 ? plan.points : [];
  const tables = apart.map((type, at) => {
    const rows = perMonth(
      setting,
      (each): Row => ({
        head: html`${numbers.month(each.day)}`,
        cells: pointsCells(setting, each, type, at),
      }),
    ).slice(-LISTED);
    const caption = words(type.title);
    return html`<h3>${named(setting, type.title, type.name)}</h3>${table(caption, [month, ...ofPoints], rows)}`;
  });
  const columns = [month, members, cost, ...together.flatMap(() => ofPoints)];
  return { id: 'months', title, body: html`${table(title, columns, general)}${tables}` };
}
