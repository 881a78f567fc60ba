import { DENSITY_PARTS } from '../../../report/index.ts';
import type { LoyaltyDensity } from '../../contract/index.ts';
import type { ReplayedVersion } from '../replaying.ts';
import type { Wanted } from '../threads/asking.ts';

/** Where the members of a version stand between the three loyalties; undefined where it scores none. */
export async function densityOf(
  { key, compiled, reading }: ReplayedVersion,
  wanted: Wanted,
): Promise<LoyaltyDensity | undefined> {
  if (compiled.manifest.scores.length === 0) return undefined;
  const threads = new Set(reading.pieces.map(({ thread }) => thread));
  const parts = DENSITY_PARTS;
  const sums = new Int32Array(parts ** 3);
  let apart = 0;
  for (const own of await Promise.all([...threads].map((each) => each.ask('density', { key }, { wanted })))) {
    apart += own.apart;
    for (const [place, count] of own.counts.entries()) sums[place] = (sums[place] ?? 0) + count;
  }
  const cells = Array.from(sums).flatMap((members, place) => {
    if (members === 0) return [];
    const [first, second] = [Math.floor(place / parts ** 2), Math.floor(place / parts) % parts];
    return { at: [first, second, place % parts] as const, members };
  });
  return { parts, cells, apart };
}
