import type { Plan } from '../../schema/index.ts';
import { PRESENCE, type StandingColumns } from './standing-columns.ts';
import type { Weight, Yardstick } from './yardstick.ts';

/** Below this, a value times 100, and differences of such, are exact. */
const LIMIT = 2 ** 44;

/** What each member of a chunk has under either version, by the yardstick. */
export interface WorthColumns {
  readonly base: Float64Array;
  readonly candidate: Float64Array;
}

/** Ladders that both versions have, by their numbers in either. */
export function sharedLadders(base: Plan, candidate: Plan): readonly (readonly [number, number])[] {
  return base.ladders.flatMap(({ name }, index) => {
    const place = candidate.ladders.findIndex((each) => each.name === name);
    return place < 0 ? [] : [[index, place] as const];
  });
}

function weighed(
  { points, presence }: StandingColumns,
  weights: readonly Weight[],
): Float64Array | undefined {
  const worth = new Float64Array(presence.length);
  for (const { points: type, factor } of weights) {
    const column = points[type];
    const times = Number(factor);
    if (!Number.isSafeInteger(times)) return undefined;
    if (column !== undefined)
      for (let i = 0; i < worth.length; i += 1) {
        const own = (column[i] ?? 0) * times;
        if (!(own < LIMIT && own > -LIMIT)) return undefined;
        worth[i] = (worth[i] ?? 0) + own;
      }
  }
  // So few types stay below 2⁵³ together; each was below the limit.
  return weights.length < 64 && worth.every((each) => each < LIMIT && each > -LIMIT) ? worth : undefined;
}

function levelsOf({ tiers, presence }: StandingColumns, ladders: readonly number[]): Float64Array {
  const sum = new Float64Array(presence.length);
  for (const ladder of ladders)
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + (tiers[ladder]?.[i] ?? 0);
  return sum;
}

/** Undefined where some value is too large to be compared as a number of the machine. */
export function worthColumns(
  base: Plan,
  candidate: Plan,
  yardstick: Yardstick,
  before: StandingColumns,
  after: StandingColumns,
): WorthColumns | undefined {
  if (!before.isExact || !after.isExact) return undefined;
  switch (yardstick.kind) {
    case 'money':
    case 'points': {
      const [own, other] = [weighed(before, yardstick.base), weighed(after, yardstick.candidate)];
      return own && other && { base: own, candidate: other };
    }
    case 'levels': {
      const ladders = sharedLadders(base, candidate);
      return {
        base: levelsOf(
          before,
          ladders.map(([own]) => own),
        ),
        candidate: levelsOf(
          after,
          ladders.map(([, other]) => other),
        ),
      };
    }
    case 'none': {
      const nothing = new Float64Array(before.presence.length);
      return { base: nothing, candidate: nothing };
    }
  }
}

/** Whether a member is in both runs, and stopped in neither. */
export function isCompared(before: StandingColumns, after: StandingColumns, member: number): boolean {
  return before.presence[member] === PRESENCE.there && after.presence[member] === PRESENCE.there;
}

/** As {@link changeClass}, of values that {@link worthColumns} gave. */
export function classOfChange(base: number, candidate: number): number {
  if (candidate === base) return 5;
  if (candidate < base) {
    if (base <= 0) return 0;
    const loss = (base - candidate) * 100;
    return loss >= base * 50 ? 0 : loss >= base * 20 ? 1 : loss >= base * 10 ? 2 : loss >= base * 5 ? 3 : 4;
  }
  if (base <= 0) return 11;
  const gain = (candidate - base) * 100;
  return gain <= base * 5 ? 6 : gain <= base * 10 ? 7 : gain <= base * 20 ? 8 : gain <= base * 50 ? 9 : 10;
}
