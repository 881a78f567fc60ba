import { fallbackAmount } from './literals.ts';
import { atom, type Draft, inner, type Piece, piece } from './place.ts';

/** The piece, with another in its stead where it may be missing. */
export function solid(found: Piece, fallback: Piece): Piece {
  if (!found.optional) return found;
  return piece(`${inner(found)} otherwise ${inner(fallback)}`, {
    scale: Math.max(found.scale, fallback.scale),
    fraction: found.fraction || fallback.fraction,
  });
}

/** An amount that is there. */
export function solidAmount(draft: Draft): Draft {
  return (place) => solid(draft(place), fallbackAmount(place));
}

/** A date that is there. */
export function solidDate(draft: Draft): Draft {
  return (place) => solid(draft(place), atom(place.member ? 'today' : '2024-06-01'));
}

/** A quotient has to be rounded before it is added or kept. */
export function rounded(found: Piece): Piece {
  return found.fraction ? atom(`round(${found.text})`, { optional: found.optional }) : found;
}

/** An amount that is there and has a fixed number of decimals. */
export function storedAmount(draft: Draft): Draft {
  return (place) => rounded(solidAmount(draft)(place));
}

/** A date to count from: months since `forever` are no number, so what may be it is cut. */
export function countable(found: Piece): Piece {
  if (!/forever|held|until|\bdue\b|\bm\d/.test(found.text)) return found;
  return atom(`min(${found.text}, 2300-01-01)`, { optional: found.optional });
}
