import { useMemo } from 'react';
import {
  ageTitle,
  barChart,
  type DrawingSetting,
  drawn,
  hasNoAges,
  type Section,
} from '../../../report/index.ts';
import type { Fraction } from '../../../schema/index.ts';
import { useSay } from '../../words/index.ts';
import { Plate } from '../figures/index.ts';
import type { Books } from './books.ts';

const right = (title: string) => ({ title, align: 'right' }) as const;

/** What is still out by how old it is, as bars, and what became of points at each age. */
export function Ages({
  setting,
  books: { ages, decimals },
  index,
}: {
  readonly setting: DrawingSetting;
  readonly books: Books;
  readonly index: number;
}) {
  const say = useSay();
  const { numbers } = setting;
  const isMoney = ages.some(({ liability }) => liability !== undefined);
  const title = isMoney
    ? say({ en: 'Liability by age of the points, in months', ja: 'ポイントの経過月数別の負債' })
    : say({ en: 'Outstanding by age of the points, in months', ja: 'ポイントの経過月数別の残高' });
  const chart = useMemo(() => {
    const whole = (value: bigint): Fraction => ({ n: value, d: 10n ** BigInt(decimals) });
    return barChart({
      id: `points-${index}-ages`,
      title,
      description: say({
        en: 'One bar per age. The table has the figures.',
        ja: '経過月数ごとの棒です。数値は表にあります。',
      }),
      bars: ages.map((age) => ({
        name: ageTitle(setting, age),
        tone: 'accent',
        value: drawn(isMoney ? (age.liability ?? { n: 0n, d: 1n }) : whole(age.outstanding)),
        text:
          age.liability === undefined
            ? numbers.shortQuantity(age.outstanding, decimals).text
            : numbers.shortMoney(age.liability).text,
      })),
    });
  }, [setting, ages, decimals, index, isMoney, numbers, title, say]);
  if (hasNoAges(ages)) return null;
  const quantity = (value: bigint): string => (value === 0n ? '-' : numbers.quantity(value, decimals));
  const table: Section = {
    title,
    columns: [
      { title: say({ en: 'Age', ja: '経過月数' }) },
      right(say({ en: 'Used', ja: '使用' })),
      right(say({ en: 'Lost', ja: '失効・没収' })),
      right(say({ en: 'Breakage', ja: '失効率' })),
      right(say({ en: 'Outstanding', ja: '未使用残高' })),
      ...(isMoney ? [right(say({ en: 'Liability', ja: 'ポイント負債' }))] : []),
    ],
    rows: ages.map((age) => {
      const lost = age.expired + age.forfeited;
      const ended = age.used + lost;
      return [
        ageTitle(setting, age),
        quantity(age.used),
        quantity(lost),
        ended === 0n ? '-' : numbers.percent({ n: lost, d: ended }),
        quantity(age.outstanding),
        ...(isMoney ? [age.liability === undefined ? '-' : numbers.money(age.liability)] : []),
      ];
    }),
    notes: [],
    isDetail: false,
  };
  return <Plate title={title} chart={chart} table={table} />;
}
