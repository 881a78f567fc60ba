import type { MemberError, MemberOutcome, Value } from '../../schema/index.ts';
import { evaluate, isTrue } from './evaluate.ts';
import { compareFractions, isFraction, reduced, toFraction } from './exact.ts';
import type { Frame } from './frame.ts';
import type { MemberState } from './member-state.ts';
import { heldUntil } from './moment.ts';

/** A score of one member, clamped to 0..100 at the scale of its type; a quotient in lowest terms. */
export function clampScore(value: Value, type: Parameters<typeof toFraction>[1]): Value {
  const exact = toFraction(value, type);
  if (exact === undefined) return undefined;
  const edge = (n: bigint): Value =>
    type.kind === 'quantity' ? n * 10n ** BigInt(type.scale) : { n, d: 1n };
  if (exact.n < 0n) return edge(0n);
  if (compareFractions(exact, { n: 100n, d: 1n }) > 0) return edge(100n);
  return isFraction(value) ? reduced(value) : value;
}

/** The state of a member as a frame sees it; segments and scores of a stopped member are left out. */
export function outcomeOf(member: MemberState, frame: Frame, error: MemberError | undefined): MemberOutcome {
  const { plan, history } = member;
  const stopped = error !== undefined;
  const segments = plan.named.filter((each) => {
    if (stopped || each.kind !== 'segment') return false;
    member.working = each.name;
    return isTrue(each.expr, frame);
  });
  const loyalty: Record<string, Value> = {};
  for (const { loyalty: name, expr } of stopped ? [] : plan.loyalty.scores) {
    member.working = name;
    loyalty[name] = clampScore(evaluate(expr, frame), expr.type);
  }
  return {
    member: history.member,
    enrolled: history.enrolled,
    points: plan.points.map((points, index) => {
      const state = member.points[index];
      return {
        points: points.name,
        available: state?.available ?? 0n,
        pending: state?.pending ?? 0n,
        debt: state?.debt ?? 0n,
        issued: state?.issued ?? 0n,
        used: state?.used ?? 0n,
        expired: state?.expired ?? 0n,
        forfeited: state?.forfeited ?? 0n,
        reversed: state?.reversed ?? 0n,
      };
    }),
    tiers: plan.ladders.map((ladder, index) => {
      const state = member.ladders[index];
      const tier = state?.tier ?? 0;
      return {
        ladder: ladder.name,
        level: ladder.levels[tier]?.name ?? '',
        since: state?.since ?? history.enrolled,
        held: heldUntil(member, index),
      };
    }),
    segments: segments.map((each) => each.name),
    loyalty,
    error,
  };
}
