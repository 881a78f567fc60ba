import { addFractions, ZERO } from '../../runtime/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, empty, type Row, right, type Section, table } from './parts.ts';
import { perMonth, type Setting } from './setting.ts';

/** Months that the page lists one by one. */
const LISTED = 12;

/** Members, cost and points of the last months in figures. */
export function monthsSection(setting: Setting): Section {
  const { plan, figures, words, numbers } = setting;
  const title = words({ en: 'The last months', ja: '直近の月' });
  const points = plan.points.slice(0, 2);
  const quantity = (value: bigint | undefined, decimals: number): Markup =>
    value === undefined || value === 0n ? DASH : html`${numbers.quantity(value, decimals)}`;
  const rows = perMonth(setting, (month, index): Row => {
    const cost = figures.sources.reduce((sum, { months }) => addFractions(sum, months[index] ?? ZERO), ZERO);
    return {
      head: html`${numbers.month(month.day)}`,
      cells: [
        html`${numbers.count(month.members)}`,
        cost.n === 0n ? DASH : html`${numbers.money(cost)}`,
        ...points.flatMap(({ decimals }, at) => {
          const flow = month.flows[at];
          return [
            quantity(flow?.issued, decimals),
            quantity(flow && flow.used - flow.returned, decimals),
            quantity(flow && flow.expired + flow.forfeited, decimals),
            quantity(month.outstanding[at], decimals),
          ];
        }),
      ],
    };
  }).slice(-LISTED);
  const several = points.length > 1;
  const columns = [
    { title: words({ en: 'Month', ja: '月' }) },
    right(words({ en: 'Members', ja: '会員数' })),
    right(words({ en: 'Cost', ja: '費用' })),
    ...points.flatMap((type) => {
      const of = several ? `${words(type.title)}: ` : '';
      return [
        right(of + words({ en: 'issued', ja: '付与' })),
        right(of + words({ en: 'used', ja: '使用' })),
        right(of + words({ en: 'expired', ja: '失効' })),
        right(of + words({ en: 'outstanding', ja: '未使用残高' })),
      ];
    }),
  ];
  const none = words({ en: 'There is no month to show.', ja: '表示できる月がありません。' });
  return { id: 'months', title, body: rows.length === 0 ? empty(none) : table(title, columns, rows) };
}
