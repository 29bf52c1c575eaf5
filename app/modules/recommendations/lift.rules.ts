/** One arm of the comparison: persons' cases, and of these the ones that were followed by an order. */
export interface ArmCounts {
  cases: number;
  buyers: number;
}

export interface Lift {
  /** share of the cases that were followed by an order, 0 to 1 */
  treated: number;
  holdout: number;
  /** treated less holdout, with the interval that holds the true one in 95 of 100 such comparisons */
  difference: number;
  low: number;
  high: number;
  /** whether the interval leaves zero out: more than chance */
  isClear: boolean;
}

/** Of the standard normal, for 95 of 100. */
const Z = 1.959964;

/** Wilson's interval of a share: right for few cases, too, and never outside 0 to 1. */
function wilson({ cases, buyers }: ArmCounts): { share: number; low: number; high: number } {
  const share = buyers / cases;
  const square = Z * Z;
  const middle = (share + square / (2 * cases)) / (1 + square / cases);
  const half =
    (Z * Math.sqrt((share * (1 - share)) / cases + square / (4 * cases * cases))) /
    (1 + square / cases);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * What recommending changed: cases that were to be sent against those left alone, by chance, with Newcombe's
 * interval (1998, method 10), which holds for small arms. Everybody who was drawn counts, whether or not the message
 * arrived: leaving out who could not be reached would compare different people. Null while an arm is empty.
 */
export function liftOf(arms: { treated: ArmCounts; holdout: ArmCounts }): Lift | null {
  if (arms.treated.cases === 0 || arms.holdout.cases === 0) return null;
  const treated = wilson(arms.treated);
  const holdout = wilson(arms.holdout);
  const difference = treated.share - holdout.share;
  const low = difference - Math.hypot(treated.share - treated.low, holdout.high - holdout.share);
  const high = difference + Math.hypot(treated.high - treated.share, holdout.share - holdout.low);
  return {
    treated: treated.share,
    holdout: holdout.share,
    difference,
    low,
    high,
    isClear: low > 0 || high < 0,
  };
}
