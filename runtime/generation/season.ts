import { civilOf, type Day, type LocalTime, localTime, weekdayOf } from '../../schema/index.ts';
import type { CustomerModel } from './model.ts';

/** Everything happens between 9 and 21 o'clock, when no zone changes its clocks. */
export const OPENS = 9 * 3600;
export const OPEN_SECONDS = 12 * 3600;

/**
 * A clock that runs faster in busy seasons: the time that the customer model counts in. A week of it is a week of the
 * calendar on the average of months and weekdays, so that the model's formulas hold in it as they are.
 */
export class SeasonClock {
  readonly #from: Day;
  /** Model days that have gone by at the start of each day of the history. */
  readonly #gone: Float64Array;

  constructor(model: CustomerModel, from: Day, until: Day) {
    const days = until - from + 1;
    const gone = new Float64Array(days + 1);
    for (let index = 0; index < days; index += 1) {
      const day = from + index;
      const factor = (model.months[civilOf(day).month - 1] ?? 1) * (model.weekdays[weekdayOf(day) - 1] ?? 1);
      gone[index + 1] = (gone[index] ?? 0) + factor;
    }
    this.#from = from;
    this.#gone = gone;
  }

  /** Length of the history in weeks of the model. */
  get weeks(): number {
    return (this.#gone[this.#gone.length - 1] ?? 0) / 7;
  }

  /** The moment of the calendar that so many model weeks after the start are; `weeks` below the length. */
  timeAt(weeks: number): LocalTime {
    const gone = this.#gone;
    const sought = weeks * 7;
    let low = 0;
    let high = gone.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((gone[middle] ?? 0) <= sought) low = middle;
      else high = middle - 1;
    }
    const start = gone[low] ?? 0;
    const factor = (gone[low + 1] ?? 0) - start;
    const part = Math.min(1, Math.max(0, (sought - start) / factor));
    return localTime(this.#from + low, OPENS + Math.floor(part * OPEN_SECONDS));
  }
}
