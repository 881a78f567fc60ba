import { at, inverse as inverseOf, type Matrix } from './matrix.ts';

/** A function and its slope at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: readonly number[];
}

export type Objective = (point: readonly number[]) => Slope;

/** How a search for a maximum ended. */
export interface Search {
  /** `ran-away`: a coordinate left ±`BOUND`; `stuck`: no step goes up, or the steps were used up, before the slope was flat. */
  readonly kind: 'converged' | 'ran-away' | 'stuck';
  readonly point: readonly number[];
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** Largest absolute slope in any coordinate at `point`. */
  readonly slope: number;
}

/** Coordinates are logarithms: e^±15 is beyond what any data tells apart. */
const BOUND = 15;
const STEPS = 500;
const FLAT = 1e-8;
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const largest = (v: readonly number[]): number => v.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
}

/** Update of the inverse Hessian of Broyden, Fletcher, Goldfarb and Shanno, in place. */
function update(inverse: number[][], step: readonly number[], change: readonly number[]): void {
  const along = dot(step, change);
  const turned = inverse.map((row) => dot(row, change));
  const stretch = 1 + dot(change, turned) / along;
  inverse.forEach((row, i) => {
    row.forEach((value, j) => {
      const [si, sj, ti, tj] = [step[i] ?? 0, step[j] ?? 0, turned[i] ?? 0, turned[j] ?? 0];
      row[j] = value + (stretch * si * sj - ti * sj - si * tj) / along;
    });
  });
}

/** From here on the values differ by less than their rounding, and only the slope still shows the way. */
const NEAR = 1e-4;

/** Newton's steps towards a slope of zero, as long as each halves it; undefined where the top is not one in every direction. */
function polished(
  objective: Objective,
  near: readonly number[],
): { point: readonly number[]; slope: Slope } | undefined {
  let point = near;
  let here = objective(point);
  for (let steps = 0; steps < 10 && largest(here.gradient) >= FLAT; steps += 1) {
    const down = inverseOf(curvature(objective, point).map((row) => row.map((x) => -x)));
    const direction = down?.map((row) => dot(row, here.gradient));
    if (direction === undefined || largest(direction) > 1) return undefined;
    const there = point.map((x, i) => x + (direction[i] ?? 0));
    const slope = objective(there);
    if (!(largest(slope.gradient) < largest(here.gradient) / 2)) break;
    point = there;
    here = slope;
  }
  return { point, slope: here };
}

/**
 * Climbs from `start` to a point where the slope is below 1e-8 in every coordinate: BFGS with weak Wolfe steps by bisection, then
 * Newton's steps where values no longer differ.
 */
export function maximum(objective: Objective, start: readonly number[]): Search {
  let inverse = identity(start.length);
  let point = start;
  let here = objective(point);
  let evaluations = 1;
  let near = NEAR;
  for (let iterations = 0; ; iterations += 1) {
    const end = (kind: Search['kind']): Search => {
      return { kind, point, value: here.value, iterations, evaluations, slope: largest(here.gradient) };
    };
    if (!Number.isFinite(here.value)) return end('stuck');
    if (largest(point) > BOUND) return end('ran-away');
    if (largest(here.gradient) < FLAT) return end('converged');
    if (iterations === STEPS) return end('stuck');
    if (largest(here.gradient) < near) {
      const top = polished(objective, point);
      if (top !== undefined && largest(top.slope.gradient) < FLAT) {
        point = top.point;
        here = top.slope;
        return end('converged');
      }
      near = largest(here.gradient) / 10;
    }
    let direction = inverse.map((row) => dot(row, here.gradient));
    if (!(dot(direction, here.gradient) > 0)) {
      inverse = identity(start.length);
      direction = [...here.gradient];
    }
    // At most a factor of e² in any parameter at once: far out the function is flat and a search does not come back.
    const longest = largest(direction);
    if (longest > 2) direction = direction.map((x) => (x * 2) / longest);
    const rise = dot(direction, here.gradient);
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let size = 1;
    let next: { readonly point: readonly number[]; readonly slope: Slope } | undefined;
    for (let tries = 0; tries < 30; tries += 1) {
      const there = point.map((x, i) => x + size * (direction[i] ?? 0));
      const slope = objective(there);
      evaluations += 1;
      const higher = Number.isFinite(slope.value) && slope.value >= here.value + 1e-4 * size * rise;
      if (!higher) high = size;
      else {
        next = { point: there, slope };
        if (dot(direction, slope.gradient) <= 0.9 * rise || largest(there) > BOUND) break;
        low = size;
      }
      size = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
    }
    // Within rounding of the top no step looks higher; the slope says whether it is the top.
    if (next === undefined) return end(largest(here.gradient) < 100 * FLAT ? 'converged' : 'stuck');
    const step = next.point.map((x, i) => x - (point[i] ?? 0));
    const change = here.gradient.map((x, i) => x - (next?.slope.gradient[i] ?? 0));
    if (dot(step, change) > 1e-14) update(inverse, step, change);
    point = next.point;
    here = next.slope;
  }
}

/** Matrix of second derivatives of the objective, by central differences of its slope. */
export function curvature(objective: Objective, point: readonly number[]): Matrix {
  const h = 1e-4;
  const rows = point.map((_, i) => {
    const moved = (by: number): readonly number[] =>
      objective(point.map((x, j) => (j === i ? x + by : x))).gradient;
    const [up, down] = [moved(h), moved(-h)];
    return up.map((value, j) => (value - (down[j] ?? 0)) / (2 * h));
  });
  return rows.map((row, i) => row.map((value, j) => (value + at(rows, j, i)) / 2));
}
