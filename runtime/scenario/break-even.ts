/** Responses are tried up to so many times as strong as stated. */
export const STRONGEST = 10;
/** A factor is found to a hundredth. */
const CLOSE = 0.01;
/** Tried before the search: a response can pay, and cease to pay, in between. */
const STEPS: readonly number[] = [1, 2, 5, STRONGEST];

/**
 * How strong a response must be, as a factor of what is assumed. `from`: it pays from that factor on; `until`: the change pays
 * without any response, and no longer from that factor on; `always`: it pays without, and with up to {@link STRONGEST} times the
 * response; `never`: not even with that.
 */
export type BreakEven =
  | { readonly kind: 'from' | 'until'; readonly factor: number }
  | { readonly kind: 'always' | 'never' };

/** A response to try: which of the searches, and how strong. */
export interface Trial {
  readonly search: number;
  readonly factor: number;
}

/** What is known of one search: the sign at `low` is that without a response, at `high` the other one. */
interface Bracket {
  readonly low: number;
  readonly high: number;
}

/**
 * Finds by halving where the gain of each of several searches changes its sign. `unchanged`: the gain without any response;
 * `gains` tries many at once. The same random numbers in every trial make the gain one function of the factor.
 */
export async function findBreakEven(
  searches: number,
  unchanged: number,
  gains: (trials: readonly Trial[]) => Promise<readonly number[]>,
): Promise<readonly BreakEven[]> {
  const pays = unchanged >= 0;
  const first = Array.from({ length: searches }, (_, search) =>
    STEPS.map((factor) => ({ search, factor })),
  ).flat();
  const tried = await gains(first);
  const brackets = Array.from({ length: searches }, (_, search): Bracket | undefined => {
    const turn = STEPS.findIndex((_factor, step) => (tried[search * STEPS.length + step] ?? 0) >= 0 !== pays);
    return turn < 0 ? undefined : { low: STEPS[turn - 1] ?? 0, high: STEPS[turn] ?? STRONGEST };
  });
  for (;;) {
    const open = brackets.flatMap((bracket, search) =>
      bracket !== undefined && bracket.high - bracket.low > CLOSE ? [{ search, bracket }] : [],
    );
    if (open.length === 0) break;
    const trials = open.map(({ search, bracket }) => ({ search, factor: (bracket.low + bracket.high) / 2 }));
    const found = await gains(trials);
    trials.forEach(({ search, factor }, index) => {
      const bracket = brackets[search];
      if (bracket === undefined) return;
      const same = (found[index] ?? 0) >= 0 === pays;
      brackets[search] = same ? { ...bracket, low: factor } : { ...bracket, high: factor };
    });
  }
  return brackets.map((bracket): BreakEven => {
    if (bracket === undefined) return { kind: pays ? 'always' : 'never' };
    return { kind: pays ? 'until' : 'from', factor: bracket.high };
  });
}
