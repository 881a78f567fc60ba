import type { Localized } from '../../schema/index.ts';
import type { Series } from '../charts/index.ts';
import type { AgeFigures, PointsMonth } from '../figures/index.ts';
import { type Before, type DrawingSetting, perMonth } from './setting.ts';
import { courseOf, type Drawn } from './timeline.ts';

/** What can happen to points. */
export const FLOWS = ['issued', 'used', 'expired', 'forfeited', 'reversed'] as const;
export type Flow = (typeof FLOWS)[number];

export const FLOW_WORDS: Readonly<Record<Flow | 'outstanding' | 'unused', Localized>> = {
  issued: { en: 'Issued', ja: '付与' },
  used: { en: 'Used', ja: '使用' },
  expired: { en: 'Expired', ja: '失効' },
  forfeited: { en: 'Forfeited', ja: '没収' },
  unused: { en: 'Expired or forfeited', ja: '失効・没収' },
  reversed: { en: 'Reversed', ja: '取消' },
  outstanding: { en: 'Outstanding', ja: '未使用残高' },
};

/** For drawing and hovering: a quantity in whole points. */
const whole = (value: bigint, decimals: number): number => Number(value) / 10 ** decimals;

const formatsOf = ({ numbers }: DrawingSetting) => ({
  format: numbers.shortCount,
  formatFull: (value: number) => numbers.count(value),
});

function flowValues(
  setting: DrawingSetting,
  index: number,
  of: (month: PointsMonth) => bigint,
): readonly number[] {
  const decimals = setting.plan.points[index]?.decimals ?? 0;
  const months = setting.figures.books[index]?.months ?? [];
  return perMonth(setting, (_, at) => {
    const month = months[at];
    return month === undefined ? 0 : whole(of(month), decimals);
  });
}

/** What happened to a points type, all in one chart. */
export function flowsDrawing(setting: DrawingSetting, index: number): Drawn {
  const { words } = setting;
  const reversed = flowValues(setting, index, (month) => month.reversed);
  const series: readonly Series[] = [
    {
      name: words(FLOW_WORDS.issued),
      tone: 'accent',
      values: flowValues(setting, index, ({ issued }) => issued),
    },
    {
      name: words(FLOW_WORDS.used),
      tone: 'second',
      stroke: 'dash',
      values: flowValues(setting, index, ({ used }) => used),
    },
    {
      name: words(FLOW_WORDS.unused),
      tone: 'muted',
      stroke: 'dot',
      values: flowValues(setting, index, ({ expired, forfeited }) => expired + forfeited),
    },
    // Without it what is left would not follow from the rest; most programs have hardly any.
    ...(reversed.some((value) => value !== 0)
      ? [{ name: words(FLOW_WORDS.reversed), tone: 'bad', values: reversed } as const]
      : []),
  ];
  return {
    id: `points-${index}-flows`,
    title: words({ en: 'Issued, used and expired by month', ja: '月ごとの付与・使用・失効' }),
    series,
    ...formatsOf(setting),
  };
}

/** One course of a points type by its name, so that versions with other types still stand beside each other. */
function pointsCourse(
  setting: DrawingSetting,
  before: Before | undefined,
  index: number,
  of: Flow | 'outstanding',
): readonly Series[] {
  const type = setting.plan.points[index]?.name;
  return courseOf(setting, before, setting.words(FLOW_WORDS[of]), (_, at, { plan, figures }) => {
    const own = plan.points.findIndex(({ name }) => name === type);
    const month = figures.books[own]?.months[at];
    return month && whole(month[of], plan.points[own]?.decimals ?? 0);
  });
}

/** One of the things that happen to a points type, beside the version before. */
export function flowDrawing(
  setting: DrawingSetting,
  before: Before | undefined,
  index: number,
  flow: Flow,
): Drawn {
  const { words } = setting;
  const name = words(FLOW_WORDS[flow]);
  return {
    id: `points-${index}-${flow}`,
    title: words({ en: `${name} by month`, ja: `月ごとの${name}` }),
    series: pointsCourse(setting, before, index, flow),
    ...formatsOf(setting),
  };
}

/** What is left of a points type at month ends. */
export function outstandingDrawing(setting: DrawingSetting, index: number, before?: Before): Drawn {
  return {
    id: `points-${index}-outstanding`,
    title: setting.words({ en: 'Outstanding at the end of each month', ja: '月末の未使用残高' }),
    series: pointsCourse(setting, before, index, 'outstanding'),
    ...formatsOf(setting),
  };
}

/** How old points are, in months. */
export function ageTitle({ words }: DrawingSetting, { from, until }: AgeFigures): string {
  return until === undefined
    ? words({ en: `${from} and more`, ja: `${from}か月以上` })
    : words({ en: `${from} to ${until}`, ja: `${from}〜${until}か月未満` });
}

/** Of a type of points that there never were any. */
export function hasNoAges(ages: readonly AgeFigures[]): boolean {
  return ages.every(
    ({ used, expired, forfeited, outstanding }) => used + expired + forfeited + outstanding === 0n,
  );
}
