import type { Estimate } from '../../../schema/index.ts';

/** Ends of a track where no range is stated. */
const REACHES = [0.1, 0.2, 0.5, 1, 2, 5, 10];
/** About so many steps from end to end. */
const STEPS = 50;

/** A share as people write it. */
export const percent = (share: number): string => `${Number((100 * share).toFixed(4))}%`;

/** From where to where a slider goes, and by what steps: over the range that is stated, else over what makes sense. */
export function trackOf(
  { low, high, mode, text }: Estimate,
  bounds: { readonly low: number; readonly high: number },
): { readonly low: number; readonly high: number; readonly step: number } {
  const reach = REACHES.find((each) => each >= 1.5 * Math.abs(mode)) ?? 10;
  const [from, to] =
    text.range === undefined || low === high
      ? [Math.max(bounds.low, mode < 0 ? -reach : 0), Math.min(bounds.high, reach)]
      : [low, high];
  const wanted = (to - from) / STEPS;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = ([5, 2, 1].find((each) => each * power <= wanted * 1.0001) ?? 1) * power;
  return { low: from, high: to, step: Number(step.toFixed(8)) };
}
