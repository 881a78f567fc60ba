import { type BreakEven, STRONGEST } from '../../runtime/index.ts';
import type { Assumption, Estimate, Localized } from '../../schema/index.ts';

/** What an assumption says members do more or less of. */
export const CHANGE_WORDS: Readonly<Record<Assumption['changes'], Localized>> = {
  frequency: { en: 'how often', ja: '頻度' },
  amount: { en: 'how much each', ja: '1件の金額' },
  redemption: { en: 'how often they redeem', ja: '特典の利用頻度' },
  pressure: { en: 'how often, near', ja: '目標直前の頻度' },
  win_back: { en: 'how many come back', ja: '再来店する割合' },
};

/** How values are drawn of an estimate. */
export const ESTIMATE_WORDS: Readonly<Record<Estimate['kind'], Localized>> = {
  fixed: { en: 'one value', ja: '固定値' },
  uniform: { en: 'uniform', ja: '一様分布' },
  triangular: { en: 'triangular, the value most likely', ja: '三角分布（値が最頻）' },
};

/** By what factor a response must be as strong as stated for the change to pay. */
export function breakEvenWords(result: BreakEven): Localized {
  const factor = 'factor' in result ? result.factor.toFixed(2) : '';
  switch (result.kind) {
    case 'from':
      return {
        en: `pays from ${factor} times what is assumed`,
        ja: `仮定の ${factor} 倍から採算が取れます`,
      };
    case 'never':
      return {
        en: `never pays within ${STRONGEST} times what is assumed`,
        ja: `仮定の ${STRONGEST} 倍まで強めても採算が取れません`,
      };
    case 'always':
      return {
        en: `already pays without any response, and up to ${STRONGEST} times what is assumed`,
        ja: `反応がなくても採算が取れ、仮定の ${STRONGEST} 倍まで変わりません`,
      };
    case 'until':
      return {
        en: `already pays without any response; no longer from ${factor} times what is assumed`,
        ja: `反応がなくても採算が取れますが、仮定の ${factor} 倍からは取れません`,
      };
  }
}

/** Why the rows of medians do not add up, and which row answers the question; `base`: what the program that is changed is called. */
export function mediansNote(margin: Estimate, base = 'base'): Localized {
  const stated = `${Number((100 * margin.mode).toFixed(4))}%`;
  const middle = margin.text.value === undefined && margin.kind !== 'fixed';
  const drawn = margin.kind !== 'fixed';
  return {
    en: `margin: ${stated}${middle ? ', the middle of its range,' : ''} in "${base}" and "no response"${drawn ? '; drawn anew in each draw in "assumed"' : ''}. Each figure of "assumed" is the median of its own row, so these rows neither add up nor give the difference from "${base}" when subtracted: read the row "against the ${base}", in which each draw is compared with it${drawn ? ' at the same margin' : ''}.`,
    ja: `限界利益率: 「現行」と「反応なし」は ${stated}${middle ? '（範囲の中央）' : ''}${drawn ? '、「仮定の反応」は試行ごとに範囲内から無作為に選んだ値' : ''}です。「仮定の反応」は行ごとの中央値なので、行どうしを足し引きしても合わず、「現行」との差も引き算では求められません。「現行との差」の行を見てください。試行ごとに、${drawn ? '同じ利益率の' : ''}現行と比べた結果です。`,
  };
}
