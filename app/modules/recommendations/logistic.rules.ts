import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** log-odds = intercept + coefficients · features */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/** Rows of features one after the other, each with what happened and how many rows it stands for. */
export interface Examples {
  readonly width: number;
  readonly features: Float32Array | Float64Array;
  readonly happened: Uint8Array;
  readonly weight: Float64Array;
}

const MOST_STEPS = 25;
const SMALL_ENOUGH = 1e-6;

export function logOdds(model: Logistic, features: Float64Array, at = 0): number {
  let sum = model.intercept;
  const { coefficients } = model;
  for (let n = 0; n < coefficients.length; n++) {
    sum += (coefficients[n] ?? 0) * (features[at + n] ?? 0);
  }
  return sum;
}

export function chance(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

interface Moments {
  mean: Float64Array;
  spread: Float64Array;
}

function momentsOf({ width, features }: Examples): Moments {
  const rows = features.length / width;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let n = 0; n < features.length; n++) {
    const column = n % width;
    const value = features[n] ?? 0;
    mean[column] = (mean[column] ?? 0) + value / rows;
    square[column] = (square[column] ?? 0) + (value * value) / rows;
  }
  const spread = square.map((sum, n) => Math.sqrt(Math.max(sum - (mean[n] ?? 0) ** 2, 0)) || 1);
  return { mean, spread };
}

/** Writes one example into `row`, each feature around 0 and one spread wide. */
function writeStandardised(
  { width, features }: Examples,
  { mean, spread }: Moments,
  { row, at }: { row: Float64Array; at: number },
): void {
  for (let n = 0; n < width; n++) {
    row[n] = ((features[at * width + n] ?? 0) - (mean[n] ?? 0)) / (spread[n] ?? 1);
  }
}

/** Adds one example's part to gradient and curvature; of the latter the lower triangle. */
function addSlopes(
  sum: { gradient: Float64Array; curvature: Float64Array },
  row: Float64Array,
  by: { miss: number; bend: number },
): void {
  const size = row.length;
  for (let i = 0; i < size; i++) {
    const value = row[i] ?? 0;
    sum.gradient[i] = (sum.gradient[i] ?? 0) + by.miss * value;
    const bent = by.bend * value;
    for (let k = 0; k <= i; k++) {
      sum.curvature[i * size + k] = (sum.curvature[i * size + k] ?? 0) + bent * (row[k] ?? 0);
    }
  }
}

/** Gradient and curvature of the likelihood at `beta`, whose last parameter is the intercept. */
function slopes(examples: Examples, moments: Moments, beta: Float64Array) {
  const { width, happened, weight } = examples;
  const size = width + 1;
  const sum = { gradient: new Float64Array(size), curvature: new Float64Array(size * size) };
  const row = new Float64Array(size).fill(1);
  const model = { intercept: beta[width] ?? 0, coefficients: beta.subarray(0, width) };
  for (let n = 0; n < happened.length; n++) {
    writeStandardised(examples, moments, { row, at: n });
    const p = chance(logOdds(model, row));
    const stands = weight[n] ?? 1;
    addSlopes(sum, row, { miss: stands * ((happened[n] ?? 0) - p), bend: stands * p * (1 - p) });
  }
  return sum;
}

/** Newton's step under the penalty; the intercept is hardly penalised, just enough to stay finite. */
function newtonStep(
  { gradient, curvature }: ReturnType<typeof slopes>,
  beta: Float64Array,
  l2: number,
): number[] {
  const size = beta.length;
  const penalty = (n: number) => 2 * (n === size - 1 ? SMALL_ENOUGH : l2);
  const pulled = gradient.map((value, n) => value - penalty(n) * (beta[n] ?? 0));
  const matrix = Matrix.from1DArray(size, size, curvature);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) matrix.set(k, i, matrix.get(i, k));
    matrix.set(i, i, matrix.get(i, i) + penalty(i));
  }
  return new CholeskyDecomposition(matrix).solve(Matrix.columnVector(pulled)).to1DArray();
}

/**
 * Logistic regression by Newton's method on standardised features, with a penalty `l2` on their squared
 * coefficients. Without an example of either outcome the answer is the mean, and no feature counts.
 */
export function fitLogistic(examples: Examples, l2: number): Logistic {
  const { width } = examples;
  const moments = momentsOf(examples);
  const beta = new Float64Array(width + 1);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(slopes(examples, moments, beta), beta, l2);
    // One outcome only has no finite best intercept: a bounded step keeps it sane.
    for (const [n, by] of move.entries()) beta[n] = (beta[n] ?? 0) + Math.max(-2, Math.min(2, by));
    if (move.every((by) => Math.abs(by) < SMALL_ENOUGH)) break;
  }
  const { mean, spread } = moments;
  const coefficients = Float64Array.from(
    { length: width },
    (_, n) => (beta[n] ?? 0) / (spread[n] ?? 1),
  );
  const shift = coefficients.reduce((sum, value, n) => sum + value * (mean[n] ?? 0), 0);
  return { intercept: (beta[width] ?? 0) - shift, coefficients };
}
