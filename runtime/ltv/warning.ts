import type { Localized } from '../../schema/index.ts';
import type { ForecastWarning } from './forecast.ts';
import { daysOf, type TimeUnit } from './summary.ts';

const months = (time: number, unit: TimeUnit): string =>
  String(Math.round(((time * daysOf(unit)) / daysOf('month')) * 10) / 10);

/** What to keep in mind when a forecast is read, as a sentence in both languages; times of the warning are in `unit`. */
export function warningText(warning: ForecastWarning, unit: TimeUnit): Localized {
  switch (warning.kind) {
    case 'spend-depends-on-frequency': {
      const correlation = warning.correlation.toFixed(2);
      return {
        en: `spend and frequency go together (correlation ${correlation}), which the spend model does not know: read the amounts with care`,
        ja: `購入金額と購入頻度に関連があります（相関 ${correlation}）。金額モデルはこれを考慮しないため、金額は慎重に読んでください`,
      };
    }
    case 'beyond-observation':
      return {
        en: `nobody has been observed for longer than ${months(warning.longestAge, unit)} months, and the forecast looks ${months(warning.horizon, unit)} ahead`,
        ja: `観察期間は最も長い会員でも ${months(warning.longestAge, unit)} か月ですが、${months(warning.horizon, unit)} か月先まで予測しています`,
      };
    case 'spend-left-out':
      return {
        en: `${warning.members} of the members with a repeat spent nothing on the average; the spend model is made without them`,
        ja: `再購入した会員のうち ${warning.members} 人は平均金額が 0 以下のため、金額モデルの推定から除きました`,
      };
  }
}
