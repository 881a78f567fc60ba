import { type OutcomePlaces, POINTS_TOTALS as POINTS, type ScorePlace } from '../../schema/index.ts';
import { type Engine, ZERO64 } from './engine.ts';
import { wideBytes } from './library/wide.ts';
import { type Parts, SECONDS, startOf } from './parts.ts';
import type { Place } from './reading.ts';
import { power10, type Ratio, scaleOf } from './values.ts';
import {
  c32,
  c64,
  copy,
  doAll,
  fill,
  type I32,
  i32,
  i64,
  nop,
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Writes the state of a member at the run's end, and where the host finds what in it. */
export interface Outcome {
  readonly places: OutcomePlaces;
  /** `(failed)`: without segments and scores where the member stopped early. */
  readonly write: Func<readonly ['i32'], 'void'>;
}

/** The state of a member at the run's end, as the host reads it; appended to the vector `outcomes`. */
export function emitOutcome(
  parts: Parts,
  outcomes: number,
  isIn: readonly Func<readonly [], 'i32'>[],
): Outcome {
  const { engine: e, expressions, lots, tiers, begin } = parts;
  const { m, g, plan, arena } = e;
  const points = 8;
  const ladders = points + plan.points.length * POINTS.bytes;
  const flags = ladders + plan.ladders.length * 12;
  let offset = Math.ceil((flags + isIn.length * 4) / 8) * 8;
  const scores: ScorePlace[] = [];
  const code: Stmt[] = [];
  const write = m.declare('outcome', ['i32'], 'void');
  m.define(write, (f, failed) => {
    const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
    const at = f.i32('outcome');
    isIn.forEach((segment, i) => {
      code.push(store32(at.get, segment.call(), flags + 4 * i));
    });
    for (const { loyalty, expr } of plan.loyalty.scores) {
      code.push(e.working(loyalty));
      const value = expressions.number(expr, place);
      const there = value.present?.get ?? c32(1);
      if (value.kind === 'i64') {
        const top = c64(100n * power10(scaleOf(expr.type)));
        const score = f.i64('score');
        const [clampedLow, own] = [select(i64.lt(score.get, ZERO64), ZERO64, score.get), offset];
        code.push(
          score.set(value.value),
          store32(at.get, there, own),
          store64(at.get, select(i64.gt(score.get, top), top, clampedLow), own + 8),
        );
        scores.push({ kind: 'quantity', offset: own, scale: scaleOf(expr.type) });
        offset += 16;
        continue;
      }
      const placed = writeRatio(e, value, at.get, offset);
      code.push(value.prepare, store32(at.get, there, offset), placed.set);
      scores.push({
        kind: 'fraction',
        offset,
        limbs: placed.limbs,
        denominator: offset + 8 + placed.bytes[0],
      });
      offset = Math.ceil((offset + 8 + placed.bytes[0] + placed.bytes[1]) / 8) * 8;
    }
    const bytes = offset;
    return [
      begin(g.until.get, i64.add(startOf(g.until.get), c64(SECONDS - 1)), false),
      at.set(arena.push.call(c32(outcomes), c32(bytes))),
      fill(at.get, c32(0), c32(bytes)),
      store32(at.get, g.member.get),
      store32(at.get, failed.get, 4),
      copy(i32.add(at.get, c32(points)), c32(lots.totalsAt(0)), c32(plan.points.length * POINTS.bytes)),
      ...plan.ladders.flatMap((_, ladder) => {
        const base = ladders + 12 * ladder;
        const held = tiers.held(ladder, f);
        const day = f.i32('held');
        return held.kind !== 'i32' || held.present === undefined
          ? []
          : [
              store32(at.get, tiers.tier(ladder), base),
              store32(at.get, tiers.since(ladder), base + 4),
              day.set(held.value),
              store32(at.get, select(held.present.get, day.get, c32(-0x8000_0000)), base + 8),
            ];
      }),
      when(failed.get, [f.ret()]),
      ...code,
    ];
  });
  return { places: { bytes: offset, points, ladders, segments: flags, scores }, write };
}

/** Writes a clamped quotient: numerator from 8 bytes on, then the denominator. */
function writeRatio(
  e: Engine,
  value: Ratio,
  at: I32,
  offset: number,
): {
  readonly set: Stmt;
  readonly limbs: readonly [number, number];
  readonly bytes: readonly [number, number];
} {
  const part = (side: Ratio['n']): { set: Stmt; address: number; limbs: number } => {
    if (side.kind === 'wide') return { set: nop, address: side.address, limbs: side.limbs };
    const address = e.state.place(wideBytes(2));
    return { set: e.wide.set.call(c32(address), c32(2), side.value), address, limbs: 2 };
  };
  const n = part(value.n);
  const d = part(value.d);
  const bytes: [number, number] = [roundUp(wideBytes(n.limbs)), roundUp(wideBytes(d.limbs))];
  return {
    set: doAll(
      n.set,
      d.set,
      copy(i32.add(at, c32(offset + 8)), c32(n.address), c32(wideBytes(n.limbs))),
      copy(i32.add(at, c32(offset + 8 + bytes[0])), c32(d.address), c32(wideBytes(d.limbs))),
    ),
    limbs: [n.limbs, d.limbs],
    bytes,
  };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
