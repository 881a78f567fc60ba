import { addFractions, negateFraction, reduced, ZERO } from '../../runtime/index.ts';
import type { Fraction, Localized, Loyalty } from '../../schema/index.ts';
import {
  called,
  right,
  type Section,
  type SectionCell,
  type SectionColumn,
  toned,
} from '../section/index.ts';
import {
  type ComparisonFigures,
  POINT_FLOWS,
  type PointFlow,
  type Sides,
  type SourceChange,
} from './figures.ts';
import { levelCell } from './titles.ts';
import type { Writing } from './writing.ts';

function beside({ words }: Writing): readonly SectionColumn[] {
  return [
    right(words({ en: 'base', ja: '変更前' })),
    right(words({ en: 'candidate', ja: '変更案' })),
    right(words({ en: 'change', ja: '差' })),
  ];
}

function difference({ base, candidate }: Sides<Fraction>): Fraction | undefined {
  if (base === undefined || candidate === undefined) return undefined;
  return reduced(addFractions(candidate, negateFraction(base)));
}

function otherCurrency({ words }: Writing): string {
  return words({
    en: 'the versions have different currencies: their amounts are not compared',
    ja: '通貨が異なるため、金額は比べません',
  });
}

/** What the program paid and still owes. */
export function costSection(figures: ComparisonFigures, writing: Writing): Section {
  const { base, candidate, cost, liability, isOneCurrency } = figures;
  const { words, money, moneyChange, relative } = writing;
  const row = (name: string, sides: Sides<Fraction>): readonly SectionCell[] => {
    const change = isOneCurrency ? difference(sides) : undefined;
    return [
      name,
      money(sides.base, base.plan),
      money(sides.candidate, candidate.plan),
      change === undefined ? '-' : moneyChange(change),
      change === undefined ? '' : relative(change, sides.base ?? ZERO),
    ];
  };
  const codes = new Set([base, candidate].map(({ plan }) => plan.currency.code));
  return {
    title: words({ en: 'cost and liability', ja: '費用とポイント負債' }),
    columns: [{ title: [...codes].join(', ') }, ...beside(writing), right('')],
    rows: [
      row(words({ en: 'cost', ja: '費用' }), cost),
      row(words({ en: 'liability at the end', ja: '期末のポイント負債' }), liability),
    ],
    notes: isOneCurrency ? [] : [otherCurrency(writing)],
    isDetail: false,
  };
}

const LOYALTY_WORDS: Readonly<Record<Loyalty, Localized>> = {
  economic: { en: 'economic', ja: '経済的' },
  behavioral: { en: 'behavioral', ja: '行動的' },
  psychological: { en: 'psychological', ja: '心理的' },
};

/** Where the money goes. */
export function mixSection({ base, candidate, mix }: ComparisonFigures, writing: Writing): Section {
  const { words, numbers, money } = writing;
  const percent = (value: Fraction | undefined): string =>
    value === undefined ? '-' : numbers.percent(value);
  const rows = mix.map(({ loyalty, spend, share, target }): readonly SectionCell[] => {
    const change = difference(share);
    return [
      words(LOYALTY_WORDS[loyalty]),
      percent(share.base),
      percent(share.candidate),
      change === undefined ? '-' : numbers.difference(change),
      percent(target.candidate ?? target.base),
      money(spend.base, base.plan),
      money(spend.candidate, candidate.plan),
    ];
  });
  return {
    title: words({ en: 'value mix', ja: '価値の配分' }),
    columns: [
      { title: words({ en: 'loyalty', ja: 'ロイヤルティ' }) },
      ...beside(writing),
      right(words({ en: 'mix', ja: '目標' })),
      right(words({ en: 'spend, base', ja: '支出（変更前）' })),
      right(words({ en: 'candidate', ja: '変更案' })),
    ],
    rows,
    notes: [],
    isDetail: false,
  };
}

const SOURCE_WORDS: Readonly<Record<'rule' | 'reward' | 'benefit', Localized>> = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
};

const SOURCE_PLACES = { rule: 'rules', reward: 'rewards', benefit: 'benefits' } as const;

/** Which rules account for the change. */
export function sourcesSection(figures: ComparisonFigures, writing: Writing): Section {
  const { words, numbers, count, worth, worthChange, moneyChange } = writing;
  const { sources, sourceCount, yardstick, base, candidate } = figures;
  const isPriced = yardstick.kind === 'money' || yardstick.kind === 'points';
  const sides = ({ base, candidate }: Sides<bigint>, show: (value: bigint) => string): readonly string[] =>
    [base, candidate].map((value) => (value === undefined ? words({ en: 'none', ja: 'なし' }) : show(value)));
  const titleOf = ({ kind, name }: SourceChange): string => {
    const titles = [candidate.plan, base.plan].map(
      (plan) => plan[SOURCE_PLACES[kind]].find((term) => term.name === name)?.title,
    );
    const [title] = titles.filter((each) => each !== undefined);
    return title === undefined ? name : words(title);
  };
  const rows = sources.map((source): readonly SectionCell[] => {
    const [timesBefore = '', timesAfter = ''] = sides(source.times, count);
    const [before = '', after = ''] = sides(source.given, worth);
    return [
      called(source.name, titleOf(source)),
      toned(words(SOURCE_WORDS[source.kind]), 'dim'),
      timesBefore === timesAfter ? timesBefore : `${timesBefore} → ${timesAfter}`,
      ...(!isPriced
        ? []
        : [
            before,
            after,
            worthChange(source.givenChange),
            source.share === undefined ? '' : numbers.percent(source.share),
          ]),
      source.costChange === undefined ? '-' : moneyChange(source.costChange),
    ];
  });
  const same = sourceCount - sources.length;
  const notes =
    sources.length === 0
      ? [words({ en: 'every rule does the same in both', ja: 'すべてのルールの結果は同じです' })]
      : [
          words({
            en: 'gives: points, before reversals; their share is of all that changes, in size. Cost: what was used.',
            ja: '付与: 取消前のポイント。割合は増減の大きさの合計に対するもの。費用は使用された分',
          }),
          ...(same === 0
            ? []
            : [words({ en: `${same} more do the same in both`, ja: `ほか ${same} 件は同じです` })]),
        ];
  return {
    title: words({ en: 'what accounts for the change', ja: '変化の内訳' }),
    columns: [
      { title: words({ en: 'rule, reward, benefit', ja: 'ルール・特典・ベネフィット' }) },
      { title: '' },
      right(words({ en: 'times', ja: '回数' })),
      ...(!isPriced
        ? []
        : [
            right(words({ en: 'gives, base', ja: '付与（変更前）' })),
            right(words({ en: 'candidate', ja: '変更案' })),
            right(words({ en: 'change', ja: '差' })),
            right(words({ en: 'share', ja: '割合' })),
          ]),
      right(words({ en: 'cost', ja: '費用の差' })),
    ],
    rows,
    notes,
    isDetail: false,
  };
}

const FLOW_WORDS: Readonly<Record<PointFlow, Localized>> = {
  issued: { en: 'issued', ja: '付与' },
  used: { en: 'used', ja: '使用' },
  expired: { en: 'expired', ja: '失効' },
  forfeited: { en: 'forfeited', ja: '没収' },
  reversed: { en: 'reversed', ja: '取消' },
  outstanding: { en: 'outstanding', ja: '未使用残高' },
};

/** Points of each type, side by side. */
export function pointsSection({ points, base, candidate }: ComparisonFigures, writing: Writing): Section {
  const { words, quantity, quantityChange, relative } = writing;
  const titleOf = (name: string): string => {
    const types = [candidate.plan, base.plan].flatMap((plan) => plan.points);
    const title = types.find((type) => type.name === name)?.title;
    return title === undefined ? name : words(title);
  };
  const rows = points.flatMap(({ name, scale, flows }) =>
    POINT_FLOWS.flatMap((flow): (readonly SectionCell[])[] => {
      const { base: before, candidate: after } = flows[flow];
      if ((before ?? 0n) === 0n && (after ?? 0n) === 0n) return [];
      const change = before === undefined || after === undefined ? undefined : after - before;
      return [
        [
          called(name, titleOf(name)),
          words(FLOW_WORDS[flow]),
          quantity(before, scale),
          quantity(after, scale),
          change === undefined ? '-' : quantityChange(change, scale),
          change === undefined ? '' : relative({ n: change, d: 1n }, { n: before ?? 0n, d: 1n }),
        ],
      ];
    }),
  );
  const notes = points.flatMap(({ name, flows: { issued } }) => {
    if (issued.base === undefined)
      return [words({ en: `only the candidate has ${name}`, ja: `${name} は変更案だけにあります` })];
    if (issued.candidate === undefined)
      return [words({ en: `only the base has ${name}`, ja: `${name} は変更前だけにあります` })];
    return [];
  });
  if (points.length === 0)
    notes.push(words({ en: 'neither version has points', ja: 'どちらにもポイントはありません' }));
  return {
    title: words({ en: 'points', ja: 'ポイント' }),
    columns: [
      { title: words({ en: 'points', ja: 'ポイント' }) },
      { title: '' },
      ...beside(writing),
      right(''),
    ],
    rows,
    notes,
    isDetail: true,
  };
}

/** Members per level, of ladders that only one version has. */
export function levelsSection(figures: ComparisonFigures, writing: Writing): Section | undefined {
  const { words, count } = writing;
  const shared = new Set(figures.members.moves.map(({ ladder }) => ladder));
  const levels = figures.levels.filter(({ ladder }) => !shared.has(ladder));
  if (levels.length === 0) return undefined;
  return {
    title: words({ en: 'tiers of one version only', ja: '一方にだけある会員ランク' }),
    columns: [{ title: words({ en: 'tier', ja: 'ランク' }) }, ...beside(writing).slice(0, 2)],
    rows: levels.map(({ ladder, level, members }) => [
      levelCell([figures.candidate.plan, figures.base.plan], ladder, level, words),
      count(members.base),
      count(members.candidate),
    ]),
    notes: [],
    isDetail: false,
  };
}
