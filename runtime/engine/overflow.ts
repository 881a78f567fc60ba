import type { Span } from '../../schema/index.ts';

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

/** Raised where an exact decimal leaves 64 bits (ruling X1); caught at the edge of the event or morning at hand. */
export class OverflowSignal extends Error {
  readonly span: Span;

  constructor(span: Span) {
    super('overflow');
    this.span = span;
  }
}

export function fits(value: bigint): boolean {
  return value <= MAX && value >= MIN;
}

/** The value itself, or an {@link OverflowSignal} at `span`. */
export function int64(value: bigint, span: Span): bigint {
  if (!fits(value)) throw new OverflowSignal(span);
  return value;
}
