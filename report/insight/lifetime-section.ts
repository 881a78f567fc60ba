import {
  type FormulaAnswer,
  type Interval,
  type Lacking,
  type LifetimeForecast,
  type LifetimeValue,
  refusalText,
  warningText,
} from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';
import { right, type Section, type SectionCell, toned } from '../section/index.ts';
import type { Lifetime } from './figures.ts';
import { count, estimate, type InsightWriting, percentage } from './writing.ts';

const NONE: Readonly<Record<Extract<Lifetime, { kind: 'none' }>['why'], Localized>> = {
  'no-purchase': {
    en: 'the program does not say what a purchase is. Add `standard: { purchase: purchase.amount }`',
    ja: '何を購入とするかがプログラムにありません。`standard: { purchase: purchase.amount }` を書いてください',
  },
  'no-money': {
    en: "the field of `standard.purchase` is not an amount of the program's currency",
    ja: '`standard.purchase` の項目がプログラムの通貨の金額ではありません',
  },
  derived: {
    en: 'the field of `standard.purchase` is worked out from what the member did before, not from the purchase alone. Name the field that holds what was paid',
    ja: '`standard.purchase` の項目は、購入だけでなく会員のそれまでの状態から計算されています。支払額の項目を指定してください',
  },
};

const LACKING: Readonly<Record<Lacking, Localized>> = {
  'purchases-this-year': { en: 'no buyer in 12 months', ja: '直近 12 か月に購入者がいない' },
  'year-before': { en: 'no buyer the year before', ja: '前の 1 年に購入者がいない' },
  margin: { en: 'needs `--margin`', ja: '`--margin` が必要' },
  acquisition: { en: 'needs `--acquisition`', ja: '`--acquisition` が必要' },
};

function answerCells(writing: InsightWriting, own: FormulaAnswer): readonly [string, string] {
  const { words } = writing;
  switch (own.kind) {
    case 'value':
      return [estimate(writing, own.value), ''];
    case 'lacking':
      // What is missing first: with no churn, a margin would not help.
      return [
        '-',
        own.lacking
          .slice(0, 1)
          .map((each) => words(LACKING[each]))
          .join(''),
      ];
    case 'refused':
      return ['-', words(refusalText(own.reason))];
  }
}

/** What it is called where it stands. */
export const LIFETIME_TITLE: Localized = { en: 'lifetime value', ja: '顧客生涯価値（LTV）' };

/** Lifetime value as a table with what it rests on, or in words why there is none. */
export function lifetimeSection(lifetime: Lifetime, writing: InsightWriting): Section {
  const { words } = writing;
  const without = (why: Localized): Section => ({
    title: words({ en: 'lifetime value', ja: '顧客生涯価値' }),
    columns: [],
    rows: [],
    notes: [words(why)],
    isDetail: false,
  });
  if (lifetime.kind === 'none') return without(NONE[lifetime.why]);
  const { value } = lifetime;
  if (value.membership.buyers === 0)
    return without({ en: 'nobody has bought yet', ja: 'まだ購入した会員がいません' });
  const { code } = writing.plan.currency;
  return {
    title: words(LIFETIME_TITLE),
    columns: [
      { title: '' },
      right(words({ en: `${code} per buyer`, ja: `購入者1人あたり（${code}）` })),
      { title: '' },
    ],
    rows: rowsOf(writing, value),
    notes: [...basis(writing, value), ...model(writing, value)].map(words),
    isDetail: false,
  };
}

const SO_FAR: Localized = { en: 'sales so far', ja: 'これまでの売上' };

function keptSoFar(share: number | undefined): Localized {
  const margin = share === undefined ? '' : percentage(share);
  return { en: `sales so far × margin ${margin}`, ja: `これまでの売上 × 粗利率 ${margin}` };
}

/** Sales, or what is kept of them where the margin is known. */
const ahead = ({ months, margin }: LifetimeValue['options']): Localized =>
  margin === undefined
    ? { en: `expected in the next ${months} months`, ja: `今後 ${months} か月の期待値` }
    : { en: `expected margin, next ${months} months`, ja: `今後 ${months} か月の粗利の期待値` };

function perBuyer({ value, interval }: LifetimeForecast, buyers: number) {
  return { value: value / buyers, interval: { low: interval.low / buyers, high: interval.high / buyers } };
}

/** What a buyer was worth and is expected to be, on one footing: sales, or what is kept of them where the margin is known. */
export interface LifetimeOutlook {
  readonly soFar: { readonly name: string; readonly value: number };
  readonly ahead: { readonly name: string; readonly value: number; readonly interval: Interval };
}

/** Missing where nothing can be forecast. */
export function lifetimeOutlook(lifetime: Lifetime, { words }: InsightWriting): LifetimeOutlook | undefined {
  if (lifetime.kind === 'none' || lifetime.value.forecast.kind === 'refused') return undefined;
  const { forecast, historic, membership, options } = lifetime.value;
  const { kept, spend = 0 } = historic;
  return {
    soFar: { name: words(kept === undefined ? SO_FAR : keptSoFar(options.margin)), value: kept ?? spend },
    ahead: { name: words(ahead(options)), ...perBuyer(forecast, membership.buyers) },
  };
}

function rowsOf(writing: InsightWriting, value: LifetimeValue): readonly (readonly SectionCell[])[] {
  const { words } = writing;
  const { historic, formulas, forecast, options, membership } = value;
  const rows: (readonly SectionCell[])[] = [
    [words(SO_FAR), estimate(writing, historic.spend ?? 0), ''],
    ...(historic.kept === undefined
      ? []
      : [[words(keptSoFar(options.margin)), estimate(writing, historic.kept), '']]),
  ];
  const formula = (name: Localized, own: FormulaAnswer): void => {
    rows.push([words(name), ...answerCells(writing, own)]);
  };
  formula(
    { en: '(a) price × purchases a year × years', ja: '(a) 購入単価 × 年間購入回数 × 継続年数' },
    formulas.byRevenue,
  );
  formula({ en: '(b) (a) × margin', ja: '(b) (a) × 粗利率' }, formulas.byMargin);
  formula(
    { en: '(c) monthly sales × margin ÷ churn', ja: '(c) 月間売上 × 粗利率 ÷ 月間離脱率' },
    formulas.byChurn,
  );
  formula(
    { en: '(d) (b) − acquisition − program cost', ja: '(d) (b) − 獲得費用 − プログラム費用' },
    formulas.afterCost,
  );
  if (forecast.kind === 'refused')
    rows.push([words(ahead(options)), '-', words({ en: 'no forecast', ja: '予測なし' })]);
  else {
    const { value: each, interval } = perBuyer(forecast, membership.buyers);
    const [low, high] = [estimate(writing, interval.low), estimate(writing, interval.high)];
    rows.push([
      words(ahead(options)),
      toned(estimate(writing, each), 'strong'),
      words({ en: `95% interval ${low} – ${high}`, ja: `95% 区間 ${low} 〜 ${high}` }),
    ]);
  }
  return rows;
}

/** What the simple formulas were given. */
function basis(
  writing: InsightWriting,
  { formulas, membership, options }: LifetimeValue,
): readonly Localized[] {
  const { price, perYear, years, yearCost } = formulas;
  const { before, buyers, year } = membership;
  const lines: Localized[] = [];
  if (price !== undefined && perYear !== undefined && yearCost !== undefined) {
    const [paid, cost, often] = [estimate(writing, price), estimate(writing, yearCost), perYear.toFixed(1)];
    lines.push({
      en: `last 12 months: ${count(writing, year.buyers)} of ${count(writing, buyers)} buyers, ${paid} a purchase, ${often} purchases and ${cost} of program cost per buyer`,
      ja: `直近 12 か月: 購入者 ${count(writing, buyers)} 人のうち ${count(writing, year.buyers)} 人が購入。購入単価 ${paid}、1人あたり ${often} 回、プログラム費用 ${cost}`,
    });
  }
  const whole = before.days >= 365;
  if (years !== undefined)
    lines.push({
      en: `${count(writing, before.kept)} of the ${count(writing, before.buyers)} who bought in the 12 months before${whole ? '' : ` (${before.days} days of them are in the history)`} bought again: at that churn they stay ${years.toFixed(1)} years (1 ÷ yearly churn)`,
      ja: `その前の 12 か月${whole ? '' : `（履歴にあるのは ${before.days} 日分）`}の購入者 ${count(writing, before.buyers)} 人のうち ${count(writing, before.kept)} 人が再び購入。この離脱率では継続年数は ${years.toFixed(1)} 年（1 ÷ 年間離脱率）`,
    });
  if (options.margin === undefined)
    lines.push({
      en: 'no margin is known: what is expected is sales, not profit. `--margin 30%` makes it what is kept',
      ja: '粗利率が分からないため、期待値は利益ではなく売上です。`--margin 30%` のように指定すると粗利になります',
    });
  return lines;
}

function model(
  writing: InsightWriting,
  { forecast, sampled, membership, options }: LifetimeValue,
): readonly Localized[] {
  const digits = (value: number): string => String(Number(value.toPrecision(4)));
  const lines: Localized[] = [];
  if (forecast.kind === 'refused') {
    const why = refusalText(forecast.reason);
    const of = {
      visits: { en: 'visits (BG/NBD)', ja: '購入頻度（BG/NBD）' },
      spend: { en: 'amounts (Gamma-Gamma)', ja: '購入金額（Gamma-Gamma）' },
      value: { en: 'value', ja: '価値' },
    }[forecast.model];
    lines.push({ en: `no forecast of ${of.en}: ${why.en}`, ja: `${of.ja}は予測できません: ${why.ja}` });
  }
  const visits = forecast.kind === 'refused' ? forecast.visits?.fit : forecast.visits;
  if (visits === undefined) return lines;
  const { alive, purchases } =
    forecast.kind === 'refused' ? (forecast.visits ?? { alive: 0, purchases: 0 }) : forecast;
  const { r, alpha, a, b } = visits.parameters;
  lines.push({
    en: `${count(writing, alive)} of ${count(writing, membership.buyers)} buyers are expected to be active still, with ${count(writing, purchases)} purchase days in ${options.months} months`,
    ja: `購入者 ${count(writing, membership.buyers)} 人のうち継続中と期待されるのは ${count(writing, alive)} 人、${options.months} か月の購入日数は ${count(writing, purchases)} 日`,
  });
  const parameters = `r ${digits(r)}, alpha ${digits(alpha)}, a ${digits(a)}, b ${digits(b)}`;
  if (forecast.kind === 'forecast') {
    const { p, q, gamma } = forecast.spend.parameters;
    const amounts = `p ${digits(p)}, q ${digits(q)}, gamma ${digits(gamma)}`;
    lines.push({
      en: `BG/NBD in weeks: ${parameters}; Gamma-Gamma: ${amounts}`,
      ja: `BG/NBD（週）: ${parameters}、Gamma-Gamma: ${amounts}`,
    });
    for (const warning of forecast.warnings) lines.push(warningText(warning, visits.unit));
  } else lines.push({ en: `BG/NBD in weeks: ${parameters}`, ja: `BG/NBD（週）: ${parameters}` });
  if (sampled < membership.buyers)
    lines.push({
      en: `estimated from ${count(writing, sampled)} of ${count(writing, membership.buyers)} buyers, chosen by their ids; the interval holds what that leaves open`,
      ja: `購入者 ${count(writing, membership.buyers)} 人から会員 ID で選んだ ${count(writing, sampled)} 人による推定です。区間にはその誤差も含みます`,
    });
  return lines;
}
