import { CholeskyDecomposition, Matrix } from "ml-matrix";

/**
 * Solves `(meetings + ridge) · weights = counts`: how much each neighbour says about a product beside
 * what the other neighbours say already. The ridge, added on the diagonal, keeps it solvable.
 */
export function ridgeWeights(meetings: Matrix, counts: readonly number[]): number[] {
  if (counts.length === 0) return [];
  return new CholeskyDecomposition(meetings).solve(Matrix.columnVector([...counts])).to1DArray();
}
