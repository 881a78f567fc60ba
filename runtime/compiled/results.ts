import {
  type Chunk,
  type Fraction,
  LEDGER_KINDS,
  type LedgerRow,
  type Manifest,
  type MemberError,
  type MemberOutcome,
  NO_DAY,
  POINTS_TOTALS,
  ROW,
  type ScorePlace,
  type Value,
} from '../../schema/index.ts';
import { textAt } from '../columns/index.ts';
import { clampScore } from '../engine/index.ts';

function dayAt(view: DataView, offset: number): number | undefined {
  const day = view.getInt32(offset, true);
  return day === NO_DAY ? undefined : day;
}

/** The ledger row at an offset. */
export function rowAt(
  view: DataView,
  offset: number,
  manifest: Manifest,
  chunk: Chunk,
  member: string,
): LedgerRow {
  const i32 = (field: number): number => view.getInt32(offset + field, true);
  const i64 = (field: number): bigint => view.getBigInt64(offset + field, true);
  const kind = LEDGER_KINDS[i32(ROW.kind)] ?? 'earn';
  const isMove = kind === 'reach' || kind === 'lapse';
  const what = i32(ROW.what);
  const ladder = manifest.ladders[what >> 16];
  const by = i32(ROW.by);
  const cause = i32(ROW.cause);
  const lot = i32(ROW.lot);
  const source = by < 0 ? undefined : (manifest.rules[by] ?? manifest.rewards[by - manifest.rules.length]);
  return {
    member,
    at: Number(i64(ROW.at)),
    kind,
    what: isMove ? `${ladder?.name}.${ladder?.levels[what & 0xffff]}` : (manifest.points[what]?.name ?? ''),
    quantity: isMove ? undefined : i64(ROW.quantity),
    by: source,
    cause: cause < 0 ? undefined : textAt(chunk.eventIds, cause),
    lot: lot === 0 ? undefined : lot,
    expires: dayAt(view, offset + ROW.expires),
    balance: isMove ? undefined : i64(ROW.balance),
    pending: isMove ? undefined : i64(ROW.pending),
  };
}

/** A number of 32-bit limbs behind its flag of sign. */
function wideAt(view: DataView, offset: number, limbs: number): bigint {
  let value = 0n;
  for (let i = limbs - 1; i >= 0; i -= 1)
    value = (value << 32n) | BigInt(view.getUint32(offset + 4 + 4 * i, true));
  return view.getInt32(offset, true) === 0 ? value : -value;
}

/** A score of the outcome at an offset; undefined where the member has none. */
export function scoreAt(view: DataView, offset: number, place: ScorePlace): Value {
  const at = offset + place.offset;
  if (view.getInt32(at, true) === 0) return undefined;
  if (place.kind === 'quantity') return view.getBigInt64(at + 8, true);
  const score: Fraction = {
    n: wideAt(view, at + 8, place.limbs[0]),
    d: wideAt(view, offset + place.denominator, place.limbs[1]),
  };
  return clampScore(score, { kind: 'fraction', unit: {} });
}

/** The outcome at an offset; `error` where the member stopped. */
export function outcomeAt(
  view: DataView,
  offset: number,
  manifest: Manifest,
  member: string,
  enrolled: number,
  error: MemberError | undefined,
): MemberOutcome {
  const { outcome } = manifest;
  const stopped = error !== undefined;
  const loyalty: Record<string, Value> = {};
  if (!stopped) {
    manifest.scores.forEach((name, i) => {
      const place = outcome.scores[i];
      if (place !== undefined) loyalty[name] = scoreAt(view, offset, place);
    });
  }
  return {
    member,
    enrolled,
    points: manifest.points.map(({ name }, i) => {
      const at = offset + outcome.points + i * POINTS_TOTALS.bytes;
      const total = (field: Exclude<keyof typeof POINTS_TOTALS, 'bytes'>): bigint =>
        view.getBigInt64(at + POINTS_TOTALS[field], true);
      return {
        points: name,
        available: total('available'),
        pending: total('pending'),
        debt: total('debt'),
        issued: total('issued'),
        used: total('used'),
        expired: total('expired'),
        forfeited: total('forfeited'),
        reversed: total('reversed'),
      };
    }),
    tiers: manifest.ladders.map(({ name, levels }, i) => {
      const at = offset + outcome.ladders + 12 * i;
      return {
        ladder: name,
        level: levels[view.getInt32(at, true)] ?? '',
        since: view.getInt32(at + 4, true),
        held: dayAt(view, at + 8),
      };
    }),
    segments: stopped
      ? []
      : manifest.segments.filter((_, i) => view.getInt32(offset + outcome.segments + 4 * i, true) !== 0),
    loyalty,
    error,
  };
}
