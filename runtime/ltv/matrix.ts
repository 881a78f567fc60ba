/** Rows of a square matrix. */
export type Matrix = readonly (readonly number[])[];

export const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? 0;

/** Lower triangle L with LLᵀ = matrix; undefined when the matrix is not positive definite. */
export function cholesky(matrix: Matrix): Matrix | undefined {
  const rows: number[][] = [];
  for (let i = 0; i < matrix.length; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      let sum = at(matrix, i, j);
      for (let k = 0; k < j; k += 1) sum -= (row[k] ?? 0) * (j === i ? (row[k] ?? 0) : at(rows, j, k));
      if (j < i) row.push(sum / at(rows, j, j));
      else if (sum > 0 && Number.isFinite(sum)) row.push(Math.sqrt(sum));
      else return undefined;
    }
    rows.push(row);
  }
  return rows;
}

/** Inverse of a symmetric positive definite matrix; undefined when it is not one. */
export function inverse(matrix: Matrix): Matrix | undefined {
  const lower = cholesky(matrix);
  if (lower === undefined) return undefined;
  const size = matrix.length;
  const columns = matrix.map((_, unit) => {
    const half: number[] = [];
    for (let i = 0; i < size; i += 1) {
      let sum = i === unit ? 1 : 0;
      for (let k = 0; k < i; k += 1) sum -= at(lower, i, k) * (half[k] ?? 0);
      half.push(sum / at(lower, i, i));
    }
    const column = new Array<number>(size).fill(0);
    for (let i = size - 1; i >= 0; i -= 1) {
      let sum = half[i] ?? 0;
      for (let k = i + 1; k < size; k += 1) sum -= at(lower, k, i) * (column[k] ?? 0);
      column[i] = sum / at(lower, i, i);
    }
    return column;
  });
  return columns;
}

/** vᵀ · matrix · v. */
export function quadratic(matrix: Matrix, v: readonly number[]): number {
  let sum = 0;
  v.forEach((a, i) => {
    v.forEach((b, j) => {
      sum += a * b * at(matrix, i, j);
    });
  });
  return sum;
}
