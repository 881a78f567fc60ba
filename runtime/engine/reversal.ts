import type { Fraction, Plan } from '../../schema/index.ts';
import { power10, roundDivide, smaller } from './exact.ts';
import type { Frame } from './frame.ts';
import { giveBack, recover } from './lots.ts';
import { type Effect, type MemberState, nextTick, type RecordedEvent } from './member-state.ts';
import type { Moment } from './moment.ts';
import { fieldType } from './recorded.ts';
import { pointsCost } from './rules.ts';

/** What stays of an event: left ÷ original, or nothing. */
interface Share {
  readonly left: bigint;
  readonly original: bigint;
  readonly gone: boolean;
}

/** A field of `event` at the scale of the same-named field of `like`. */
function amountOf(plan: Plan, event: RecordedEvent, name: string, like: RecordedEvent): bigint | undefined {
  const value = event.fields[name];
  if (typeof value !== 'bigint') return undefined;
  const own = fieldType(plan, event.type, name);
  const other = fieldType(plan, like.type, name);
  if (own?.kind !== 'quantity' || other?.kind !== 'quantity' || own.scale >= other.scale) return value;
  return value * power10(other.scale - own.scale);
}

/** Notes on the original what is left of it; `by` undefined or left out takes all that is left (ruling R7). */
function shrink(
  member: MemberState,
  reversal: RecordedEvent,
  original: RecordedEvent,
  by: string | undefined,
): Share {
  if (original.by === undefined) {
    const whole = by === undefined ? undefined : original.fields[by];
    original.by = { name: by, original: typeof whole === 'bigint' ? whole : 0n };
  }
  const before = original.lefts.at(-1)?.left ?? original.by.original;
  const asked = by === undefined ? before : (amountOf(member.plan, reversal, by, original) ?? before);
  // The reader keeps out what does not fit; this only keeps the engine total.
  const taken = by === undefined || asked > before ? before : asked;
  const left = before - taken;
  const tick = nextTick(member);
  original.lefts.push({ tick, left });
  if (left <= 0n || by === undefined) original.gone ??= tick;
  return { left, original: original.by.original, gone: original.gone !== undefined };
}

/**
 * A reversal scales what happened; it never decides again (language §5). Effects of the original are scaled in posting
 * order: of each, quantity × share stays, under the points' rounding (ruling R1).
 */
export function reverse(
  member: MemberState,
  reversal: RecordedEvent,
  original: RecordedEvent,
  by: string | undefined,
  moment: Moment,
  frame: () => Frame,
): void {
  const share = shrink(member, reversal, original, by);
  for (const effect of [...original.effects]) scale(member, effect, share, moment, frame());
}

function keptOf(plan: Plan, points: number, quantity: bigint, share: Share): bigint {
  if (share.gone || share.original === 0n) return share.gone ? 0n : quantity;
  return roundDivide(quantity * share.left, share.original, plan.points[points]?.rounding ?? 'down');
}

function scale(member: MemberState, effect: Effect, share: Share, moment: Moment, frame: Frame): void {
  switch (effect.kind) {
    case 'award': {
      const { award } = effect;
      const kept = keptOf(member.plan, award.points, award.quantity, share);
      const back = award.kept - kept;
      if (back <= 0n) return;
      award.kept = kept;
      recover(member, moment, frame, award, back);
      return;
    }
    case 'use': {
      const { use } = effect;
      const kept = keptOf(member.plan, use.points, use.quantity, share);
      const back = use.kept - kept;
      if (back <= 0n) return;
      use.kept = kept;
      const came = giveBack(member, moment, frame, use, back);
      if (use.unitCost === undefined || came === 0n) return;
      // Returned points cost nothing again; the pieces give back in the order in which they were taken.
      let rest = came;
      let skip = use.quantity - kept - came;
      for (const piece of use.pieces) {
        const passed = smaller(piece.quantity, skip);
        skip -= passed;
        const open = piece.quantity - passed;
        const part = smaller(open, rest);
        rest -= part;
        if (part > 0n) {
          member.costs.push(pointsCost(member.plan, moment.day, piece.lot.source, use.unitCost, -part));
        }
      }
      return;
    }
    case 'cost': {
      const stays: Fraction = share.gone
        ? { n: 0n, d: 1n }
        : share.original === 0n
          ? effect.cost.amount
          : { n: effect.cost.amount.n * share.left, d: effect.cost.amount.d * share.original };
      const back: Fraction = {
        n: stays.n * effect.kept.d - effect.kept.n * stays.d,
        d: stays.d * effect.kept.d,
      };
      effect.kept = stays;
      if (back.n !== 0n) member.costs.push({ ...effect.cost, day: moment.day, amount: back });
      return;
    }
  }
}
