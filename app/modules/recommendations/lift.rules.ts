/** How many persons of an arm have so many cases, of which so many were followed by an order. */
export interface PersonsAlike {
  cases: number;
  buyers: number;
  persons: number;
}

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

export function armOf(people: readonly PersonsAlike[]): ArmCounts {
  const sum = (of: (one: PersonsAlike) => number) => people.reduce((all, one) => all + of(one), 0);
  return {
    cases: sum(({ cases, persons }) => cases * persons),
    buyers: sum(({ buyers, persons }) => buyers * persons),
  };
}

/**
 * How much less an arm knows than as many cases of as many persons would: the variance of its share with persons as
 * the units (a ratio of two sums, linearised), against that of independent cases. What one person does after
 * one message and after the next is hardly two facts: one order follows both. 1 where everybody has one case, and
 * never less. Where nobody or everybody bought, variances say nothing: then a person counts as one fact.
 */
function designEffect(people: readonly PersonsAlike[], { cases, buyers }: ArmCounts): number {
  const share = buyers / cases;
  const sum = (of: (one: PersonsAlike) => number) =>
    people.reduce((all, one) => all + of(one) * one.persons, 0);
  const persons = sum(() => 1);
  if (persons === cases) return 1;
  const asOneFact = sum((one) => one.cases ** 2) / cases;
  if (persons < 2 || share === 0 || share === 1) return asOneFact;
  const between = sum((one) => (one.buyers - share * one.cases) ** 2) * (persons / (persons - 1));
  return Math.max(1, between / (cases * share * (1 - share)));
}

/** Of the standard normal, for 95 of 100. */
const Z = 1.959964;

interface Share {
  share: number;
  low: number;
  high: number;
}

/**
 * Wilson's interval of a share: right for few cases, too, and never outside 0 to 1; of as many cases as those of several
 * per person are worth.
 */
function wilson(people: readonly PersonsAlike[]): Share | null {
  const arm = armOf(people);
  if (arm.cases === 0) return null;
  const share = arm.buyers / arm.cases;
  const cases = arm.cases / designEffect(people, arm);
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
export function liftOf(arms: {
  treated: readonly PersonsAlike[];
  holdout: readonly PersonsAlike[];
}): Lift | null {
  const treated = wilson(arms.treated);
  const holdout = wilson(arms.holdout);
  if (!treated || !holdout) return null;
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
