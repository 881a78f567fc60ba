import type { PlanAmount, PlanRule } from '../../schema/index.ts';
import type { Engine } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { Limits } from './limits.ts';
import type { Lots } from './lots.ts';
import type { Place } from './reading.ts';
import type { Totals } from './totals.ts';
import { roundedTo, scaleOf } from './values.ts';
import { and, c32, doAll, type I32, type I64, i32, type Stmt } from './wasm/code.ts';

/** What those who decide rules, post them and hand out rewards share. */
export interface RuleParts {
  readonly e: Engine;
  readonly lots: Lots;
  readonly limits: Limits;
  readonly totals: Totals;
  readonly expressions: () => Expressions;
}

/** Evaluates an amount and rounds it once, as its points type says, `times` times. */
export function roundedAmount(
  parts: RuleParts,
  { points, amount }: PlanAmount,
  place: Place,
  times?: I64,
): { readonly set: Stmt; readonly value: I64 } {
  const { locals } = place;
  const type = parts.e.plan.points[points];
  const overflow = parts.e.overflow(amount.span);
  const one = roundedTo(
    parts.e,
    locals,
    parts.expressions().number(amount, place),
    scaleOf(amount.type),
    type?.decimals ?? 0,
    type?.rounding ?? 'down',
    overflow,
    amount.span,
  );
  if (times === undefined) return one;
  const kept = locals.i64('amount');
  const by = locals.i64('times');
  return {
    set: doAll(
      one.set,
      kept.set(one.value),
      by.set(times),
      kept.set(parts.e.arithmetic.checkedMul(kept.get, by.get, overflow)),
    ),
    value: kept.get,
  };
}

/** 1 on the days on which a rule or a reward is in force. */
export function isDuring(e: Engine, during: PlanRule['during']): I32 {
  const { today } = e.g;
  return and(
    ...(during.from === undefined ? [] : [i32.ge(today.get, c32(during.from))]),
    ...(during.until === undefined ? [] : [i32.le(today.get, c32(during.until))]),
  );
}
