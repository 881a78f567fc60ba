import type { Localized, Plan } from '../../schema/index.ts';

/** Why no cost is shown, without a stop: there was none, or nobody says what anything costs. */
export function noCost({ points, rewards, benefits, currency: { code } }: Plan): Localized {
  const sources = [...points, ...rewards, ...benefits];
  return sources.length === 0 || sources.some(({ expense }) => expense !== undefined)
    ? { en: `the program cost nothing (${code})`, ja: `プログラムの費用はありません（${code}）` }
    : {
        en: 'no cost is known: no points, reward or benefit states what it costs (`expense:`)',
        ja: '費用は計算できません。ポイント・特典・ベネフィットのどれにも費用（`expense:`）が書かれていません',
      };
}
