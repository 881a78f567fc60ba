import type { Fraction, Localized, Loyalty } from '../../schema/index.ts';
import type { Bars, Mark, Triangle } from '../charts/index.ts';
import { drawn, type LoyaltyFigures } from '../figures/index.ts';
import type { Before, DrawingSetting } from './setting.ts';

export const LOYALTY_WORDS: Readonly<Record<Loyalty, Localized>> = {
  economic: { en: 'Economic', ja: '経済的' },
  behavioral: { en: 'Behavioral', ja: '行動的' },
  psychological: { en: 'Psychological', ja: '心理的' },
};

type Shares = Mark['shares'];

function sharesOf(list: readonly (Fraction | undefined)[]): Shares | undefined {
  const [a, b, c] = list.map((each) => each && drawn(each));
  return a === undefined || b === undefined || c === undefined ? undefined : [a, b, c];
}

function markOf(
  { words }: DrawingSetting,
  mix: readonly LoyaltyFigures[],
  of: 'share' | 'target',
  shape: Mark['shape'],
  name: Localized,
): readonly Mark[] {
  const shares = sharesOf(mix.map((each) => each[of]));
  return shares === undefined ? [] : [{ name: words(name), shares, shape }];
}

/** Where the money went between the three loyalties, where it is meant to go, where it went before, and where members stand. */
export function mixTriangle(
  setting: DrawingSetting,
  before?: Before,
  density?: Triangle['density'],
): Triangle {
  const { figures, words } = setting;
  const corner = (loyalty: Loyalty) => ({ name: words(LOYALTY_WORDS[loyalty]), tone: loyalty }) as const;
  const spent =
    before === undefined
      ? markOf(setting, figures.mix, 'share', 'dot', { en: 'where the money went', ja: '実際の配分' })
      : [
          ...markOf(setting, before.figures.mix, 'share', 'diamond', {
            en: 'where the money went: base',
            ja: '実際の配分（変更前）',
          }),
          ...markOf(setting, figures.mix, 'share', 'dot', {
            en: 'where the money went: candidate',
            ja: '実際の配分（変更案）',
          }),
        ];
  const meant = markOf(setting, figures.mix, 'target', 'ring', {
    en: 'where it is meant to go',
    ja: '目標の配分',
  });
  return {
    id: 'triangle',
    title: words({ en: 'The three loyalties', ja: '3つのロイヤルティ' }),
    description: words({
      en: 'The nearer a mark is to a corner, the larger the share of that loyalty. The table has the shares.',
      ja: '印が頂点に近いほど、そのロイヤルティの割合が大きくなります。割合は表にあります。',
    }),
    corners: [corner('economic'), corner('behavioral'), corner('psychological')],
    marks: [...spent, ...meant],
    ...(density === undefined ? {} : { density }),
  };
}

/** Shares of what was spent against the mix that the program states, and what they were before. */
export function mixBars({ figures, words, numbers }: DrawingSetting, before?: Before): Bars {
  const shareText = (share: Fraction | undefined): string =>
    share === undefined ? '–' : numbers.percent(share);
  return {
    id: 'mix',
    title: words({ en: 'Share of what was spent, against the mix', ja: '支出の割合と目標配分' }),
    description: words({
      en: 'One bar per loyalty; the mark is the share that the program means to spend. The table has the figures.',
      ja: 'ロイヤルティごとの割合。印はプログラムの目標配分です。数値は表にあります。',
    }),
    most: 1,
    bars: figures.mix.map(({ loyalty, share, target }) => {
      const was = before?.figures.mix.find((each) => each.loyalty === loyalty)?.share;
      const [now, then] = [shareText(share), shareText(was)];
      return {
        name: words(LOYALTY_WORDS[loyalty]),
        tone: loyalty,
        value: share === undefined ? 0 : drawn(share),
        text:
          before === undefined ? now : words({ en: `${now} (base ${then})`, ja: `${now}（変更前 ${then}）` }),
        goal: target && drawn(target),
        before: was && drawn(was),
      };
    }),
  };
}

/** What keeps the mix from being drawn or held against anything, as sentences. */
export function mixGaps({ plan, figures, words }: DrawingSetting): readonly string[] {
  return [
    ...(figures.mix.every(({ spend }) => spend.n === 0n)
      ? [
          words({
            en: 'Nothing was spent on what `builds` a loyalty, so there are no shares.',
            ja: '`builds` を書いたものへの支出がないため、割合はありません。',
          }),
        ]
      : []),
    ...(plan.loyalty.mix.length === 0
      ? [
          words({
            en: 'The program states no `loyalty.mix`: there is nothing to hold the shares against.',
            ja: 'プログラムに `loyalty.mix` がないため、割合を比べる目標がありません。',
          }),
        ]
      : []),
  ];
}
