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
    -2.8371,
    [
      2.8093, 1.5723, 0.0073, -0.1024, 0.4483, 0.2524, 0.1719, 0.08, 0.0741, -0.0596, 0.0503,
      -0.4177, -1.0578, -0.5184, 0.8792,
    ],
  ),
  own: logistic(
    -0.7676,
    [
      0.412, 0.5685, 0.0228, -0.1282, 0.1789, 0.1149, 0.1793, 0.0884, -0.1698, 0.0124, -0.0867,
      -0.1186, 0.7576, 0.714, -0.7981, -0.1469, 1.9819, 0.283, 0.0908, -0.1336, -0.2274, 0.3824,
      -0.4352, 0.1502,
    ],
  ),
  calibration: { new: logistic(-0.8213, [0.6666]), any: logistic(-0.1207, [0.9113]) },
  learnedFrom: 0,
};
