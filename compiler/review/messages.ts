import { type Registry, reporter } from '../../schema/index.ts';
import { designMessages } from './messages-design.ts';
import { japanMessages } from './messages-japan.ts';
import { termsMessages } from './messages-terms.ts';

/** What a review says. Codes are append-only; each has a page under `docs/diagnostics/`. */
export const reviewMessages = {
  ...designMessages,
  ...termsMessages,
  ...japanMessages,
} as const satisfies Registry;

export const report = reporter(reviewMessages);

/** Codes that only a replay over a history can raise. */
export const FIGURE_CODES: readonly (keyof typeof reviewMessages)[] = [
  'kpi-target-missed',
  'kpi-unmeasurable',
  'spend-off-mix',
  'rule-never-fired',
  'segment-empty',
  'level-empty',
  'reward-never-redeemed',
  'reward-out-of-reach',
];
