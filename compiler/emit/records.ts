/**
 * An event in history that can be reversed: what it was reversed by, what is left, what it caused, and, from
 * {@link RECORD_LOGS} on, its entry in each log of its type: instance (0 where it is in none) and number.
 */
export const RECORD = {
  event: 0,
  /** Set once nothing is left. */
  gone: 4,
  original: 8,
  left: 16,
  /** First and last of its effects, in posting order. */
  first: 24,
  last: 28,
  /** Firing of the reward that it redeemed, or 0. */
  firing: 32,
} as const;

export const RECORD_LOGS = 40;

/** What every effect begins with. */
export const EFFECT = { next: 0, kind: 4 } as const;
export const AWARD_EFFECT = 1;
export const USE_EFFECT = 2;
export const COST_EFFECT = 3;

/** Part of an award or use that a reversal of its cause scales; flow slots follow. */
export const AWARD = {
  quantity: 8,
  kept: 16,
  points: 24,
  by: 28,
  lot: 32,
  firing: 36,
  /** Not yet recovered. */
  counted: 40,
  flows: 48,
} as const;

export const USE = {
  quantity: 8,
  kept: 16,
  points: 24,
  by: 28,
  pieces: 32,
  count: 36,
  firing: 40,
  /** 1 where the use itself costs: then what comes back costs nothing again. */
  costs: 44,
  flows: 48,
} as const;

/** What a benefit or a reward cost: its expense, times, and whose it is. */
export const COST = { expense: 8, quantity: 16, owner: 24, bytes: 32 } as const;

/** One firing of a rule or redemption of a reward, as limits count it; then, for each counter: its address and points. */
export const FIRING = {
  day: 0,
  awards: 4,
  /** Awards of which something is still counted. */
  alive: 8,
  isReward: 12,
  /** Times that are counted now. */
  now: 16,
  times: 24,
  /** Points types that it gave, a bit each. */
  gave: 32,
  counters: 36,
  record: 40,
  list: 48,
} as const;

/** What a limit counted in the present period; a counter of points names the type, one of times has −1. */
export const COUNTER = { start: 0, taken: 8, bytes: 16 } as const;

/** A lot; filters of `expired(… where …)` follow. */
export const LOT = {
  rest: 0,
  vanished: 8,
  points: 16,
  by: 20,
  earned: 24,
  available: 28,
  /** 0: its end is fixed; otherwise the number of the terms that it is asked of. */
  terms: 32,
  /** Last day (fixed part of it, where terms move); one past forever = never. */
  end: 36,
  /** Day from which moving terms count. */
  from: 40,
  pending: 44,
  number: 48,
  /** Month of its posting, doubled, and one more where it was late in it: where its age is counted. */
  posted: 52,
  filters: 56,
} as const;
