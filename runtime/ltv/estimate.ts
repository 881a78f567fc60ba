import { inverse, type Matrix } from './matrix.ts';
import { curvature, maximum, type Objective, type Search } from './maximum.ts';
import { type Refusal, refused } from './refusal.ts';

/** Confidence of an interval. */
export type Level = 0.8 | 0.9 | 0.95 | 0.99;

/** From low to high, at the level it was asked for. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A parameter with its standard error (from the Hessian) and an interval that is symmetric in its logarithm. */
export interface ParameterEstimate {
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
}

/** How the search for the maximum ended: steps, evaluations, and the largest slope left (per member, in log parameters). */
export interface Convergence {
  readonly iterations: number;
  readonly evaluations: number;
  readonly slope: number;
  /** Starting points tried, the last of which led to the maximum. */
  readonly starts: number;
}

/** Two-sided quantile of the normal distribution. */
export function normalQuantile(level: Level): number {
  switch (level) {
    case 0.8:
      return 1.2815515655446004;
    case 0.9:
      return 1.6448536269514722;
    case 0.95:
      return 1.959963984540054;
    case 0.99:
      return 2.5758293035489004;
  }
}

/** Interval of a positive quantity whose logarithm has this standard error. */
export function logInterval(value: number, logError: number, level: Level): Interval {
  const factor = Math.exp(normalQuantile(level) * logError);
  return { low: value / factor, high: value * factor };
}

export interface Fitted {
  readonly kind: 'fitted';
  /** Logarithms of the parameters, in the order given. */
  readonly logs: readonly number[];
  /** Covariance of the logarithms of the parameters. */
  readonly covariance: Matrix;
  /** Of all members, in the objective's units. */
  readonly logLikelihood: number;
  readonly convergence: Convergence;
}

/** ln 1000 / 1.96: a 95 % interval of a factor of 1,000 up and down says that the data do not know the parameter. */
const UNKNOWN = Math.log(1000) / 1.96;

/** Where the parameter that the search did not pin down went to. */
function degenerate(names: readonly string[], logs: readonly number[], which: number): Refusal {
  return refused({ kind: 'degenerate', parameter: names[which] ?? '', value: Math.exp(logs[which] ?? 0) });
}

function farthest(logs: readonly number[]): number {
  return logs.reduce((most, x, i) => (Math.abs(x) > Math.abs(logs[most] ?? 0) ? i : most), 0);
}

/**
 * Maximum likelihood of `members` members whose mean log-likelihood is `mean`, from the first of the starts that leads to a
 * maximum. Refuses where there is none, or where it is so flat that a parameter could be anything.
 */
export function estimate(
  mean: Objective,
  members: number,
  names: readonly string[],
  starts: readonly (readonly number[])[],
): Fitted | Refusal {
  let last: Search | undefined;
  for (const [index, start] of starts.entries()) {
    const search = maximum(mean, start);
    // A search that ran away says more than one that got stuck afterwards.
    if (last?.kind !== 'ran-away') last = search;
    if (search.kind !== 'converged') continue;
    const perMember = inverse(curvature(mean, search.point).map((row) => row.map((x) => -x)));
    const covariance = perMember?.map((row) => row.map((x) => x / members));
    if (covariance === undefined) return degenerate(names, search.point, farthest(search.point));
    const errors = covariance.map((row, i) => Math.sqrt(row[i] ?? 0));
    const vaguest = farthest(errors);
    if (!((errors[vaguest] ?? 0) < UNKNOWN)) return degenerate(names, search.point, vaguest);
    const { iterations, evaluations, slope } = search;
    return {
      kind: 'fitted',
      logs: search.point,
      covariance,
      logLikelihood: search.value * members,
      convergence: { iterations, evaluations, slope, starts: index + 1 },
    };
  }
  if (last?.kind === 'ran-away') return degenerate(names, last.point, farthest(last.point));
  return refused({ kind: 'no-convergence', iterations: last?.iterations ?? 0, slope: last?.slope ?? 0 });
}

/** The estimate of one parameter out of a fit; `scale` brings it back to the units of the data. */
export function parameterOf(fit: Fitted, index: number, level: Level, scale = 1): ParameterEstimate {
  const value = Math.exp(fit.logs[index] ?? 0) * scale;
  const logError = Math.sqrt(fit.covariance[index]?.[index] ?? 0);
  return { value, standardError: value * logError, interval: logInterval(value, logError, level) };
}
