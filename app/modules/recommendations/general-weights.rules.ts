import type { Logistic } from "./logistic.rules.ts";
import type { Weights } from "./model.types.ts";

const logistic = (intercept: number, coefficients: readonly number[]): Logistic => ({
  intercept,
  coefficients: Float64Array.from(coefficients),
});

/**
 * For shops too young to learn from their own past: what the Online Retail data set taught (UCI, CC BY
 * 4.0; orders before 2011-08-09), in the order of `featureWriter`.
 */
export const GENERAL_WEIGHTS: Weights = {
  fresh: logistic(
    0.7094,
    [
      2.5441, 1.0145, 0.0037, 0.1138, 0.026, 0.0567, 0.8805, 0.2453, 0.1226, 0.0972, -0.1255,
      -0.251, 0.0791, -0.2618, -0.7086, -0.036, 0.2614,
    ],
  ),
  own: logistic(
    0.3706,
    [
      0.1352, 0.4955, 0.0356, -0.132, 0.1291, 0.0926, 0.2816, 0.1681, 0.1301, 0.0898, -0.1624,
      -0.07, -0.0458, -0.1011, 0.5412, 0.4746, -0.4672, -0.0739, 1.7933, 0.268, 0.0836, -0.1141,
      -0.2043, 0.3897, -0.3582, 0.1352,
    ],
  ),
  shortlist: 100,
  calibration: { new: logistic(-0.4821, [0.7492]), any: logistic(-0.015, [1.0023]) },
  learnedFrom: 0,
};
