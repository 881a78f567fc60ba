import { type Day, monthsBetween } from './civil.ts';

/** Completed months since the day of its posting at which a lot comes to the next age: 0–3, 3–6, 6–12, 12–24, 24 and more. */
export const AGE_EDGES: readonly number[] = [3, 6, 12, 24];

/** How many ages there are. */
export const AGES = AGE_EDGES.length + 1;

/** The age on a day of a lot posted on another, as a number below {@link AGES}. */
export function ageOn(day: Day, posted: Day): number {
  const months = monthsBetween(posted, day);
  return AGE_EDGES.filter((edge) => months >= edge).length;
}
