/** What a colour says; the three loyalties look the same everywhere. Styles are in {@link CHART_STYLES}. */
export type Tone =
  | 'accent'
  | 'second'
  | 'muted'
  | 'economic'
  | 'behavioral'
  | 'psychological'
  | 'good'
  | 'bad';

/** How a series looks: its tone, and how strong it is where several share one (0 to 1). */
export interface Look {
  readonly tone: Tone;
  readonly shade?: number;
}

export const strength = ({ shade }: Look): string =>
  shade === undefined || shade >= 1 ? '' : ` fill-opacity="${Math.round(shade * 100) / 100}"`;

/** Shades of one tone for levels in order, the highest strongest. */
export function ramp(count: number): readonly number[] {
  const least = 0.2;
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? 0.65 : least + ((1 - least) * index) / (count - 1),
  );
}
