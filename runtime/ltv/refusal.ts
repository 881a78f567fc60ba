import type { Localized } from '../../schema/index.ts';

/** Why a model or formula gives no number. */
export type RefusalReason =
  | { readonly kind: 'too-few-members'; readonly members: number; readonly needed: number }
  | { readonly kind: 'too-few-repeaters'; readonly repeaters: number; readonly needed: number }
  | { readonly kind: 'no-time' }
  | { readonly kind: 'impossible-summary'; readonly index: number }
  | { readonly kind: 'no-convergence'; readonly iterations: number; readonly slope: number }
  | { readonly kind: 'degenerate'; readonly parameter: string; readonly value: number }
  | { readonly kind: 'spend-not-independent'; readonly correlation: number; readonly limit: number }
  | { readonly kind: 'spend-without-mean'; readonly q: number }
  | { readonly kind: 'bad-option'; readonly option: string; readonly value: number }
  | { readonly kind: 'no-churn' }
  | { readonly kind: 'not-computable'; readonly member: string };

/** The answer of a function that cannot give a number: never NaN, never a guess. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
}

export const refused = (reason: RefusalReason): Refusal => ({ kind: 'refused', reason });

/** To three digits, thousands apart. */
const digits = (value: number): string =>
  String(Number(value.toPrecision(3))).replace(/^-?\d+(?=\.|$)/, (whole) =>
    whole.replace(/\B(?=(\d{3})+$)/g, ','),
  );

/** The reason as a sentence in both languages. */
export function refusalText(reason: RefusalReason): Localized {
  switch (reason.kind) {
    case 'too-few-members':
      return {
        en: `${reason.members === 1 ? '1 member has' : `${reason.members} members have`} bought, and the model needs ${reason.needed}`,
        ja: `購入した会員は ${reason.members} 人で、モデルには ${reason.needed} 人が必要です`,
      };
    case 'too-few-repeaters':
      return {
        en: `${reason.repeaters === 1 ? '1 member has' : `${reason.repeaters} members have`} bought on a second day, and the model needs ${reason.needed}`,
        ja: `別の日にもう一度購入した会員は ${reason.repeaters} 人で、モデルには ${reason.needed} 人が必要です`,
      };
    case 'no-time':
      return {
        en: 'every first purchase is on the last day, so nothing can have been repeated',
        ja: 'すべての初回購入が最終日にあり、再購入を観察できません',
      };
    case 'impossible-summary':
      return {
        en: `summary ${reason.index + 1} is impossible: recency lies between 0 and age, and is 0 exactly when nothing was repeated`,
        ja: `${reason.index + 1} 番目の要約は成り立ちません。最終購入までの期間は 0 以上で観察期間を超えず、再購入がないときだけ 0 です`,
      };
    case 'no-convergence':
      return {
        en: `no maximum of the likelihood was found in ${reason.iterations} steps (slope ${digits(reason.slope)})`,
        ja: `尤度の最大値が ${reason.iterations} 回の反復で見つかりませんでした（傾き ${digits(reason.slope)}）`,
      };
    case 'degenerate':
      return {
        en: `the data do not determine \`${reason.parameter}\`: beside ${digits(reason.value)}, values a thousand times larger or smaller fit as well`,
        ja: `データから \`${reason.parameter}\` が決まりません。${digits(reason.value)} のほか、その千倍や千分の一でも当てはまりがほとんど変わりません`,
      };
    case 'spend-not-independent':
      return {
        en: `spend and frequency go together (correlation ${digits(reason.correlation)}, limit ±${digits(reason.limit)}), which the spend model rules out`,
        ja: `購入金額と購入頻度に強い関連があり（相関 ${digits(reason.correlation)}、限度 ±${digits(reason.limit)}）、金額モデルの前提に反します`,
      };
    case 'spend-without-mean':
      return {
        en: `the spread of spend among members is too wide for a mean (q = ${digits(reason.q)}, above 1 is needed)`,
        ja: `会員の購入金額のばらつきが大きすぎて平均が存在しません（q = ${digits(reason.q)}、1 より大きい必要があります）`,
      };
    case 'bad-option':
      return {
        en: `\`${reason.option}\` cannot be ${String(reason.value)}`,
        ja: `\`${reason.option}\` に ${String(reason.value)} は使えません`,
      };
    case 'no-churn':
      return {
        en: 'without churn the formula has no end: LTV would be infinite',
        ja: '離脱率が 0 では式に終わりがなく、LTV が無限大になります',
      };
    case 'not-computable':
      return {
        en: `the forecast of member \`${reason.member}\` is beyond the range of numbers`,
        ja: `会員 \`${reason.member}\` の予測値が計算できる範囲を超えています`,
      };
  }
}
