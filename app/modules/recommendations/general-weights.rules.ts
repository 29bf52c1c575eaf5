import type { Logistic } from "./logistic.rules.ts";
import type { Weights } from "./model.types.ts";

const logistic = (intercept: number, coefficients: readonly number[]): Logistic => ({
  intercept,
  coefficients: Float64Array.from(coefficients),
});

/**
 * For shops too young to learn from their own past: what the Online Retail data set taught (UCI, CC BY
 * 4.0; orders before 2011-08-09), in the order of `featureWriter` and `calibrationRow`.
 */
export const GENERAL_WEIGHTS: Weights = {
  fresh: logistic(
    -0.2407,
    [
      2.3171, 0.4713, 0.0168, 0.0821, 0.0699, 0.1696, 0.6271, 0.2588, 0.0853, 0.1188, -0.1032,
      -0.2244, 0.0869, -0.2391, -0.6802, -0.0069, 0.2442,
    ],
  ),
  own: logistic(
    -0.0158,
    [
      0.2303, 0.3013, 0.0415, -0.1319, 0.1243, 0.1584, 0.1289, 0.1231, 0.1698, 0.077, -0.1537,
      -0.0426, -0.0723, -0.1063, 0.5416, 0.5214, -0.5386, -0.0827, 1.798, 0.2569, 0.0846, -0.1196,
      -0.213, 0.3846, -0.3486, 0.1296,
    ],
  ),
  shortlist: 100,
  calibration: {
    new: logistic(-1.6231, [0.731, 0.0044, 0.0313, 0.2418, 0.1104, 0.1891]),
    any: logistic(-0.1831, [0.9924, -0.0975, 0.0466, 0.0645, -0.0933, 0.6915]),
  },
  learnedFrom: 0,
};
