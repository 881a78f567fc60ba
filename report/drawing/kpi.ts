import { power10 } from '../../runtime/index.ts';
import type { Fraction, Localized, PlanKpi } from '../../schema/index.ts';
import type { Sparkline } from '../charts/index.ts';
import { drawn, kpiKind, type Shown, unitAfter, type Verdict } from '../figures/index.ts';
import { type Before, type DrawingSetting, monthLabels, perMonthBefore } from './setting.ts';
import { courseOf, type Drawn } from './timeline.ts';

/** How it is said whether a target is met: by sign and word, never by colour alone. */
export const VERDICT_WORDS: Readonly<
  Record<Exclude<Verdict, 'none'>, Localized & { readonly sign: string }>
> = {
  met: { sign: '✓', en: 'met', ja: '達成' },
  missed: { sign: '✗', en: 'missed', ja: '未達' },
  unknown: { sign: '?', en: 'cannot be said', ja: '判定不能' },
};

/** The value of a KPI as it reads best. */
export function kpiShown(
  { plan, numbers, language }: Omit<DrawingSetting, 'figures'>,
  kpi: PlanKpi,
  value: Fraction,
): Shown {
  const kind = kpiKind(plan, kpi.measure);
  const same = (text: string): Shown => ({ text, full: text });
  switch (kind.kind) {
    case 'ratio':
      return same(numbers.percent(value));
    case 'number':
      return same(numbers.decimal(value, 2));
    case 'unit': {
      if (kind.unit === plan.currency.code) return numbers.shortMoney(value);
      const text = numbers.decimal(value, 0);
      return same(`${text} ${unitAfter(text, kind.unit, language)}`);
    }
  }
}

/** What a KPI is to be, in words and as a figure. */
export function kpiTarget(
  setting: DrawingSetting,
  kpi: PlanKpi,
): { readonly text: string; readonly value: Fraction } | undefined {
  if (kpi.target === undefined) return undefined;
  const { kind, value: n, scale } = kpi.target;
  const value = { n, d: power10(scale) };
  const isShare = kpiKind(setting.plan, kpi.measure).kind === 'ratio';
  const text = isShare ? setting.numbers.plainPercent(value) : kpiShown(setting, kpi, value).full;
  const words: Localized =
    kind === 'at least'
      ? { en: `target: at least ${text}`, ja: `目標: ${text}以上` }
      : { en: `target: at most ${text}`, ja: `目標: ${text}以下` };
  return { text: setting.words(words), value };
}

function trendBefore(setting: DrawingSetting, before: Before, name: string) {
  const own = before.figures.trends.find((each) => each.name === name);
  return perMonthBefore(setting, before, (_, month) => own?.months[month]);
}

/** A KPI over the months that are shown; undefined where there is no course to draw yet. */
export function kpiSparkline(
  setting: DrawingSetting,
  kpi: PlanKpi,
  index: number,
  before?: Before,
): Sparkline | undefined {
  const { words, figures, shown } = setting;
  const series = shown.map((at) => figures.trends[index]?.months[at]);
  const known = series.filter((each) => each !== undefined);
  if (known.length < 2) return undefined;
  const labels = monthLabels(setting);
  const target = kpiTarget(setting, kpi);
  const ends = [known[0], known.at(-1)].map((each) => each && kpiShown(setting, kpi, each).full);
  return {
    id: `kpi-${index}`,
    title: words(kpi.title),
    description: words({
      en: `${labels[0]} to ${labels.at(-1)}: from ${ends[0]} to ${ends[1]}; the dashed line is the target`,
      ja: `${labels[0]}から${labels.at(-1)}: ${ends[0]} から ${ends[1]} へ。破線は目標`,
    }),
    values: series.map((each) => each && drawn(each)),
    tone: 'accent',
    goal: target && drawn(target.value),
    ...(before === undefined
      ? {}
      : { before: trendBefore(setting, before, kpi.name).map((each) => each && drawn(each)) }),
  };
}

/** The whole course of a KPI with its target. */
export function kpiCourse(setting: DrawingSetting, kpi: PlanKpi, index: number, before?: Before): Drawn {
  const { plan, words, numbers, shown } = setting;
  const kind = kpiKind(plan, kpi.measure);
  const target = kpiTarget(setting, kpi);
  const title = words(kpi.title);
  const course = courseOf(setting, before, title, (_, month, { figures }) => {
    const value = figures.trends.find(({ name }) => name === kpi.name)?.months[month];
    return value && drawn(value);
  });
  const goal = target && {
    name: target.text,
    tone: 'second' as const,
    stroke: 'dot' as const,
    values: shown.map(() => drawn(target.value)),
  };
  // What was drawn is near enough to a millionth.
  const full = (value: number): string =>
    kpiShown(setting, kpi, { n: BigInt(Math.round(value * 1e6)), d: 1_000_000n }).full;
  const tick = (value: number): string => {
    const exact = { n: BigInt(Math.round(value * 1e6)), d: 1_000_000n };
    if (kind.kind === 'ratio') return numbers.plainPercent(exact);
    const isMoney = kind.kind === 'unit' && kind.unit === plan.currency.code;
    return isMoney ? numbers.tickMoney(value) : numbers.shortCount(value);
  };
  return {
    id: `kpi-${index}-course`,
    title,
    series: goal === undefined ? course : [...course, goal],
    format: tick,
    formatFull: full,
  };
}
