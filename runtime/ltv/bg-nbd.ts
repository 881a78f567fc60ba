import { type Convergence, estimate, type Level, type ParameterEstimate, parameterOf } from './estimate.ts';
import type { Matrix } from './matrix.ts';
import type { Objective } from './maximum.ts';
import { type Refusal, refused } from './refusal.ts';
import type { RepeatSummary, TimeUnit } from './summary.ts';

/** Purchase rates are Gamma(r, alpha) among members, the chance to leave after a purchase is Beta(a, b). alpha is a time. */
export interface BgNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** A fitted BG/NBD. */
export interface BgNbdFit {
  readonly kind: 'fitted';
  readonly parameters: BgNbdParameters;
  readonly estimates: Readonly<Record<keyof BgNbdParameters, ParameterEstimate>>;
  /** Covariance of ln r, ln alpha, ln a, ln b. */
  readonly covariance: Matrix;
  /** Of all members, times in `unit`. */
  readonly logLikelihood: number;
  readonly convergence: Convergence;
  readonly unit: TimeUnit;
  readonly members: number;
  /** Members with a repeat purchase. */
  readonly repeaters: number;
  /** Longest age among the members: how far back the data reach. */
  readonly longestAge: number;
}

/** Fewer than this many members that bought, or of them that bought again, do not carry four parameters. */
const BG_NBD_NEEDS = { members: 50, repeaters: 10 } as const;

interface Cell extends RepeatSummary {
  readonly count: number;
}

/** Equal summaries as one with a count: the likelihood is the same, and much faster. */
function cellsOf(summaries: readonly RepeatSummary[], scale: number): readonly Cell[] {
  const counts = new Map<string, { -readonly [K in keyof Cell]: Cell[K] }>();
  for (const { frequency, recency, age } of summaries) {
    const key = `${frequency} ${recency} ${age}`;
    const known = counts.get(key);
    if (known === undefined)
      counts.set(key, { frequency, recency: recency / scale, age: age / scale, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}

/** ln of (from)(from + 1)…(from + n − 1) for n = 0 … most, and its slope in `from`. */
function rising(from: number, most: number): { readonly logs: Float64Array; readonly slopes: Float64Array } {
  const logs = new Float64Array(most + 1);
  const slopes = new Float64Array(most + 1);
  for (let n = 0; n < most; n += 1) {
    logs[n + 1] = (logs[n] ?? 0) + Math.log(from + n);
    slopes[n + 1] = (slopes[n] ?? 0) + 1 / (from + n);
  }
  return { logs, slopes };
}

/**
 * Mean log-likelihood per member at logarithms of (r, alpha, a, b) with its slope, in the form of Fader and Hardie's note on the
 * #NUM! error: products of gamma functions as sums over purchases, the two exponentials added from the larger.
 */
function meanLogLikelihood(cells: readonly Cell[], members: number): Objective {
  const most = cells.reduce((x, cell) => Math.max(x, cell.frequency), 0);
  return (point) => {
    const [r = 0, alpha = 0, a = 0, b = 0] = point.map(Math.exp);
    const [ofR, ofB, ofAB] = [rising(r, most), rising(b, most), rising(a + b, most)];
    let value = 0;
    let [dr, dalpha, da, db] = [0, 0, 0, 0];
    for (const { frequency: x, recency, age, count } of cells) {
      const alive = -(r + x) * Math.log(alpha + age);
      const left =
        x === 0
          ? Number.NEGATIVE_INFINITY
          : Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + recency);
      const top = Math.max(alive, left);
      const sum = Math.exp(alive - top) + Math.exp(left - top);
      const gone = Math.exp(left - top) / sum;
      const stays = 1 - gone;
      const log =
        (ofR.logs[x] ?? 0) +
        r * Math.log(alpha) +
        (ofB.logs[x] ?? 0) -
        (ofAB.logs[x] ?? 0) +
        top +
        Math.log(sum);
      value += count * log;
      const [slopeR, slopeB, slopeAB] = [ofR.slopes[x] ?? 0, ofB.slopes[x] ?? 0, ofAB.slopes[x] ?? 0];
      dr +=
        count * (slopeR + Math.log(alpha) - stays * Math.log(alpha + age) - gone * Math.log(alpha + recency));
      dalpha += count * (r / alpha - (r + x) * (stays / (alpha + age) + gone / (alpha + recency)));
      da += count * (gone / a - slopeAB);
      db += count * (slopeB - slopeAB - (x === 0 ? 0 : gone / (b + x - 1)));
    }
    const gradient = [dr * r, dalpha * alpha, da * a, db * b].map((slope) => slope / members);
    return { value: value / members, gradient };
  };
}

/** ln L of all summaries at these parameters; equation (6) of Fader, Hardie and Lee (2005), times in the unit of alpha. */
export function bgNbdLogLikelihood(parameters: BgNbdParameters, summaries: readonly RepeatSummary[]): number {
  const { r, alpha, a, b } = parameters;
  const point = [r, alpha, a, b].map(Math.log);
  return summaries.length === 0
    ? 0
    : meanLogLikelihood(cellsOf(summaries, 1), summaries.length)(point).value * summaries.length;
}

function possible({ frequency, recency, age }: RepeatSummary): boolean {
  return (
    Number.isSafeInteger(frequency) &&
    frequency >= 0 &&
    Number.isFinite(age) &&
    recency >= 0 &&
    recency <= age &&
    (frequency === 0) === (recency === 0)
  );
}

/** Starts in logarithms, times in mean ages: what fits many shops, patient members, and restless ones. */
const STARTS = [
  [0.5, 0.5, 1, 2],
  [1, 0.3, 0.3, 3],
  [0.2, 0.1, 2, 2],
].map((start) => start.map(Math.log));

/**
 * BG/NBD by maximum likelihood over members that have bought (Fader, Hardie and Lee 2005). Summaries in any order, times in
 * `unit`; intervals at `level`. Refuses where the data cannot carry four parameters.
 */
export function fitBgNbd(
  summaries: readonly RepeatSummary[],
  options: { readonly unit: TimeUnit; readonly level?: Level },
): BgNbdFit | Refusal {
  const impossible = summaries.findIndex((summary) => !possible(summary));
  if (impossible >= 0) return refused({ kind: 'impossible-summary', index: impossible });
  const members = summaries.length;
  if (members < BG_NBD_NEEDS.members)
    return refused({ kind: 'too-few-members', members, needed: BG_NBD_NEEDS.members });
  const longestAge = summaries.reduce((most, { age }) => Math.max(most, age), 0);
  if (longestAge === 0) return refused({ kind: 'no-time' });
  const repeaters = summaries.filter(({ frequency }) => frequency > 0).length;
  if (repeaters < BG_NBD_NEEDS.repeaters)
    return refused({ kind: 'too-few-repeaters', repeaters, needed: BG_NBD_NEEDS.repeaters });

  // Times in mean ages, so that the search takes the same steps whatever the unit.
  const scale = summaries.reduce((sum, { age }) => sum + age, 0) / members;
  const purchases = summaries.reduce((sum, { frequency }) => sum + frequency, 0);
  const mean = meanLogLikelihood(cellsOf(summaries, scale), members);
  const fit = estimate(mean, members, ['r', 'alpha', 'a', 'b'], STARTS);
  if (fit.kind === 'refused') return fit;
  const level = options.level ?? 0.95;
  const estimates = {
    r: parameterOf(fit, 0, level),
    alpha: parameterOf(fit, 1, level, scale),
    a: parameterOf(fit, 2, level),
    b: parameterOf(fit, 3, level),
  };
  return {
    kind: 'fitted',
    parameters: {
      r: estimates.r.value,
      alpha: estimates.alpha.value,
      a: estimates.a.value,
      b: estimates.b.value,
    },
    estimates,
    covariance: fit.covariance,
    logLikelihood: fit.logLikelihood - purchases * Math.log(scale),
    convergence: fit.convergence,
    unit: options.unit,
    members,
    repeaters,
    longestAge,
  };
}
