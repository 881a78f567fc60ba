import type { Localized } from '../../schema/index.ts';
import type { Series, Timeline } from '../charts/index.ts';
import { type Before, type DrawingSetting, monthLabels, perMonth, perMonthBefore } from './setting.ts';

/** A chart over months but for the months. */
export type Drawn = Omit<Timeline, 'labels' | 'description'>;

export const SIDE_WORDS: Readonly<Record<'base' | 'candidate', Localized>> = {
  base: { en: 'Base', ja: '変更前' },
  candidate: { en: 'Candidate', ja: '変更案' },
};

/** A chart over places in time that says what it shows; `labels` is not empty. */
export function timelineOf(
  { words }: Pick<DrawingSetting, 'words'>,
  labels: readonly string[],
  chart: Drawn,
): Timeline {
  const names = chart.series.map(({ name }) => name);
  const [first, last] = [labels[0] ?? '', labels.at(-1) ?? ''];
  return {
    ...chart,
    labels,
    description: words({
      en: `${names.join(', ')}, month by month from ${first} to ${last}. The table below has the figures.`,
      ja: `${first}から${last}までの月ごとの推移（${names.join('、')}）。数値は下の表にあります。`,
    }),
  };
}

/** A chart over the months that are shown. */
export function monthTimeline(setting: DrawingSetting, chart: Drawn): Timeline {
  return timelineOf(setting, monthLabels(setting), chart);
}

/** One course in the accent; with a version before, that one too, dashed and grey, each by the name of its version. */
export function courseOf(
  setting: DrawingSetting,
  before: Before | undefined,
  name: string,
  value: (
    month: DrawingSetting['figures']['months'][number],
    index: number,
    of: Before,
  ) => number | undefined,
): readonly Series[] {
  const values = perMonth(setting, (month, index) => value(month, index, setting));
  if (before === undefined) return [{ name, tone: 'accent', values }];
  return [
    { name: setting.words(SIDE_WORDS.candidate), tone: 'accent', values },
    {
      name: setting.words(SIDE_WORDS.base),
      tone: 'muted',
      stroke: 'dash',
      values: perMonthBefore(setting, before, (month, index) => value(month, index, before)),
    },
  ];
}
