import { addFractions, type MonthTotals, ZERO } from '../../runtime/index.ts';
import type { Localized, PlanPoints } from '../../schema/index.ts';
import { liabilityAt, perMonth } from '../drawing/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { type Column, DASH, empty, named, type Row, right, type Section, table } from './parts.ts';
import type { Setting } from './setting.ts';

/** Months that the page lists one by one. */
const LISTED = 12;

const orDash = (value: bigint | undefined, show: (value: bigint) => string): Markup =>
  value === undefined || value === 0n ? DASH : html`${show(value)}`;

interface PointsColumn {
  readonly title: Localized;
  readonly of: (month: MonthTotals, at: number) => bigint | undefined;
  /** Shown only where there was any. */
  readonly isRare?: true;
}

/** All that moves a balance: outstanding less debt is that of the month before, plus what was issued, less the rest. */
const OF_POINTS: readonly PointsColumn[] = [
  { title: { en: 'Issued', ja: '付与' }, of: ({ flows }, at) => flows[at]?.issued },
  {
    title: { en: 'Used', ja: '使用' },
    of: ({ flows }, at) => (flows[at]?.used ?? 0n) - (flows[at]?.returned ?? 0n),
  },
  {
    title: { en: 'Expired or forfeited', ja: '失効・没収' },
    of: ({ flows }, at) => (flows[at]?.expired ?? 0n) + (flows[at]?.forfeited ?? 0n),
  },
  { title: { en: 'Reversed', ja: '取消' }, of: ({ flows }, at) => flows[at]?.reversed, isRare: true },
  { title: { en: 'Outstanding', ja: '未使用残高' }, of: ({ outstanding }, at) => outstanding[at] },
  { title: { en: 'Debt', ja: '借り' }, of: ({ debts }, at) => debts[at], isRare: true },
];

/** What there is to show of a points type. */
function pointsColumns({ figures }: Setting, at: number): readonly PointsColumn[] {
  return OF_POINTS.filter(
    ({ of, isRare }) =>
      isRare !== true || figures.months.slice(-LISTED).some((month) => (of(month, at) ?? 0n) !== 0n),
  );
}

const headsOf = ({ words }: Setting, columns: readonly PointsColumn[]): readonly Column[] =>
  columns.map(({ title }) => right(words(title)));

function pointsCells(
  { numbers }: Setting,
  month: MonthTotals,
  type: PlanPoints,
  at: number,
  columns: readonly PointsColumn[],
): readonly Markup[] {
  const show = (value: bigint): string => numbers.quantity(value, type.decimals);
  return columns.map(({ of }) => orDash(of(month, at), show));
}

/** Members, cost, liability and points of the last months in figures; several points types in a table each. */
export function monthsSection(setting: Setting): Section {
  const { plan, figures, words, numbers } = setting;
  const title = words({ en: 'The last months', ja: '直近の月' });
  const month = { title: words({ en: 'Month', ja: '月' }) };
  const members = right(words({ en: 'Members', ja: '会員数' }));
  const cost = right(words({ en: 'Cost', ja: '費用' }));
  const owed = figures.liability === undefined ? [] : [right(words({ en: 'Liability', ja: 'ポイント負債' }))];
  const together = plan.points.length === 1 ? plan.points : [];
  const general = perMonth(setting, (each, index): Row => {
    const paid = figures.sources.reduce((sum, { months }) => addFractions(sum, months[index] ?? ZERO), ZERO);
    const liability = liabilityAt(setting, each.outstanding);
    return {
      head: html`${numbers.month(each.day)}`,
      cells: [
        html`${numbers.count(each.members)}`,
        paid.n === 0n ? DASH : html`${numbers.money(paid)}`,
        ...owed.map(() => (liability.n === 0n ? DASH : html`${numbers.money(liability)}`)),
        ...together.flatMap((type, at) => pointsCells(setting, each, type, at, pointsColumns(setting, at))),
      ],
    };
  }).slice(-LISTED);
  if (general.length === 0) {
    const none = words({ en: 'There is no month to show.', ja: '表示できる月がありません。' });
    return { id: 'months', title, body: empty(none) };
  }
  const apart = plan.points.length > 1 ? plan.points : [];
  const tables = apart.map((type, at) => {
    const own = pointsColumns(setting, at);
    const rows = perMonth(
      setting,
      (each): Row => ({
        head: html`${numbers.month(each.day)}`,
        cells: pointsCells(setting, each, type, at, own),
      }),
    ).slice(-LISTED);
    const caption = words(type.title);
    return html`<h3>${named(setting, type.title, type.name)}</h3>${table(caption, [month, ...headsOf(setting, own)], rows)}`;
  });
  const ofPoints = together.flatMap((_, at) => headsOf(setting, pointsColumns(setting, at)));
  const columns = [month, members, cost, ...owed, ...ofPoints];
  return { id: 'months', title, body: html`${table(title, columns, general)}${tables}` };
}
