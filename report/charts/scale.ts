/** A linear scale of an axis that begins and ends at a tick. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Ascending, the ends included. */
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** The least scale of round ticks, about `wanted` of them, that holds 0 and all values. Whole numbers get whole ticks. */
export function scaleOf(values: readonly number[], wanted = 4): Scale {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  if (low === high) return { from: 0, to: 1, ticks: [0, 1] };
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = STEPS.map((step) => step * power).find((step) => step >= rough * (1 - 1e-9)) ?? 10 * power;
  const step = finite.every(Number.isInteger) ? Math.max(1, Math.ceil(round)) : round;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, ticks };
}

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** A place on the page to a tenth, so that text stays short. */
export function place(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Which of `count` labels to write so that at most `most` stand there, evenly, the last among them. */
export function labelled(count: number, most: number): readonly number[] {
  const steps = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200];
  const step = steps.find((each) => Math.ceil(count / each) <= most) ?? Math.ceil(count / most);
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => (count - 1 - index) % step === 0,
  );
}
