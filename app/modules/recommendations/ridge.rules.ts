/** Below, a pivot would be noise; the ridge keeps all of them far above. */
const LEAST_PIVOT = 1e-9;

/** The lower half becomes the Cholesky factor of the matrix. */
function factorise(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let column = 0; column <= row; column++) {
      const other = column * size;
      let sum = matrix[at + column] ?? 0;
      for (let n = 0; n < column; n++) sum -= (matrix[at + n] ?? 0) * (matrix[other + n] ?? 0);
      matrix[at + column] =
        row === column
          ? Math.sqrt(Math.max(sum, LEAST_PIVOT))
          : sum / (matrix[other + column] ?? 1);
    }
  }
}

/** Divides by the factor from the left: `L · x = b`, in place. */
function solveForwards(factor: Float64Array, x: Float64Array): void {
  const size = x.length;
  for (let row = 0; row < size; row++) {
    let sum = x[row] ?? 0;
    for (let n = 0; n < row; n++) sum -= (factor[row * size + n] ?? 0) * (x[n] ?? 0);
    x[row] = sum / (factor[row * size + row] ?? 1);
  }
}

/** The same with the factor turned on its side. */
function solveBackwards(factor: Float64Array, x: Float64Array): void {
  const size = x.length;
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row] ?? 0;
    for (let n = row + 1; n < size; n++) sum -= (factor[n * size + row] ?? 0) * (x[n] ?? 0);
    x[row] = sum / (factor[row * size + row] ?? 1);
  }
}

/**
 * Solves `(meetings + ridge) · weights = counts`: how much each neighbour says about a product beside what the other
 * neighbours say already. The ridge, added on the diagonal, keeps it solvable. `meetings` is a square of as many rows
 * as counts, of which the lower half counts; it is used up. There is one such system per product: with a matrix of
 * objects they took most of a fit.
 */
export function ridgeWeights(meetings: Float64Array, counts: ArrayLike<number>): Float64Array {
  const weights = Float64Array.from(counts);
  factorise(meetings, weights.length);
  solveForwards(meetings, weights);
  solveBackwards(meetings, weights);
  return weights;
}
