import { type AgeFigures, costOf, type MoveFigures, type ReportFigures } from '../../report/index.ts';
import {
  type AgeTotals,
  type Matrix,
  type MonthTotals,
  reduced,
  type SourceTotals,
} from '../../runtime/index.ts';
import { AGE_EDGES, type Fraction, type Loyalty, type Plan } from '../../schema/index.ts';
import { showDay, showQuantity } from '../show.ts';
import { exact, jsonHead, jsonQuantities } from '../summary/index.ts';

function byName<T>(
  items: readonly T[],
  name: (item: T) => string,
  show: (item: T, index: number) => unknown,
) {
  return Object.fromEntries(items.map((item, index) => [name(item), show(item, index)]));
}

const named = ({ name }: { readonly name: string }): string => name;

function sourcesOf(plan: Plan, { rules, rewards, benefits }: MonthTotals): readonly unknown[] {
  const of = (kind: string, terms: readonly { readonly name: string }[], totals: readonly SourceTotals[]) =>
    terms.map(({ name }, index) => {
      const own = totals[index];
      return {
        kind,
        name,
        times: Number(own?.times ?? 0n),
        declined: Number(own?.declined ?? 0n),
        members: Number(own?.members ?? 0n),
        issued: byName(plan.points, named, (type, at) => showQuantity(own?.issued[at] ?? 0n, type.decimals)),
        cost: exact(own && reduced(own.cost)),
      };
    });
  return [
    ...of('rule', plan.rules, rules),
    ...of('reward', plan.rewards, rewards),
    ...of('benefit', plan.benefits, benefits),
  ];
}

/** Where members can be, in the order of rows and columns; null: in no segment. */
type Places = readonly (string | null)[];

/** The moves that happened; of members who were not there at the observation before, without `from`. */
function movesOf(moves: Matrix, places: Places): readonly unknown[] {
  const isNew = moves.length - places.length;
  return moves.flatMap((row, i) =>
    row.flatMap((members, j) => {
      if (members === 0n) return [];
      const to = places[j] ?? null;
      const own = { to, members: Number(members) };
      return [i < isNew ? { new: true, ...own } : { from: places[i - isNew] ?? null, ...own }];
    }),
  );
}

function bothMoves({ monthly, overall }: MoveFigures, places: Places): unknown {
  return { monthly: movesOf(monthly, places), overall: movesOf(overall, places) };
}

const segmentPlaces = ({ segments }: ReportFigures): Places => [null, ...segments.map(({ name }) => name)];

function jsonAge(
  { from, until, used, expired, forfeited, outstanding, liability }: AgeFigures,
  decimals: number,
) {
  return {
    from,
    until: until ?? null,
    ...jsonQuantities({ used, expired, forfeited, outstanding }, decimals),
    liability: exact(liability),
  };
}

function jsonMonthAges(
  { used, expired, forfeited, outstanding }: AgeTotals,
  decimals: number,
): readonly unknown[] {
  return outstanding.map((left, age) => ({
    from: AGE_EDGES[age - 1] ?? 0,
    until: AGE_EDGES[age] ?? null,
    ...jsonQuantities(
      {
        used: used[age] ?? 0n,
        expired: expired[age] ?? 0n,
        forfeited: forfeited[age] ?? 0n,
        outstanding: left,
      },
      decimals,
    ),
  }));
}

function monthOf(plan: Plan, dashboard: ReportFigures, month: MonthTotals, index: number): unknown {
  return {
    until: showDay(month.day),
    members: Number(month.members),
    kpis: byName(dashboard.trends, named, ({ months }) => exact(months[index])),
    cost: exact(costOf(month)),
    sources: sourcesOf(plan, month),
    points: byName(plan.points, named, (type, at) => {
      const ages = month.ages[at];
      return {
        ...jsonQuantities(
          { ...month.flows[at], outstanding: month.outstanding[at] ?? 0n, debt: month.debts[at] ?? 0n },
          type.decimals,
        ),
        ages: ages === undefined ? [] : jsonMonthAges(ages, type.decimals),
      };
    }),
    tiers: byName(plan.ladders, named, (ladder, at) =>
      byName(ladder.levels, named, (_, level) => {
        const own = month.tiers[at]?.[level];
        return {
          members: Number(own?.members ?? 0n),
          reached: Number(own?.reached ?? 0n),
          lapsed: Number(own?.lapsed ?? 0n),
        };
      }),
    ),
    tierMoves: byName(plan.ladders, named, ({ levels }, at) =>
      movesOf(
        month.moves[at] ?? [],
        levels.map(({ name }) => name),
      ),
    ),
    segments: byName(dashboard.segments, named, (_, at) => {
      const own = month.segments[at];
      return {
        members: Number(own?.members ?? 0n),
        joined: Number(own?.joined ?? 0n),
        left: Number(own?.left ?? 0n),
      };
    }),
    segmentMoves: movesOf(month.segmentMoves, segmentPlaces(dashboard)),
    mix: Object.fromEntries(
      Object.entries(month.builds).map(
        ([loyalty, { spend, members }]: [string, { readonly spend: Fraction; readonly members: bigint }]) => [
          loyalty as Loyalty,
          { spend: exact(reduced(spend)), reached: Number(members) },
        ],
      ),
    ),
  };
}

/** The figures of a dashboard for programs. Quantities are exact decimals as text, all that is divided exact fractions. */
export function jsonDashboard(plan: Plan, dashboard: ReportFigures): unknown {
  const { books, ladders, mix, months, points, sources, trends } = dashboard;
  return {
    ...jsonHead(plan, dashboard),
    events: dashboard.events,
    currency: plan.currency.code,
    kpis: byName(trends, named, ({ name, value, verdict }) => {
      const target = plan.kpis.find((kpi) => kpi.name === name)?.target;
      return {
        value: exact(value),
        target:
          target === undefined ? null : { is: target.kind, value: showQuantity(target.value, target.scale) },
        verdict,
      };
    }),
    cost: exact(dashboard.cost),
    sources: sources.map(({ kind, name, builds, times, members, cost, share }) => ({
      kind,
      name,
      builds: builds ?? null,
      times: Number(times),
      members: Number(members),
      cost: exact(cost),
      share: exact(share),
    })),
    liability: exact(dashboard.liability),
    points: byName(plan.points, named, (type, index) => {
      const own = books[index];
      return {
        ...jsonQuantities({ ...points[index], outstanding: own?.outstanding ?? 0n }, type.decimals),
        breakage: exact(own?.breakage),
        liability: exact(own?.liability),
        ages: (own?.ages ?? []).map((age) => jsonAge(age, type.decimals)),
      };
    }),
    tiers: byName(ladders, named, ({ levels }) =>
      byName(levels, named, ({ members, reached, lapsed }) => ({
        members,
        reached: Number(reached),
        lapsed: Number(lapsed),
      })),
    ),
    tierMoves: byName(ladders, named, ({ levels, moves }) =>
      bothMoves(
        moves,
        levels.map(({ name }) => name),
      ),
    ),
    mix: byName(
      mix,
      ({ loyalty }) => loyalty,
      ({ spend, share, target, difference, members }) => ({
        spend: exact(spend),
        share: exact(share),
        target: exact(target),
        difference: exact(difference),
        reached: Number(members),
      }),
    ),
    segments: byName(dashboard.segments, named, ({ members }) => members),
    segmentMoves: bothMoves(dashboard.segmentMoves, segmentPlaces(dashboard)),
    months: months.map((month, index) => monthOf(plan, dashboard, month, index)),
  };
}
