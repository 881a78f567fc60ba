import { DENSITY_PARTS, densityCell, LOYALTIES } from '../../../report/index.ts';
import { scoreAt } from '../../../runtime/index.ts';
import type { Fraction, ScorePlace } from '../../../schema/index.ts';
import type { DensityCounts } from './contract.ts';
import type { Holdings } from './holdings.ts';
import { type KeptVersion, NO_OUTCOMES } from './replays.ts';

const NOTHING: Fraction = { n: 0n, d: 1n };

/** Counts the members of a thread's chunks by where their scores stand between the loyalties. */
export async function densityUnder(
  holdings: Holdings,
  { reading, manifest, outcomes }: KeptVersion,
  next: (events: number) => Promise<void>,
): Promise<DensityCounts> {
  const places = LOYALTIES.map((name) => manifest.outcome.scores[manifest.scores.indexOf(name)]);
  const counts = new Int32Array(DENSITY_PARTS ** 3);
  let apart = 0;
  for (const { number, chunk } of holdings.reading(reading).chunks) {
    const { bytes, count, stopped } = outcomes.get(number) ?? NO_OUTCOMES;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i += 1) {
      const at = i * manifest.outcome.bytes;
      // Nothing is known of the scores of members who stopped.
      const cell = stopped.has(view.getInt32(at, true)) ? undefined : cellAt(view, at, places);
      if (cell === undefined) {
        apart += 1;
        continue;
      }
      const place = (cell[0] * DENSITY_PARTS + cell[1]) * DENSITY_PARTS + cell[2];
      counts[place] = (counts[place] ?? 0) + 1;
    }
    await next(chunk.rows);
  }
  return { counts, apart };
}

function cellAt(view: DataView, at: number, places: readonly (ScorePlace | undefined)[]) {
  const [a = NOTHING, b = NOTHING, c = NOTHING] = places.map((place) => fractionAt(view, at, place));
  return densityCell([a.n * b.d * c.d, b.n * a.d * c.d, c.n * a.d * b.d]);
}

/** A loyalty that is not scored, or of which nothing is known, counts as 0. */
function fractionAt(view: DataView, at: number, place: ScorePlace | undefined): Fraction {
  const score = place && scoreAt(view, at, place);
  if (typeof score === 'bigint')
    return { n: score, d: place?.kind === 'quantity' ? 10n ** BigInt(place.scale) : 1n };
  return typeof score === 'object' ? score : NOTHING;
}
