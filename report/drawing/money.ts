import { addFractions, power10, reduced, ZERO } from '../../runtime/index.ts';
import type { Fraction, Localized, Loyalty, Plan } from '../../schema/index.ts';
import type { Series, Tone } from '../charts/index.ts';
import { costOf, drawn, noCost } from '../figures/index.ts';
import { LOYALTY_WORDS } from './mix.ts';
import type { Before, DrawingSetting } from './setting.ts';
import { courseOf, type Drawn } from './timeline.ts';

const BUILT: readonly (Loyalty | undefined)[] = ['economic', 'behavioral', 'psychological', undefined];

const sum = (list: readonly Fraction[]): Fraction => reduced(list.reduce(addFractions, ZERO));

/** The colour of what builds a loyalty, or none. */
export const toneOf = (builds: Loyalty | undefined): Tone => builds ?? 'muted';

/** Cost of each month by what it is meant to build. */
function costSeries({ figures, words, shown }: DrawingSetting): readonly Series[] {
  return BUILT.flatMap((loyalty): readonly Series[] => {
    const own = figures.sources.filter(({ builds, cost }) => builds === loyalty && cost.n !== 0n);
    if (own.length === 0) return [];
    const name = words(loyalty === undefined ? { en: 'Not stated', ja: '記載なし' } : LOYALTY_WORDS[loyalty]);
    const values = shown.map((at) => drawn(sum(own.map(({ months }) => months[at] ?? ZERO))));
    return [{ name, tone: toneOf(loyalty), values }];
  });
}

export const COST_TITLE: Localized = {
  en: 'Cost by month, by what it builds',
  ja: '月ごとの費用（育てるロイヤルティ別）',
};

/** What the program paid, month by month; undefined where it paid nothing. */
export function costDrawing(setting: DrawingSetting): Drawn | undefined {
  const { figures, words, numbers } = setting;
  if (figures.cost.n === 0n) return undefined;
  return {
    id: 'cost',
    title: words(COST_TITLE),
    series: costSeries(setting),
    format: numbers.tickMoney,
    formatFull: numbers.moneyOf,
  };
}

/** Why there is no cost to draw, as a sentence. */
export function noCostSentence({ plan, words }: Pick<DrawingSetting, 'plan' | 'words'>): string {
  const said = words(noCost(plan));
  return words({ en: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`, ja: `${said}。` });
}

/** Cost of each month, beside that of the version before. */
export function costCourse(setting: DrawingSetting, before: Before): Drawn {
  const title = setting.words({ en: 'Cost by month', ja: '月ごとの費用' });
  return {
    id: 'cost-course',
    title,
    series: courseOf(setting, before, title, (month) => drawn(costOf(month))),
    format: setting.numbers.tickMoney,
    formatFull: setting.numbers.moneyOf,
  };
}

/** What points that are out may still cost, of those that can be redeemed and state an `expense`. */
export function liabilityAt(
  { plan }: Pick<DrawingSetting, 'plan'>,
  outstanding: readonly bigint[],
): Fraction {
  return sum(
    plan.points.flatMap(({ expense, redeemable, decimals }, index) =>
      expense === undefined || !redeemable
        ? []
        : [{ n: (outstanding[index] ?? 0n) * expense.amount, d: power10(decimals + expense.scale) }],
    ),
  );
}

export const LIABILITY_TITLE: Localized = {
  en: 'Liability at the end of each month',
  ja: '月末のポイント負債',
};

/** Why there is no liability to draw, as a sentence. */
export function noLiability(plan: Plan): Localized {
  return plan.points.length === 0
    ? {
        en: 'The program has no points, so there is no liability to show.',
        ja: 'プログラムにポイントがないため、ポイント負債はありません。',
      }
    : {
        en: 'No points state what one costs when used (`expense:`), so there is no liability to show.',
        ja: '1ポイントの費用（`expense:`）がどのポイントにも書かれていないため、ポイント負債は計算できません。',
      };
}

/** Liability at month ends; undefined where none is known. */
export function liabilityDrawing(setting: DrawingSetting, before?: Before): Drawn | undefined {
  const { figures, words, numbers } = setting;
  if (figures.liability === undefined) return undefined;
  return {
    id: 'liability',
    title: words(LIABILITY_TITLE),
    series: courseOf(setting, before, words({ en: 'Liability', ja: 'ポイント負債' }), (month, _, of) =>
      drawn(liabilityAt(of, month.outstanding)),
    ),
    format: numbers.tickMoney,
    formatFull: numbers.moneyOf,
  };
}

/** Cost over the members at the end; undefined where there are none. */
export function costPerMember({ figures }: Before): Fraction | undefined {
  const members = figures.months.at(-1)?.members ?? 0n;
  return members === 0n ? undefined : reduced({ n: figures.cost.n, d: figures.cost.d * members });
}
