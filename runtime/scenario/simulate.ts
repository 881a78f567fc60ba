import type { Day, MemberError, ResponseModel } from '../../schema/index.ts';
import { type BreakEven, findBreakEven } from './break-even.ts';
import { drawn } from './draws.ts';
import { asNumber, netOf, type PeriodFigures, periodFigures } from './period.ts';
import { type Quantiles, quantilesOf } from './quantiles.ts';
import type { RunFigures } from './run-totals.ts';
import type { Counting } from './spend.ts';
import type { Job, Role } from './work.ts';

/** What came of a job over the whole history. */
export interface JobResult {
  readonly figures: RunFigures;
  /** Members of each group; of a job that asks for groups. */
  readonly groups: readonly number[];
  /** Events that each assumption added, took away or changed; of a response. */
  readonly touched: readonly number[];
  /** Members who stopped. */
  readonly errors: readonly MemberError[];
}

/** Runs jobs over a whole history; results in their order. Groups are known to the jobs of later calls. */
export type JobRunner = (jobs: readonly Job[]) => Promise<readonly JobResult[]>;

/** A scenario that is ready to be simulated. */
export interface Scenario {
  readonly base: Counting;
  readonly candidate: Counting;
  /** The candidate with the conditions of who responds. */
  readonly conditions: Counting;
  readonly model: ResponseModel | undefined;
  readonly until: Day;
  /** For a quick look: the break-even takes more runs than some draws. */
  readonly isWithoutBreakEven?: boolean;
}

/** Figures of the draws of a response. */
export interface ResponseFigures {
  readonly draws: number;
  /** In document order; missing where the denominator of every draw is 0. */
  readonly kpis: readonly (Quantiles | undefined)[];
  readonly spend: Quantiles | undefined;
  readonly margin: Quantiles | undefined;
  readonly cost: Quantiles | undefined;
  readonly liability: Quantiles | undefined;
  readonly growth: Quantiles | undefined;
  readonly points: readonly {
    readonly issued: Quantiles | undefined;
    readonly used: Quantiles | undefined;
  }[];
  readonly net: Quantiles | undefined;
  /** Against the base, draw by draw, with the margin of that draw. */
  readonly gain: Quantiles | undefined;
  /** Share of the draws in which the change pays. */
  readonly pays: number | undefined;
  /** Per assumption: members of its group (undefined: everybody), and events that it touches in a draw, on average. */
  readonly reach: readonly { readonly members: number | undefined; readonly events: number }[];
  /** All assumptions together, then each alone; none where no margin is stated, or no purchase. */
  readonly breakEven: readonly BreakEven[];
}

/** A change of a program, without and with the assumed response of members. */
export interface ScenarioFigures {
  readonly base: PeriodFigures;
  /** The changed program over the history as it is: nobody behaves differently. This is computed, not assumed. */
  readonly unchanged: PeriodFigures;
  /** By the margin in the middle; missing where none is stated. */
  readonly net: { readonly base: number | undefined; readonly unchanged: number | undefined };
  readonly response: ResponseFigures | undefined;
  /** Members who stopped, before and after the change. */
  readonly errors: { readonly base: readonly MemberError[]; readonly unchanged: readonly MemberError[] };
}

/** Shares of a response so many times as strong as stated; nothing falls by more than all of it, and no more come back than there are. */
function scaledShares(model: ResponseModel, factor: number, only: number | undefined): readonly number[] {
  return model.assumptions.map(({ changes, estimate }, index) => {
    if (only !== undefined && index !== only) return 0;
    const share = factor * estimate.mode;
    return changes === 'win_back' ? Math.min(1, share) : Math.max(-1, share);
  });
}

/** Draws are numbered from 1; the search for the break-even has random numbers of its own. */
const SEARCH = 0;

/** Simulates a scenario. Everything is decided by the history, the documents and the seed. */
export async function simulateScenario(scenario: Scenario, run: JobRunner): Promise<ScenarioFigures> {
  const { base, candidate, model, until } = scenario;
  const plain = (role: Role, day: Day): Job => ({ kind: 'plain', role, until: day });
  const dayBefore = (model?.from ?? 0) - 1;
  const [baseEnd, unchangedEnd, baseBefore, before] = await run([
    plain('base', until),
    plain('candidate', until),
    ...(model === undefined ? [] : [plain('base', dayBefore), { kind: 'groups', until: dayBefore } as const]),
  ]);
  if (baseEnd === undefined || unchangedEnd === undefined) throw new Error('a job came to nothing');
  const period = ({ figures }: JobResult, counting: Counting, early: JobResult | undefined): PeriodFigures =>
    periodFigures(figures, early?.figures, counting.spend);
  const own = period(baseEnd, base, baseBefore);
  const unchanged = period(unchangedEnd, candidate, before);
  const margin = model?.margin?.mode;
  const net = {
    base: margin === undefined ? undefined : netOf(own, margin),
    unchanged: margin === undefined ? undefined : netOf(unchanged, margin),
  };
  const errors = { base: baseEnd.errors, unchanged: unchangedEnd.errors };
  const still = { base: own, unchanged, net, errors };
  if (model === undefined || before === undefined) return { ...still, response: undefined };

  const numbers = Array.from({ length: model.draws }, (_, draw) => draw + 1);
  const drawnJobs = numbers.map((draw): Job => {
    const shares = model.assumptions.map(({ name, estimate }) => drawn(estimate, model.seed, draw, name));
    return { kind: 'response', draw, shares };
  });
  const results = await run(drawnJobs);
  const periods = results.map((result) => period(result, candidate, before));
  const response = summarize(model, own, periods, results, before.groups);
  if (
    margin === undefined ||
    net.base === undefined ||
    net.unchanged === undefined ||
    scenario.isWithoutBreakEven === true
  )
    return { ...still, response };
  const baseNet = net.base;
  const searches = [undefined, ...model.assumptions.keys()];
  // With one assumption, all together is that one.
  const asked = model.assumptions.length === 1 ? [undefined] : searches;
  const breakEven = await findBreakEven(asked.length, net.unchanged - baseNet, async (trials) => {
    const tried = await run(
      trials.map(({ search, factor }) => ({
        kind: 'response',
        draw: SEARCH,
        shares: scaledShares(model, factor, asked[search]),
      })),
    );
    return tried.map((result) => (netOf(period(result, candidate, before), margin) ?? 0) - baseNet);
  });
  return { ...still, response: { ...response, breakEven } };
}

function summarize(
  model: ResponseModel,
  base: PeriodFigures,
  periods: readonly PeriodFigures[],
  results: readonly JobResult[],
  groups: readonly number[],
): ResponseFigures {
  const spread = (of: (period: PeriodFigures, draw: number) => number | undefined): Quantiles | undefined =>
    quantilesOf(periods.flatMap((period, index) => of(period, index + 1) ?? []));
  const marginOf = (draw: number): number | undefined =>
    model.margin && drawn(model.margin, model.seed, draw, '');
  const withMargin = (draw: number, of: (margin: number) => number | undefined): number | undefined => {
    const margin = marginOf(draw);
    return margin === undefined ? undefined : of(margin);
  };
  const gains = periods.flatMap((period, index) => {
    const margin = marginOf(index + 1);
    if (margin === undefined) return [];
    const [own, other] = [netOf(period, margin), netOf(base, margin)];
    return own === undefined || other === undefined ? [] : [own - other];
  });
  return {
    draws: periods.length,
    kpis: (periods[0]?.kpis ?? []).map((_, kpi) =>
      spread(({ kpis }) => {
        const value = kpis[kpi];
        return value && asNumber(value);
      }),
    ),
    spend: spread((period) => period.spend && asNumber(period.spend)),
    margin: spread(({ spend }, draw) => withMargin(draw, (margin) => spend && margin * asNumber(spend))),
    cost: spread(({ cost }) => asNumber(cost)),
    liability: spread(({ liability }) => liability && asNumber(liability)),
    growth: spread(({ growth }) => growth && asNumber(growth)),
    points: (periods[0]?.points ?? []).map((_, type) => ({
      issued: spread(({ points }) => Number(points[type]?.issued ?? 0n)),
      used: spread(({ points }) => Number(points[type]?.used ?? 0n)),
    })),
    net: spread((period, draw) => withMargin(draw, (margin) => netOf(period, margin))),
    gain: quantilesOf(gains),
    pays: gains.length === 0 ? undefined : gains.filter((gain) => gain >= 0).length / gains.length,
    reach: model.assumptions.map(({ segment }, index) => ({
      members: segment === undefined ? undefined : (groups[segment] ?? 0),
      events: results.reduce((sum, { touched }) => sum + (touched[index] ?? 0), 0) / results.length,
    })),
    breakEven: [],
  };
}
