/** Height of a row in pixels. */
export const ROW = 32;
/** Browsers draw nothing that is much taller than this. */
const TALLEST = 8_000_000;

/** How far one scrolls per row. In a list that is too tall for a browser less than a row's height: it then moves faster than the hand. */
export function stepOf(total: number): number {
  return total * ROW <= TALLEST ? ROW : TALLEST / total;
}

/** What must follow the last row's step, so that one can scroll until that row stands at the foot of the view. */
export function restOf(step: number, view: number): number {
  return Math.max(0, view * (1 - step / ROW));
}

/** Where a row stands on the paper when one has scrolled so far. */
export function topOf(index: number, step: number, offset: number): number {
  return offset + (index - offset / step) * ROW;
}

/** How far to scroll so that a row is in view: not at all where it is. */
export function offsetFor(index: number, step: number, offset: number, view: number): number {
  const top = topOf(index, step, offset) - offset;
  if (top < 0) return index * step;
  if (top + ROW > view) return Math.max(0, (index + 1) * step - (view / ROW) * step);
  return offset;
}
