import type { Day, PlanWindow } from '../../schema/index.ts';
import { addDays, addMonths } from '../../schema/index.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { type Anchors, periodEnd, periodIndex, periodStart } from './periods.ts';

/** Whole local days, both included; `fromTick` bounds the first day of a period that starts within it (ruling T6). */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
  readonly fromTick: number;
}

const EVERYTHING: DayRange = {
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  fromTick: 0,
};
const NOTHING: DayRange = { from: 1, to: 0, fromTick: 0 };

/**
 * The days that a window covers, seen from a frame (language §5). `sinceTick`: where the first period anchored at a
 * ladder's last change begins.
 */
export function windowDays(
  window: PlanWindow,
  frame: Frame,
  anchors: Anchors,
  sinceTick: (ladder: number) => number,
): DayRange {
  switch (window.kind) {
    case 'all':
      return EVERYTHING;
    case 'this': {
      const period = frame.plan.periods[window.period];
      if (period === undefined) return NOTHING;
      const k = periodIndex(period, frame.asOf, anchors);
      const { anchor } = period;
      return {
        from: periodStart(period, k, anchors),
        to: frame.windowEnd,
        fromTick: anchor.kind === 'since' && k === 0 ? sinceTick(anchor.ladder) : 0,
      };
    }
    case 'complete': {
      const period = frame.plan.periods[window.period];
      if (period === undefined) return NOTHING;
      const last = periodIndex(period, frame.asOf, anchors) - window.ending;
      return {
        from: periodStart(period, last - window.count + 1, anchors),
        to: periodEnd(period, last, anchors),
        fromTick: 0,
      };
    }
    case 'last': {
      const end = frame.windowEnd;
      const before = window.unit === 'months' ? addMonths(end, -window.length) : addDays(end, -window.length);
      return { from: before + 1, to: end, fromTick: 0 };
    }
    case 'since': {
      const from = evaluate(window.from, frame);
      return typeof from === 'number' ? { ...EVERYTHING, from } : NOTHING;
    }
    case 'between': {
      const from = evaluate(window.from, frame);
      const to = evaluate(window.to, frame);
      return typeof from === 'number' && typeof to === 'number' ? { from, to, fromTick: 0 } : NOTHING;
    }
  }
}
