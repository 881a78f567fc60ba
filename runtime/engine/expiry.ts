import type { Day, LotExpiry, Plan, PlanExpr, Value } from '../../schema/index.ts';
import { addDays, addMonths, contains, FOREVER } from '../../schema/index.ts';
import { evaluate } from './evaluate.ts';
import { readsHistory, readsTime } from './expressions.ts';
import type { Frame } from './frame.ts';
import { firstWith } from './halving.ts';
import type { Expiry, Lot } from './member-state.ts';

function asDay(value: Value): Day | undefined {
  return typeof value === 'number' ? value : undefined;
}

function later(day: Day, plus: { readonly by: number; readonly expr: PlanExpr } | undefined): Day {
  if (plus === undefined) return day;
  const clock = plus.expr.type.kind === 'duration' && plus.expr.type.family === 'clock';
  return clock ? addDays(day, Math.floor(plus.by / 24)) : addMonths(day, plus.by);
}

/** The expiry of a lot posted in this frame (`earned` set): what cannot move any more is decided now. */
export function expiryOf(terms: LotExpiry | undefined, frame: Frame): Expiry {
  if (terms === undefined) return { kind: 'fixed', day: undefined };
  const earned = frame.earned ?? frame.today;
  switch (terms.kind) {
    case 'own':
      return { kind: 'fixed', day: asDay(evaluate(terms.expr, frame)) };
    case 'sliding':
      return moving(earned, [], [terms.expr], undefined, frame.plan);
    case 'max': {
      const moves = (expr: PlanExpr): boolean => readsHistory(expr, frame.plan);
      const fixed = terms.items
        .filter((item) => !moves(item))
        .map((item) => asDay(evaluate(item, frame)))
        .filter((day) => day !== undefined);
      const by = terms.plus && evaluate(terms.plus, frame);
      const plus = terms.plus !== undefined && typeof by === 'number' ? { by, expr: terms.plus } : undefined;
      const exprs = terms.items.filter(moves);
      if (exprs.length > 0) return moving(earned, fixed, exprs, plus, frame.plan);
      return { kind: 'fixed', day: fixed.length === 0 ? undefined : later(Math.max(...fixed), plus) };
    }
  }
}

function moving(
  earned: Day,
  fixed: readonly Day[],
  exprs: readonly PlanExpr[],
  plus: Extract<Expiry, { kind: 'moving' }>['plus'],
  plan: Plan,
): Expiry {
  const ages = exprs.some((expr) => contains(expr, plan, (each) => each.kind === 'earned'));
  const timed = exprs.some((expr) => readsTime(expr, plan));
  return { kind: 'moving', earned: ages ? earned : undefined, fixed, exprs, plus, timed };
}

/** The last day on which a lot can be used, as things stand; undefined = never ends. */
export type LastDay = (lot: Lot) => Day | undefined;

/**
 * The last days of lots in one frame. Thousands of lots may be left: those with the same terms and the same earned day
 * have one answer, which is worked out once. Valid while nothing is noted.
 */
export function lastDays(frame: Frame): LastDay {
  const answers = new Map<PlanExpr, Map<Day | undefined, Day | undefined>>();
  const answer = (expr: PlanExpr, earned: Day | undefined): Day | undefined => {
    const known = answers.get(expr) ?? new Map<Day | undefined, Day | undefined>();
    answers.set(expr, known);
    if (!known.has(earned)) {
      known.set(earned, asDay(evaluate(expr, { ...frame, earned, fields: undefined, trace: undefined })));
    }
    return known.get(earned);
  };
  return ({ expiry }) => {
    if (expiry.kind === 'fixed') return expiry.day;
    let latest: Day | undefined;
    for (const day of expiry.fixed) if (latest === undefined || day > latest) latest = day;
    for (const expr of expiry.exprs) {
      const day = answer(expr, expiry.earned);
      if (day !== undefined && (latest === undefined || day > latest)) latest = day;
    }
    return latest === undefined ? undefined : later(latest, expiry.plus);
  };
}

/** True when the lot's last day can fall behind with time alone: it is then looked at every day. */
export function wantsDailyLook(lot: Lot): boolean {
  return lot.expiry.kind === 'moving' && lot.expiry.timed;
}

/** Among lots that end on one day: earliest earned, then posting order. */
function byAge(a: Lot, b: Lot): number {
  return a.earned - b.earned || a.number - b.number;
}

/** A last day as a number that orders: never comes last. */
function endOf(last: Day | undefined): Day {
  return last ?? FOREVER + 1;
}

/** Lots in order of use: earliest end first, never last, then by age. Who needs the first ones only stops early. */
export function* inOrderOfUse(lots: readonly Lot[], lastDay: LastDay): Generator<Lot> {
  const byEnd = new Map<Day, Lot[]>();
  for (const lot of lots) {
    const end = endOf(lastDay(lot));
    const together = byEnd.get(end);
    if (together === undefined) byEnd.set(end, [lot]);
    else together.push(lot);
  }
  for (const [, together] of [...byEnd].sort(([a], [b]) => a - b)) yield* together.sort(byAge);
}

/** Where a lot belongs among lots in order of use; only for lots whose day is fixed. */
export function placeOf(lot: Lot, lots: readonly Lot[]): number {
  const end = ({ expiry }: Lot): Day => endOf(expiry.kind === 'fixed' ? expiry.day : undefined);
  const own = end(lot);
  return firstWith(lots, (each) => (end(each) - own || byAge(each, lot)) > 0);
}
