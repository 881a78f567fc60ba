// Rows and outcomes out of a module's memory, from docs/abi.md and a manifest alone; nothing that runs is imported.
import type { Cell, Manifest } from './contract.ts';

const KINDS = ['earn', 'use', 'expire', 'reverse', 'forfeit', 'decline', 'reach', 'lapse'];
const NO_DAY = -(2 ** 31);
const TOTALS = [0, 8, 16, 24, 32, 40, 48, 56];

/** Ids of members and of rows, by their numbers in the chunk. */
export interface Ids {
  readonly member: (number: number) => string;
  readonly event: (row: number) => string | null;
}

/** member, at, kind, what, by, cause, lot, expires, quantity, balance, pending. */
export function rowAt(view: DataView, at: number, manifest: Manifest, ids: Ids): readonly Cell[] {
  const i32 = (offset: number) => view.getInt32(at + offset, true);
  const i64 = (offset: number) => view.getBigInt64(at + offset, true);
  const [kind, what, by] = [KINDS[i32(4)] ?? '', i32(16), i32(20)];
  const ladder = manifest.ladders[what >> 16];
  const isMove = kind === 'reach' || kind === 'lapse';
  return [
    ids.member(i32(0)),
    i64(8),
    kind,
    isMove ? `${ladder?.name}.${ladder?.levels[what & 0xffff]}` : (manifest.points[what]?.name ?? ''),
    by < 0 ? null : ([...manifest.rules, ...manifest.rewards][by] ?? ''),
    ids.event(i32(24)),
    i32(28) === 0 ? null : i32(28),
    i32(32) === NO_DAY ? null : i32(32),
    ...(isMove ? [null, null, null] : [i64(40), i64(48), i64(56)]),
  ];
}

function quotient(n: bigint, d: bigint): string {
  if (n < 0n) return '0/1';
  if (n > 100n * d) return '100/1';
  let [divisor, rest] = [d, n];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return `${n / divisor}/${d / divisor}`;
}

/** member, whether it stopped, totals by points type, level, since and held-until by ladder, segments, scores. */
export function outcomeAt(view: DataView, at: number, manifest: Manifest, ids: Ids): readonly Cell[] {
  const { outcome } = manifest;
  const i32 = (offset: number) => view.getInt32(at + offset, true);
  const i64 = (offset: number) => view.getBigInt64(at + offset, true);
  const wide = (offset: number, limbs: number) => {
    const limb = (i: number) => BigInt(view.getUint32(at + offset + 4 + 4 * i, true));
    const size = Array.from({ length: limbs }, (_, i) => limb(i) << BigInt(32 * i));
    return size.reduce((sum, each) => sum + each, 0n) * (i32(offset) === 1 ? -1n : 1n);
  };
  const stopped = i32(4);
  const tiers = manifest.ladders.flatMap(({ levels }, ladder) => {
    const own = outcome.ladders + 12 * ladder;
    const held = i32(own + 8);
    return [levels[i32(own)] ?? '', i32(own + 4), held === NO_DAY ? null : held];
  });
  const scores = outcome.scores.map((score) => {
    if (i32(score.offset) === 0) return null;
    if (score.kind === 'quantity') return i64(score.offset + 8);
    return quotient(wide(score.offset + 8, score.limbs[0]), wide(score.denominator, score.limbs[1]));
  });
  return [
    ids.member(i32(0)),
    stopped,
    ...manifest.points.flatMap((_, type) => TOTALS.map((offset) => i64(outcome.points + 64 * type + offset))),
    ...tiers,
    stopped
      ? ''
      : manifest.segments.filter((_, segment) => i32(outcome.segments + 4 * segment) === 1).join(' '),
    ...(stopped ? [] : scores),
  ];
}
