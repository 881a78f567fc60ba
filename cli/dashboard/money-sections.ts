import {
  type AgeFigures,
  type BooksFigures,
  costOf,
  noCost,
  type PointsMonth,
  type ReportFigures,
} from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
import { showDay, showGrouped } from '../show.ts';
import { right, type Setting, zeroAsDash } from '../summary/index.ts';
import { type Cell, type Column, table } from '../terminal/index.ts';
import { count, latest, line, money, months, note, percent, whole } from './showing.ts';
import { SOURCE_WORDS } from './source-words.ts';

export function costBlock(setting: Setting, dashboard: ReportFigures): string {
  const { plan, output, words } = setting;
  const { code } = plan.currency;
  const costly = dashboard.sources.filter(({ cost }) => cost.n !== 0n);
  if (costly.length === 0) return note(setting, noCost(plan));
  const columns = [
    { title: words({ en: `cost in ${code}`, ja: `費用（${code}）` }) },
    { title: '' },
    right(words({ en: 'times', ja: '回数' })),
    right(words({ en: 'cost', ja: '費用' })),
    right(words({ en: 'share', ja: '割合' })),
    months(setting, dashboard),
  ];
  const rows = costly.map((source): readonly Cell[] => [
    source.name,
    { text: words(SOURCE_WORDS[source.kind]), paint: output.paint.dim },
    zeroAsDash(count(source.times)),
    money(setting, source.cost),
    percent(source.share),
    line(setting, source.months, 'zero'),
  ]);
  const all: readonly Cell[] = [
    { text: words({ en: 'total', ja: '合計' }), paint: output.paint.bold },
    '',
    '',
    { text: money(setting, dashboard.cost), paint: output.paint.bold },
    '',
    line(setting, dashboard.months.map(costOf), 'zero'),
  ];
  return table(columns, [...rows, ...(costly.length > 1 ? [all] : [])], output.paint);
}

export function booksBlock(setting: Setting, dashboard: ReportFigures): string {
  const { plan, output, words } = setting;
  const { code } = plan.currency;
  const columns = [
    { title: words({ en: 'on the books', ja: '期末' }) },
    right(words({ en: 'outstanding', ja: '未使用残高' })),
    right(words({ en: `liability in ${code}`, ja: `ポイント負債（${code}）` })),
    right(words({ en: 'breakage', ja: '失効率' })),
    months(setting, dashboard),
  ];
  const rows = plan.points.map((type, index): readonly Cell[] => {
    const own = dashboard.books[index];
    return [
      type.name,
      zeroAsDash(showGrouped(own?.outstanding ?? 0n, type.decimals)),
      money(setting, own?.liability),
      percent(own?.breakage),
      line(
        setting,
        dashboard.months.map(({ outstanding }) => whole(outstanding[index] ?? 0n)),
        'zero',
      ),
    ];
  });
  return table(columns, rows, output.paint);
}

/** The flows of each points type in each of the last months, and what was left at their ends. */
export function pointsMonthBlocks(setting: Setting, dashboard: ReportFigures): readonly string[] {
  const { plan, output, words } = setting;
  const columns: readonly {
    readonly of: keyof PointsMonth;
    readonly title: Localized;
    readonly always: boolean;
  }[] = [
    { of: 'issued', title: { en: 'issued', ja: '付与' }, always: true },
    { of: 'used', title: { en: 'used', ja: '使用' }, always: true },
    { of: 'expired', title: { en: 'expired', ja: '失効' }, always: true },
    { of: 'forfeited', title: { en: 'forfeited', ja: '没収' }, always: false },
    { of: 'reversed', title: { en: 'reversed', ja: '取消' }, always: false },
    { of: 'outstanding', title: { en: 'outstanding', ja: '未使用残高' }, always: true },
  ];
  return plan.points.flatMap((type, index) => {
    const all = dashboard.books[index]?.months ?? [];
    const happened = all.some((month) => Object.values(month).some((quantity) => quantity !== 0n));
    if (!happened) return [];
    const shown = columns.filter(({ of, always }) => always || all.some((month) => month[of] !== 0n));
    const days = latest(dashboard.months).map(({ day }) => showDay(day).slice(0, 7));
    const rows = latest(all).map((month, at): readonly Cell[] => [
      days[at] ?? '',
      ...shown.map(({ of }) => zeroAsDash(showGrouped(month[of], type.decimals))),
    ]);
    const titles = shown.map(({ title }) => right(words(title)));
    return [table([{ title: type.name }, ...titles], rows, output.paint)];
  });
}

function ageName({ from, until }: AgeFigures): Localized {
  if (from === 0) return { en: `under ${until} months`, ja: `${until}か月未満` };
  if (until === undefined) return { en: `${from} months and more`, ja: `${from}か月以上` };
  return { en: `${from} to ${until} months`, ja: `${from}〜${until}か月` };
}

/** Which points are still there, and which ended, by the age of their lots. */
export function ageBlocks(setting: Setting, { books }: ReportFigures): readonly string[] {
  const { plan, output, words } = setting;
  const { code } = plan.currency;
  return plan.points.flatMap((type, index) => {
    const own: BooksFigures | undefined = books[index];
    const ages = own?.ages ?? [];
    const isEmpty = ages.every((age) =>
      [age.outstanding, age.used, age.expired, age.forfeited].every((quantity) => quantity === 0n),
    );
    if (own === undefined || isEmpty) return [];
    const hasForfeits = ages.some(({ forfeited }) => forfeited !== 0n);
    const columns: readonly Column[] = [
      { title: words({ en: `${type.name} by age`, ja: `${type.name}（経過期間別）` }) },
      right(words({ en: 'outstanding', ja: '未使用残高' })),
      ...(own.liability === undefined
        ? []
        : [right(words({ en: `liability in ${code}`, ja: `ポイント負債（${code}）` }))]),
      right(words({ en: 'used', ja: '使用' })),
      right(words({ en: 'expired', ja: '失効' })),
      ...(hasForfeits ? [right(words({ en: 'forfeited', ja: '没収' }))] : []),
    ];
    const show = (quantity: bigint): string => zeroAsDash(showGrouped(quantity, type.decimals));
    const rows = ages.map((age): readonly Cell[] => [
      words(ageName(age)),
      show(age.outstanding),
      ...(own.liability === undefined ? [] : [zeroAsDash(money(setting, age.liability))]),
      show(age.used),
      show(age.expired),
      ...(hasForfeits ? [show(age.forfeited)] : []),
    ]);
    const key = note(setting, {
      en: 'age: completed months since the points were given',
      ja: '経過期間: ポイントが付いた日からの満月数',
    });
    return [`${table(columns, rows, output.paint)}\n${key}`];
  });
}
