/**
 * Which card an arrow leads to from the one at a place, by where their tops are; `above`: out of the cards, upwards. Undefined for
 * keys that lead nowhere.
 */
export function neighbour(key: string, at: number, tops: readonly number[]): number | 'above' | undefined {
  const last = tops.length - 1;
  const columns = tops.filter((top) => top === tops[0]).length;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowDown':
      // The last row may be short.
      return Math.min(last, at + columns);
    case 'ArrowUp':
      return at - columns >= 0 ? at - columns : 'above';
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
