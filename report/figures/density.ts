/** Whole parts of each share, in the order of the loyalties; what is left makes up the rest of a cell. */
export type DensityCell = readonly [number, number, number];

/** How finely the triangle of the loyalties is cut: so many cells along each side. */
export const DENSITY_PARTS = 12;

/**
 * The cell of the triangle in which three scores stand, by how they share their sum; undefined where there is nothing to share.
 * Scores are at one scale and not negative. On a border between cells the larger share gives way, so that every place has one cell.
 */
export function densityCell(
  scores: readonly [bigint, bigint, bigint],
  parts = DENSITY_PARTS,
): DensityCell | undefined {
  const all = scores[0] + scores[1] + scores[2];
  if (all <= 0n) return undefined;
  const place = (score: bigint): number => Number((score * BigInt(parts)) / all);
  const cell: [number, number, number] = [place(scores[0]), place(scores[1]), place(scores[2])];
  // All three fall on borders: without a part to share out there would be no cell.
  if (cell[0] + cell[1] + cell[2] === parts) cell[cell.indexOf(Math.max(...cell))] = Math.max(...cell) - 1;
  return cell;
}
