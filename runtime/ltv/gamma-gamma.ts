import { type Convergence, estimate, type Level, type ParameterEstimate, parameterOf } from './estimate.ts';
import type { Matrix } from './matrix.ts';
import type { Objective } from './maximum.ts';
import { type Refusal, refused } from './refusal.ts';
import { digamma, logGamma } from './special.ts';
import type { SpendSummary } from './summary.ts';

/** A purchase day's spend is Gamma(p, ν), ν is Gamma(q, gamma) among members. gamma is an amount (v in other texts). */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** A fitted Gamma-Gamma. */
export interface GammaGammaFit {
  readonly kind: 'fitted';
  readonly parameters: GammaGammaParameters;
  readonly estimates: Readonly<Record<keyof GammaGammaParameters, ParameterEstimate>>;
  /** Covariance of ln p, ln q, ln gamma. */
  readonly covariance: Matrix;
  /** Of the members used, amounts in whole units of the currency. */
  readonly logLikelihood: number;
  readonly convergence: Convergence;
  /** Members used: those with a repeat and a positive mean spend. */
  readonly members: number;
  /** Members with a repeat whose mean spend is 0 or less, which the model cannot hold. */
  readonly leftOut: number;
  readonly independence: Independence;
}

/** The model lets how much a member spends say nothing about how often: what the data say to it. */
export interface Independence {
  /** Correlation (Pearson) of frequency and mean spend among the members used; 0 where one of them does not vary. */
  readonly correlation: number;
  /** `weak` below ±0.3; `strong` from there on: read the forecast with care. From ±0.5 on there is no forecast. */
  readonly verdict: 'weak' | 'strong';
}

/** Fewer repeat buyers than this do not carry three parameters. */
const GAMMA_GAMMA_NEEDS = { repeaters: 30 } as const;

/** Where a correlation is reported as strong, and where it is refused: Cohen's medium and large. */
const INDEPENDENCE_LIMITS = { strong: 0.3, refused: 0.5 } as const;

interface Spender {
  readonly frequency: number;
  readonly spend: number;
}

function correlationOf(spenders: readonly Spender[]): number {
  const n = spenders.length;
  const meanX = spenders.reduce((sum, { frequency }) => sum + frequency, 0) / n;
  const meanZ = spenders.reduce((sum, { spend }) => sum + spend, 0) / n;
  let [xx, xz, zz] = [0, 0, 0];
  for (const { frequency, spend } of spenders) {
    const [dx, dz] = [frequency - meanX, spend - meanZ];
    xx += dx * dx;
    xz += dx * dz;
    zz += dz * dz;
  }
  return xx > 0 && zz > 0 ? xz / Math.sqrt(xx * zz) : 0;
}

/** Mean log-likelihood at logarithms of (p, q, gamma) with its slope; equation (1a) of Fader and Hardie (2013). */
function meanLogLikelihood(spenders: readonly Spender[]): Objective {
  const members = spenders.length;
  const rows = spenders.map(({ frequency, spend }) => ({
    x: frequency,
    total: frequency * spend,
    log: Math.log(spend),
  }));
  return (point) => {
    const [p = 0, q = 0, gamma = 0] = point.map(Math.exp);
    const [ofQ, slopeQ, logGammaScale] = [logGamma(q), digamma(q), Math.log(gamma)];
    let value = 0;
    let [dp, dq, dgamma] = [0, 0, 0];
    for (const { x, total, log } of rows) {
      const px = p * x;
      const logSum = Math.log(gamma + total);
      const both = digamma(px + q);
      value +=
        logGamma(px + q) -
        logGamma(px) -
        ofQ +
        q * logGammaScale -
        log +
        px * (log + Math.log(x)) -
        (px + q) * logSum;
      dp += x * (both - digamma(px) + log + Math.log(x) - logSum);
      dq += both - slopeQ + logGammaScale - logSum;
      dgamma += q / gamma - (px + q) / (gamma + total);
    }
    const gradient = [dp * p, dq * q, dgamma * gamma].map((slope) => slope / members);
    return { value: value / members, gradient };
  };
}

function spendersOf(summaries: readonly SpendSummary[]): readonly Spender[] {
  return summaries.flatMap(({ frequency, spend }) =>
    frequency > 0 && spend !== undefined && Number.isFinite(spend) && spend > 0 ? [{ frequency, spend }] : [],
  );
}

/** ln L of the members with a repeat and a positive spend; amounts in the unit of gamma. */
export function gammaGammaLogLikelihood(
  { p, q, gamma }: GammaGammaParameters,
  summaries: readonly SpendSummary[],
): number {
  const spenders = spendersOf(summaries);
  const point = [p, q, gamma].map(Math.log);
  return spenders.length === 0 ? 0 : meanLogLikelihood(spenders)(point).value * spenders.length;
}

const STARTS = [
  [5, 4, 3],
  [1, 3, 2],
  [20, 10, 0.5],
].map((start) => start.map(Math.log));

/**
 * Gamma-Gamma by maximum likelihood over the members with a repeat (Colombo and Jiang 1999; Fader, Hardie and Lee 2005b; Fader and
 * Hardie 2013). Refuses where the data cannot carry three parameters, where spend depends on frequency, and where it has no mean.
 */
export function fitGammaGamma(
  summaries: readonly SpendSummary[],
  options: { readonly level?: Level } = {},
): GammaGammaFit | Refusal {
  const spenders = spendersOf(summaries);
  const leftOut = summaries.filter(({ frequency }) => frequency > 0).length - spenders.length;
  const repeaters = spenders.length;
  if (repeaters < GAMMA_GAMMA_NEEDS.repeaters)
    return refused({ kind: 'too-few-repeaters', repeaters, needed: GAMMA_GAMMA_NEEDS.repeaters });
  const correlation = correlationOf(spenders);
  if (Math.abs(correlation) >= INDEPENDENCE_LIMITS.refused)
    return refused({ kind: 'spend-not-independent', correlation, limit: INDEPENDENCE_LIMITS.refused });

  // Amounts in means, so that the search takes the same steps whatever the currency.
  const scale = spenders.reduce((sum, { spend }) => sum + spend, 0) / repeaters;
  const scaled = spenders.map(({ frequency, spend }) => ({ frequency, spend: spend / scale }));
  const fit = estimate(meanLogLikelihood(scaled), repeaters, ['p', 'q', 'gamma'], STARTS);
  if (fit.kind === 'refused') return fit;
  const level = options.level ?? 0.95;
  const estimates = {
    p: parameterOf(fit, 0, level),
    q: parameterOf(fit, 1, level),
    gamma: parameterOf(fit, 2, level, scale),
  };
  if (estimates.q.value <= 1) return refused({ kind: 'spend-without-mean', q: estimates.q.value });
  return {
    kind: 'fitted',
    parameters: { p: estimates.p.value, q: estimates.q.value, gamma: estimates.gamma.value },
    estimates,
    covariance: fit.covariance,
    logLikelihood: fit.logLikelihood - repeaters * Math.log(scale),
    convergence: fit.convergence,
    members: repeaters,
    leftOut,
    independence: {
      correlation,
      verdict: Math.abs(correlation) >= INDEPENDENCE_LIMITS.strong ? 'strong' : 'weak',
    },
  };
}

/**
 * E[M]: mean spend per future purchase day of the member, a mean of theirs and everybody's; without a repeat, or with a mean that
 * is not positive, it is everybody's. Needs q > 1, which a fit has.
 */
export function expectedSpend({ p, q, gamma }: GammaGammaParameters, member: SpendSummary): number {
  const { x, total } = heldBy(member);
  return (p * (gamma + total)) / (p * x + q - 1);
}

/** Slope of ln E[M] in ln p, ln q, ln gamma. */
export function spendSlopes({ p, q, gamma }: GammaGammaParameters, member: SpendSummary): readonly number[] {
  const { x, total } = heldBy(member);
  const below = p * x + q - 1;
  return [1 - (p * x) / below, -q / below, gamma / (gamma + total)];
}

/** What the model takes from the member: repeat days and their amount. */
export function heldBy({ frequency, spend }: SpendSummary): { readonly x: number; readonly total: number } {
  return spend !== undefined && spend > 0 ? { x: frequency, total: frequency * spend } : { x: 0, total: 0 };
}
