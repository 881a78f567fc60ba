import type { Day, PlanPeriod } from '../../schema/index.ts';
import { addDays, addMonths, FIRST_DAY, FOREVER, monthsBetween } from '../../schema/index.ts';

/** What a period's anchor may depend on; `since` is the day of the last change of tier, per ladder. */
export interface Anchors {
  readonly enrolled: Day;
  readonly since: (ladder: number) => Day;
}

function anchorOf(period: PlanPeriod, anchors: Anchors): Day {
  switch (period.anchor.kind) {
    case 'day':
      return period.anchor.day;
    case 'enrolled':
      return anchors.enrolled;
    case 'since':
      return anchors.since(period.anchor.ladder);
  }
}

/** First day of the k-th period: anchor + k·length, clamped, always from the anchor (ruling C1). */
export function periodStart(period: PlanPeriod, k: number, anchors: Anchors): Day {
  const anchor = anchorOf(period, anchors);
  const { unit, count } = period.length;
  return unit === 'months' ? addMonths(anchor, k * count) : addDays(anchor, k * count);
}

/** Last day of the k-th period. */
export function periodEnd(period: PlanPeriod, k: number, anchors: Anchors): Day {
  const next = periodStart(period, k + 1, anchors);
  return next >= FOREVER ? FOREVER : next - 1;
}

/** Number k of the period that holds the day. */
export function periodIndex(period: PlanPeriod, day: Day, anchors: Anchors): number {
  const { unit, count } = period.length;
  const anchor = anchorOf(period, anchors);
  const clamped = Math.max(FIRST_DAY, Math.min(FOREVER, day));
  if (unit === 'days') return Math.floor((clamped - anchor) / count);
  return Math.floor(monthsBetween(anchor, clamped) / count);
}
