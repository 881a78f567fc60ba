/** Half of the draws lie below the median, nine of ten from `low` to `high`. */
export interface Quantiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The quantile of sorted values, between two of them by their distance. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + (place - below) * (high - low);
}

/** Median and 5 to 95 % of what draws came to; undefined where there are none. */
export function quantilesOf(values: readonly number[]): Quantiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return { low: quantile(sorted, 0.05), median: quantile(sorted, 0.5), high: quantile(sorted, 0.95) };
}
