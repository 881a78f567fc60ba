import { type Manifest, POINTS_TOTALS } from '../../schema/index.ts';

/** Outcomes of one chunk as a module wrote them, out of its memory. */
export interface KeptOutcomes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
  /** Members that stopped, by number in the chunk. */
  readonly stopped: ReadonlySet<number>;
}

/** A member of a chunk: in no run, in it to its end, or stopped. */
export const PRESENCE = { absent: 0, there: 1, stopped: 2 } as const;

/** Where the members of a chunk stand at the end of a run, column by column: no object for each. */
export interface StandingColumns {
  /** Per member; see {@link PRESENCE}. */
  readonly presence: Uint8Array;
  /** Per points type, what each member got and did not lose again, used or still held. */
  readonly points: readonly Float64Array[];
  /** Level per ladder. */
  readonly tiers: readonly Int32Array[];
  /** 1 or 0 per segment. */
  readonly segments: readonly Uint8Array[];
  /** False: some quantity has more digits than these columns hold; then the others say nothing. */
  readonly isExact: boolean;
}

/** From here on a sum of four totals may not fit a number exactly. */
const HIGH = 2 ** 18;
const TWO_32 = 2 ** 32;

/** Reads the outcomes of a chunk of so many members. */
export function standingColumns(
  { outcome, points: types, ladders, segments: names }: Manifest,
  members: number,
  { bytes, count, stopped }: KeptOutcomes,
): StandingColumns {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const presence = new Uint8Array(members);
  const points = types.map(() => new Float64Array(members));
  const tiers = ladders.map(() => new Int32Array(members));
  const segments = names.map(() => new Uint8Array(members));
  let isExact = true;
  const total = (at: number): number => {
    const high = view.getInt32(at + 4, true);
    if (high >= HIGH || high < -HIGH) isExact = false;
    return high * TWO_32 + view.getUint32(at, true);
  };
  for (let i = 0; i < count; i += 1) {
    const start = i * outcome.bytes;
    const member = view.getInt32(start, true);
    const isStopped = stopped.size > 0 && stopped.has(member);
    presence[member] = isStopped ? PRESENCE.stopped : PRESENCE.there;
    for (let type = 0; type < points.length; type += 1) {
      const at = start + outcome.points + type * POINTS_TOTALS.bytes;
      const held =
        total(at + POINTS_TOTALS.used) +
        total(at + POINTS_TOTALS.available) +
        total(at + POINTS_TOTALS.pending) -
        total(at + POINTS_TOTALS.debt);
      const column = points[type];
      if (column !== undefined) column[member] = held;
    }
    for (let ladder = 0; ladder < tiers.length; ladder += 1) {
      const column = tiers[ladder];
      if (column !== undefined) column[member] = view.getInt32(start + outcome.ladders + 12 * ladder, true);
    }
    if (isStopped) continue;
    for (let segment = 0; segment < segments.length; segment += 1) {
      const column = segments[segment];
      if (column !== undefined && view.getInt32(start + outcome.segments + 4 * segment, true) !== 0)
        column[member] = 1;
    }
  }
  return { presence, points, tiers, segments, isExact };
}
