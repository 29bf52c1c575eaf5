/**
 * The inverse of a symmetric, positive definite matrix of `size` rows, in place and in full: one sweep per row over
 * the lower half.
 */
export function invertSymmetric(matrix: Float64Array, size: number): void {
  for (let k = 0; k < size; k += 1) sweep(matrix, size, k);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const value = -(matrix[i * size + j] ?? 0);
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
}

/** Row k of a matrix of which only the lower half counts. */
function readRow(matrix: Float64Array, size: number, k: number): Float64Array {
  const row = new Float64Array(size);
  row.set(matrix.subarray(k * size, k * size + k + 1));
  for (let i = k + 1; i < size; i += 1) row[i] = matrix[i * size + k] ?? 0;
  return row;
}

function writeRow(matrix: Float64Array, size: number, k: number, row: Float64Array): void {
  matrix.set(row.subarray(0, k + 1), k * size);
  for (let i = k + 1; i < size; i += 1) matrix[i * size + k] = row[i] ?? 0;
}

function sweep(matrix: Float64Array, size: number, k: number): void {
  const row = readRow(matrix, size, k);
  const pivot = row[k] ?? 1;
  for (let i = 0; i < size; i += 1) {
    const factor = (row[i] ?? 0) / pivot;
    if (factor === 0 || i === k) continue;
    const start = i * size;
    for (let j = 0; j <= i; j += 1) {
      matrix[start + j] = (matrix[start + j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  const swept = row.map((value) => value / pivot);
  swept[k] = -1 / pivot;
  writeRow(matrix, size, k, swept);
}
