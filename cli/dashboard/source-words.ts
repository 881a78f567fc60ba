import type { Localized } from '../../schema/index.ts';

/** What a rule, a reward or a benefit is called. */
export const SOURCE_WORDS: Readonly<Record<'rule' | 'reward' | 'benefit', Localized>> = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
};
