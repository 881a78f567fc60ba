import type { Day, Localized, Plan } from '../../schema/index.ts';
import type { StepState } from './steps.ts';

/** What a member had of a points type at the end of days on which it changed; quantities at its decimals. */
export interface BalanceSeries {
  readonly points: string;
  readonly title: Localized;
  readonly decimals: number;
  readonly samples: readonly BalanceSample[];
}

export interface BalanceSample {
  readonly day: Day;
  readonly available: bigint;
  readonly pending: bigint;
  readonly debt: bigint;
}

/** Stretches of days with one level each, without gaps, from the enrolment to the last day. */
export interface TierBands {
  readonly ladder: string;
  readonly title: Localized;
  readonly bands: readonly TierBand[];
}

export interface TierBand {
  /** Index on the ladder, 0 = base. */
  readonly rank: number;
  readonly level: string;
  readonly title: Localized;
  readonly from: Day;
  /** Included. */
  readonly to: Day;
}

/** Collects what a member had, day by day. */
export class DailyStates {
  readonly #plan: Plan;
  readonly #days: { day: Day; state: StepState }[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** In the order of days; the last state of a day stands. */
  add(day: Day, state: StepState): void {
    if (this.#days.at(-1)?.day === day) this.#days.pop();
    this.#days.push({ day, state });
  }

  balances(): readonly BalanceSeries[] {
    return this.#plan.points.map(({ name, title, decimals }, index) => {
      const samples: BalanceSample[] = [];
      for (const { day, state } of this.#days) {
        const now = state.points[index];
        const before = samples.at(-1);
        if (now === undefined) continue;
        const same =
          before !== undefined &&
          before.available === now.available &&
          before.pending === now.pending &&
          before.debt === now.debt;
        if (!same) samples.push({ day, ...now });
      }
      return { points: name, title, decimals, samples };
    });
  }

  tiers(until: Day): readonly TierBands[] {
    return this.#plan.ladders.map(({ name, title, levels }, index) => {
      const changes: { from: Day; rank: number }[] = [];
      for (const { day, state } of this.#days) {
        const rank = state.tiers[index] ?? 0;
        if (changes.at(-1)?.rank !== rank) changes.push({ from: day, rank });
      }
      const bands = changes.map(({ from, rank }, at): TierBand => {
        const level = levels[rank];
        const to = (changes[at + 1]?.from ?? until + 1) - 1;
        return { rank, level: level?.name ?? '', title: level?.title ?? title, from, to };
      });
      return { ladder: name, title, bands };
    });
  }
}
