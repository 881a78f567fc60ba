import { type Day, dayOfTime, type Fields, type MemberHistory, type Plan } from '../../schema/index.ts';
import { evaluateField } from '../engine/index.ts';
import { type Bought, bought, takeBack } from './bought.ts';
import type { PurchaseCollector } from './facts.ts';
import { type PurchaseTerms, scaleOf } from './terms.ts';

/** How much of `by` a reversal asks for, at the decimals of the purchase; undefined: all that is left. */
export function askedAt(
  terms: PurchaseTerms,
  reversal: string,
  by: string | undefined,
  own: bigint | undefined,
): bigint | undefined {
  const taker = terms.reversals.get(reversal);
  if (by === undefined || own === undefined || taker === undefined) return undefined;
  const more = scaleOf(terms.event, by) - scaleOf(taker.event, by);
  return more > 0 ? own * 10n ** BigInt(more) : own;
}

/** Adds what a member bought up to `until`. */
export function collectMember(
  collector: PurchaseCollector,
  plan: Plan,
  terms: PurchaseTerms,
  history: MemberHistory,
  until: Day,
): void {
  if (history.enrolled > until) return;
  const all: Bought[] = [];
  const byId = new Map<string, { readonly purchase: Bought; readonly fields: Fields; readonly day: Day }>();
  const numberOf = (name: string, type: string, fields: Fields, day: Day): bigint | undefined => {
    const event = plan.events.find((each) => each.name === type);
    const value = event && evaluateField(plan, event, name, fields, day);
    return typeof value === 'bigint' ? value : undefined;
  };
  let day = Number.NEGATIVE_INFINITY;
  for (const { type, id, at, fields, of } of history.events) {
    day = Math.max(day, dayOfTime(at));
    if (day > until) break;
    if (type === terms.event.name) {
      const whole = numberOf(terms.field, type, fields, day);
      const purchase = bought(day, whole ?? 0n);
      all.push(purchase);
      byId.set(id, { purchase, fields, day });
      collector.sold(day, purchase.whole);
      continue;
    }
    const taker = terms.reversals.get(type);
    const original = of === undefined ? undefined : byId.get(of);
    if (taker === undefined || original === undefined) continue;
    const { by } = taker;
    const full =
      by === undefined ? 0n : (numberOf(by, terms.event.name, original.fields, original.day) ?? 0n);
    const own = by === undefined ? undefined : numberOf(by, type, fields, day);
    collector.back(day, takeBack(terms, original.purchase, by, full, askedAt(terms, type, by, own)));
  }
  collector.member(all, () => history.member);
}
