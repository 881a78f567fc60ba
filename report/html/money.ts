import { addFractions, power10, reduced, ZERO } from '../../runtime/index.ts';
import type { Fraction, Loyalty } from '../../schema/index.ts';
import { columnChart, lineChart, type Series } from '../charts/index.ts';
import { drawn, noCost } from '../figures/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { empty, facts, figure, LOYALTY_WORDS, monthPlate, type Section, toneOf } from './parts.ts';
import { perMonth, type Setting } from './setting.ts';

const BUILT: readonly (Loyalty | undefined)[] = ['economic', 'behavioral', 'psychological', undefined];

const sum = (list: readonly Fraction[]): Fraction => reduced(list.reduce(addFractions, ZERO));

/** Cost of each month by what it is meant to build. */
function costSeries({ figures, words, shown }: Setting): readonly Series[] {
  return BUILT.flatMap((loyalty): readonly Series[] => {
    const own = figures.sources.filter(({ builds, cost }) => builds === loyalty && cost.n !== 0n);
    if (own.length === 0) return [];
    const name = words(loyalty === undefined ? { en: 'Not stated', ja: '記載なし' } : LOYALTY_WORDS[loyalty]);
    const values = shown.map((at) => drawn(sum(own.map(({ months }) => months[at] ?? ZERO))));
    return [{ name, tone: toneOf(loyalty), values }];
  });
}

function costPlate(setting: Setting): Markup {
  const { figures, words, numbers, plan } = setting;
  const title = words({ en: 'Cost by month, by what it builds', ja: '月ごとの費用（育てるロイヤルティ別）' });
  if (figures.cost.n === 0n) {
    const said = words(noCost(plan));
    const none = words({ en: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`, ja: `${said}。` });
    return html`<figure class="plate"><figcaption>${title}</figcaption>${empty(none)}</figure>`;
  }
  return monthPlate(
    setting,
    {
      id: 'cost',
      title,
      series: costSeries(setting),
      format: numbers.tickMoney,
      formatFull: numbers.moneyOf,
    },
    columnChart,
  );
}

/** What points that are out may still cost, of those that can be redeemed and state an `expense`. */
export function liabilityAt({ plan }: Setting, outstanding: readonly bigint[]): Fraction {
  return sum(
    plan.points.flatMap(({ expense, redeemable, decimals }, index) =>
      expense === undefined || !redeemable
        ? []
        : [{ n: (outstanding[index] ?? 0n) * expense.amount, d: power10(decimals + expense.scale) }],
    ),
  );
}

function liabilityPlate(setting: Setting): Markup {
  const { figures, words, numbers } = setting;
  const title = words({ en: 'Liability at the end of each month', ja: '月末のポイント負債' });
  if (figures.liability === undefined) {
    const none = words(
      setting.plan.points.length === 0
        ? {
            en: 'The program has no points, so there is no liability to show.',
            ja: 'プログラムにポイントがないため、ポイント負債はありません。',
          }
        : {
            en: 'No points state what one costs when used (`expense:`), so there is no liability to show.',
            ja: '1ポイントの費用（`expense:`）がどのポイントにも書かれていないため、ポイント負債は計算できません。',
          },
    );
    return html`<figure class="plate"><figcaption>${title}</figcaption>${empty(none)}</figure>`;
  }
  return monthPlate(
    setting,
    {
      id: 'liability',
      title,
      series: [
        {
          name: words({ en: 'Liability', ja: 'ポイント負債' }),
          tone: 'accent',
          values: perMonth(setting, ({ outstanding }) => drawn(liabilityAt(setting, outstanding))),
        },
      ],
      format: numbers.tickMoney,
      formatFull: numbers.moneyOf,
    },
    (chart) => lineChart(chart, { filled: true }),
  );
}

export function moneySection(setting: Setting): Section {
  const { figures, words, numbers } = setting;
  const members = figures.months.at(-1)?.members ?? 0n;
  const perMember = members === 0n ? undefined : { n: figures.cost.n, d: figures.cost.d * members };
  const list = [
    {
      name: words({ en: 'Cost of the program', ja: 'プログラムの費用' }),
      value: figure(numbers.shortMoney(figures.cost)),
      note: words({ en: 'over the whole period', ja: '期間全体' }),
    },
    ...(perMember === undefined
      ? []
      : [
          {
            name: words({ en: 'Cost per member', ja: '会員1人あたりの費用' }),
            value: figure(numbers.shortMoney(perMember)),
            note: words({
              en: `of ${numbers.count(members)} ${members === 1n ? 'member' : 'members'} at the end`,
              ja: `期末の会員 ${numbers.count(members)} 人で割った額`,
            }),
          },
        ]),
    ...(figures.liability === undefined
      ? []
      : [
          {
            name: words({ en: 'Liability', ja: 'ポイント負債' }),
            value: figure(numbers.shortMoney(figures.liability)),
            note: words({ en: 'points still out × `expense`', ja: '未使用残高 × `expense`' }).replaceAll(
              '`',
              '',
            ),
          },
        ]),
  ];
  return {
    id: 'money',
    title: words({ en: 'Cost and liability', ja: '費用とポイント負債' }),
    body: html`${facts(list)}<div class="plates">${costPlate(setting)}${liabilityPlate(setting)}</div>`,
  };
}
