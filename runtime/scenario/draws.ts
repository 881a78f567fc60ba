import type { Estimate } from '../../schema/index.ts';
import { Random } from '../generation/index.ts';
import { keyOfText } from './keys.ts';

/** Draws of values are apart from those of members: no member has this key. */
const VALUES = 2 ** 53 - 1;

/** The value that an estimate takes in a draw; it depends on seed, draw and name, and on nothing else. */
export function drawn(estimate: Estimate, seed: number, draw: number, name: string): number {
  if (estimate.kind === 'fixed') return estimate.mode;
  const u = new Random(seed, draw, VALUES, keyOfText(name)).next();
  return quantileOf(estimate, u);
}

/** The value below which a share `u` of the draws lies. */
export function quantileOf({ kind, low, mode, high }: Estimate, u: number): number {
  switch (kind) {
    case 'fixed':
      return mode;
    case 'uniform':
      return low + u * (high - low);
    case 'triangular': {
      const [width, rise, fall] = [high - low, mode - low, high - mode];
      if (u * width < rise) return low + Math.sqrt(u * width * rise);
      return high - Math.sqrt((1 - u) * width * fall);
    }
  }
}
