import { asNumber, type PeriodFigures, type Quantiles, type ScenarioFigures } from '../../runtime/index.ts';
import type { Fraction, Localized, Plan, PlanKpi } from '../../schema/index.ts';

/** One figure: before the change, after it if nobody behaves differently, and as members are assumed to respond. */
export interface FigureRow {
  /** Stable name, for programs. */
  readonly name: string;
  readonly title: Localized;
  readonly kind:
    | { readonly kind: 'money' }
    | { readonly kind: 'points'; readonly points: number; readonly flow: 'issued' | 'used' }
    | { readonly kind: 'kpi'; readonly base: PlanKpi | undefined; readonly candidate: PlanKpi };
  readonly base: Fraction | undefined;
  readonly unchanged: Fraction | undefined;
  readonly response: Quantiles | undefined;
}

const whole = (n: bigint | undefined, decimals: number): Fraction | undefined =>
  n === undefined ? undefined : { n, d: 10n ** BigInt(decimals) };

/** An ordinary number as a fraction, near enough to be shown. */
export function nearly(value: number): Fraction {
  const parts = 1_000_000;
  return { n: BigInt(Math.round(value * parts)), d: BigInt(parts) };
}

/** Every figure of a scenario. KPIs, points and their liability are those of the changed program; what the base lacks is missing. */
export function figureRows(
  base: Plan,
  candidate: Plan,
  { base: own, unchanged, net, response }: ScenarioFigures,
  margin: number | undefined,
): readonly FigureRow[] {
  const money = (
    name: string,
    title: Localized,
    of: (period: PeriodFigures) => Fraction | undefined,
    drawn: Quantiles | undefined,
  ): FigureRow => ({
    name,
    title,
    kind: { kind: 'money' },
    base: of(own),
    unchanged: of(unchanged),
    response: drawn,
  });
  const kpis = candidate.kpis.map((kpi, index): FigureRow => {
    const before = base.kpis.findIndex(({ name }) => name === kpi.name);
    return {
      name: kpi.name,
      title: { en: kpi.name, ja: kpi.name },
      kind: { kind: 'kpi', base: base.kpis[before], candidate: kpi },
      base: own.kpis[before],
      unchanged: unchanged.kpis[index],
      response: response?.kpis[index],
    };
  });
  const points = candidate.points.flatMap(({ name, decimals }, index): readonly FigureRow[] => {
    const before = own.points.find((each) => each.name === name);
    const row = (flow: 'issued' | 'used', title: Localized): FigureRow => {
      const drawn = response?.points[index]?.[flow];
      const scale = 10 ** decimals;
      return {
        name: `${name} ${flow}`,
        title,
        kind: { kind: 'points', points: index, flow },
        base: whole(before?.[flow], decimals),
        unchanged: whole(unchanged.points[index]?.[flow], decimals),
        response: drawn && {
          low: drawn.low / scale,
          median: drawn.median / scale,
          high: drawn.high / scale,
        },
      };
    };
    return [
      row('issued', { en: `${name} issued`, ja: `${name} 付与` }),
      row('used', { en: `${name} used`, ja: `${name} 使用` }),
    ];
  });
  const times = (share: number, value: Fraction | undefined): Fraction | undefined =>
    value && nearly(share * asNumber(value));
  const sales =
    own.spend === undefined
      ? []
      : [
          money(
            'spend',
            { en: 'spend of members', ja: '会員の購買額' },
            ({ spend }) => spend,
            response?.spend,
          ),
        ];
  const profit =
    margin === undefined || own.spend === undefined
      ? []
      : [
          money(
            'margin',
            { en: 'margin of that spend', ja: 'その限界利益' },
            ({ spend }) => times(margin, spend),
            response?.margin,
          ),
        ];
  const result: readonly FigureRow[] =
    net.base === undefined || net.unchanged === undefined
      ? []
      : [
          {
            name: 'net',
            title: { en: 'margin − cost − growth', ja: '利益 − 費用 − 負債の増加' },
            kind: { kind: 'money' },
            base: nearly(net.base),
            unchanged: nearly(net.unchanged),
            response: response?.net,
          },
          {
            name: 'gain',
            title: { en: 'against the base', ja: '現行との差' },
            kind: { kind: 'money' },
            base: undefined,
            unchanged: nearly(net.unchanged - net.base),
            response: response?.gain,
          },
        ];
  const growth =
    response === undefined || own.growth === undefined
      ? []
      : [
          money(
            'growth',
            { en: 'growth of the liability', ja: 'ポイント負債の増加' },
            (period) => period.growth,
            response.growth,
          ),
        ];
  return [
    ...kpis,
    ...points,
    ...sales,
    ...profit,
    money('cost', { en: 'program cost', ja: 'プログラム費用' }, ({ cost }) => cost, response?.cost),
    money(
      'liability',
      { en: 'liability at the end', ja: '期末のポイント負債' },
      ({ liability }) => liability,
      response?.liability,
    ),
    ...growth,
    ...result,
  ];
}
