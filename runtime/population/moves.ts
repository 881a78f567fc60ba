import { keepsMoves, type Plan, segmentsOf } from '../../schema/index.ts';

/** Members by where they were (rows) and where they are (columns). Added to, in any order. */
export type Matrix = bigint[][];

/** Where a member is: the segments that hold it, or none. */
export type Held = readonly number[];

/** Rows of the matrices of moves: those of a month begin with members who are new to the observation. */
export interface MoveRows {
  readonly withNew: boolean;
}

function matrix(rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0n));
}

/** One per ladder, without rows where it has too many levels: from level (or new) to level. */
export function noTierMoves(plan: Plan, { withNew }: MoveRows): Matrix[] {
  return plan.ladders.map(({ levels: { length } }) =>
    keepsMoves(length) ? matrix(length + Number(withNew), length) : [],
  );
}

/** From segment (or new, or none) to segment (or none); without rows where there are none, or too many. */
export function noSegmentMoves(plan: Plan, { withNew }: MoveRows): Matrix {
  const { length } = segmentsOf(plan);
  return keepsMoves(length) ? matrix(length + 1 + Number(withNew), length + 1) : [];
}

/** Notes a member in a cell, where the matrix is kept. */
export function addMove(moves: Matrix | undefined, from: number, to: number): void {
  const row = moves?.[from];
  if (row !== undefined) row[to] = (row[to] ?? 0n) + 1n;
}

/** Rows or columns of a matrix in which a member of these segments counts; `first` is that of being in none. */
export function cellsOf(held: Held, first: number): readonly number[] {
  return held.length === 0 ? [first] : held.map((segment) => first + 1 + segment);
}

/** Adds one matrix to another of the same program. */
export function mergeMatrix(into: Matrix, from: Matrix | undefined): void {
  from?.forEach((row, i) => {
    const own = into[i];
    row.forEach((count, j) => {
      if (own !== undefined) own[j] = (own[j] ?? 0n) + count;
    });
  });
}
