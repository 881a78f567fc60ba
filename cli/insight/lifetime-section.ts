import {
  type FormulaAnswer,
  type Lacking,
  type LifetimeValue,
  refusalText,
  warningText,
} from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';
import { showGrouped } from '../show.ts';
import { right, type Setting } from '../summary/index.ts';
import { type Cell, table } from '../terminal/index.ts';
import type { Lifetime } from './lifetime.ts';
import { estimate, paragraph, percentage } from './writing.ts';

const count = (value: number): string => showGrouped(BigInt(Math.round(value)), 0);

const NONE: Readonly<Record<Extract<Lifetime, { kind: 'none' }>['why'], Localized>> = {
  'no-purchase': {
    en: 'lifetime value: the program does not say what a purchase is. Add `standard: { purchase: purchase.amount }`',
    ja: '顧客生涯価値: 何を購入とするかがプログラムにありません。`standard: { purchase: purchase.amount }` を書いてください',
  },
  'no-money': {
    en: "lifetime value: the field of `standard.purchase` is not an amount of the program's currency",
    ja: '顧客生涯価値: `standard.purchase` の項目がプログラムの通貨の金額ではありません',
  },
  derived: {
    en: 'lifetime value: the field of `standard.purchase` is worked out from what the member did before, not from the purchase alone. Name the field that holds what was paid',
    ja: '顧客生涯価値: `standard.purchase` の項目は、購入だけでなく会員のそれまでの状態から計算されています。支払額の項目を指定してください',
  },
};

const LACKING: Readonly<Record<Lacking, Localized>> = {
  'purchases-this-year': { en: 'no buyer in 12 months', ja: '直近 12 か月に購入者がいない' },
  'year-before': { en: 'no buyer the year before', ja: '前の 1 年に購入者がいない' },
  margin: { en: 'needs `--margin`', ja: '`--margin` が必要' },
  acquisition: { en: 'needs `--acquisition`', ja: '`--acquisition` が必要' },
};

function answerCells(setting: Setting, own: FormulaAnswer): readonly [string, string] {
  const { words } = setting;
  switch (own.kind) {
    case 'value':
      return [estimate(setting, own.value), ''];
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

/** Lifetime value for people. Ends without a line break. */
export function lifetimeSection(setting: Setting, lifetime: Lifetime): string {
  if (lifetime.kind === 'none') return paragraph(setting, NONE[lifetime.why]);
  const { value } = lifetime;
  if (value.membership.buyers === 0)
    return paragraph(setting, {
      en: 'lifetime value: nobody has bought yet',
      ja: '顧客生涯価値: まだ購入した会員がいません',
    });
  return [valueTable(setting, value), ...basis(setting, value), ...model(setting, value)].join('\n');
}

function valueTable(setting: Setting, value: LifetimeValue): string {
  const { plan, output, words } = setting;
  const { historic, formulas, forecast, options, membership } = value;
  const margin = options.margin === undefined ? '' : percentage(options.margin);
  const rows: (readonly Cell[])[] = [
    [words({ en: 'sales so far', ja: 'これまでの売上' }), estimate(setting, historic.spend ?? 0), ''],
  ];
  if (historic.kept !== undefined)
    rows.push([
      words({ en: `sales so far × margin ${margin}`, ja: `これまでの売上 × 粗利率 ${margin}` }),
      estimate(setting, historic.kept),
      '',
    ]);
  const formula = (name: Localized, own: FormulaAnswer): void => {
    rows.push([words(name), ...answerCells(setting, own)]);
  };
  formula(
    { en: '(a) price × purchases a year × years', ja: '(a) 購入単価 × 年間購入回数 × 継続年数' },
    formulas.byRevenue,
  );
  formula({ en: '(b) (a) × margin', ja: '(b) (a) × 粗利率' }, formulas.byMargin);
  formula(
    { en: '(c) monthly sales × margin ÷ churn', ja: '(c) 月間売上 × 粗利率 ÷ 月間解約率' },
    formulas.byChurn,
  );
  formula(
    { en: '(d) (b) − acquisition − program cost', ja: '(d) (b) − 獲得費用 − プログラム費用' },
    formulas.afterCost,
  );
  const ahead = {
    en: `expected in the next ${options.months} months`,
    ja: `今後 ${options.months} か月の期待値`,
  };
  if (forecast.kind === 'refused')
    rows.push([words(ahead), '-', words({ en: 'no forecast', ja: '予測なし' })]);
  else {
    const [low, high] = [forecast.interval.low, forecast.interval.high].map((each) =>
      estimate(setting, each / membership.buyers),
    );
    rows.push([
      words(ahead),
      { text: estimate(setting, forecast.value / membership.buyers), paint: output.paint.bold },
      words({ en: `95% interval ${low} – ${high}`, ja: `95% 区間 ${low} ～ ${high}` }),
    ]);
  }
  const columns = [
    { title: words({ en: 'lifetime value', ja: '顧客生涯価値（LTV）' }) },
    right(words({ en: `${plan.currency.code} per buyer`, ja: `購入者一人あたり（${plan.currency.code}）` })),
    { title: '' },
  ];
  return table(columns, rows, output.paint);
}

/** What the simple formulas were given. */
function basis(setting: Setting, { formulas, membership, options }: LifetimeValue): readonly string[] {
  const { price, perYear, years, yearCost } = formulas;
  const { before, buyers, year } = membership;
  const lines: string[] = [];
  if (price !== undefined && perYear !== undefined && yearCost !== undefined) {
    const [paid, cost, often] = [estimate(setting, price), estimate(setting, yearCost), perYear.toFixed(1)];
    lines.push(
      paragraph(setting, {
        en: `last 12 months: ${count(year.buyers)} of ${count(buyers)} buyers, ${paid} a purchase, ${often} purchases and ${cost} of program cost per buyer`,
        ja: `直近 12 か月: 購入者 ${count(buyers)} 人のうち ${count(year.buyers)} 人が購入。購入単価 ${paid}、一人あたり ${often} 回、プログラム費用 ${cost}`,
      }),
    );
  }
  const whole = before.days >= 365;
  if (years !== undefined)
    lines.push(
      paragraph(setting, {
        en: `${count(before.kept)} of the ${count(before.buyers)} who bought in the 12 months before${whole ? '' : ` (${before.days} days of them are in the history)`} bought again: at that churn they stay ${years.toFixed(1)} years (1 ÷ yearly churn)`,
        ja: `その前の 12 か月${whole ? '' : `（履歴にあるのは ${before.days} 日分）`}の購入者 ${count(before.buyers)} 人のうち ${count(before.kept)} 人が再び購入。この離脱率では継続年数は ${years.toFixed(1)} 年（1 ÷ 年間離脱率）`,
      }),
    );
  if (options.margin === undefined)
    lines.push(
      paragraph(setting, {
        en: 'no margin is known: what is expected is sales, not profit. `--margin 30%` makes it what is kept',
        ja: '粗利率が分からないため、期待値は利益ではなく売上です。`--margin 30%` のように指定すると粗利になります',
      }),
    );
  return lines;
}

function model(
  setting: Setting,
  { forecast, sampled, membership, options }: LifetimeValue,
): readonly string[] {
  const digits = (value: number): string => String(Number(value.toPrecision(4)));
  const lines: string[] = [];
  const say = (text: Localized): void => {
    lines.push(paragraph(setting, text));
  };
  if (forecast.kind === 'refused') {
    const why = refusalText(forecast.reason);
    const of = {
      visits: { en: 'visits (BG/NBD)', ja: '購入頻度（BG/NBD）' },
      spend: { en: 'amounts (Gamma-Gamma)', ja: '購入金額（Gamma-Gamma）' },
      value: { en: 'value', ja: '価値' },
    }[forecast.model];
    say({ en: `no forecast of ${of.en}: ${why.en}`, ja: `${of.ja}は予測できません: ${why.ja}` });
  }
  const visits = forecast.kind === 'refused' ? forecast.visits?.fit : forecast.visits;
  if (visits === undefined) return lines;
  const { alive, purchases } =
    forecast.kind === 'refused' ? (forecast.visits ?? { alive: 0, purchases: 0 }) : forecast;
  const { r, alpha, a, b } = visits.parameters;
  say({
    en: `${count(alive)} of ${count(membership.buyers)} buyers are expected to be active still, with ${count(purchases)} purchase days in ${options.months} months`,
    ja: `購入者 ${count(membership.buyers)} 人のうち継続中と期待されるのは ${count(alive)} 人、${options.months} か月の購入日数は ${count(purchases)} 日`,
  });
  const parameters = `r ${digits(r)}, alpha ${digits(alpha)}, a ${digits(a)}, b ${digits(b)}`;
  if (forecast.kind === 'forecast') {
    const { p, q, gamma } = forecast.spend.parameters;
    const amounts = `p ${digits(p)}, q ${digits(q)}, gamma ${digits(gamma)}`;
    say({
      en: `BG/NBD in weeks: ${parameters}; Gamma-Gamma: ${amounts}`,
      ja: `BG/NBD（週）: ${parameters}、Gamma-Gamma: ${amounts}`,
    });
    for (const warning of forecast.warnings) say(warningText(warning, visits.unit));
  } else say({ en: `BG/NBD in weeks: ${parameters}`, ja: `BG/NBD（週）: ${parameters}` });
  if (sampled < membership.buyers)
    say({
      en: `estimated from ${count(sampled)} of ${count(membership.buyers)} buyers, chosen by their ids; the interval holds what that leaves open`,
      ja: `購入者 ${count(membership.buyers)} 人から会員 ID で選んだ ${count(sampled)} 人による推定です。区間にはその誤差も含みます`,
    });
  return lines;
}
