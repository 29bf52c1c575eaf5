import type { Logistic } from "./logistic.rules.ts";
import type { Signals } from "./signals.rules.ts";

/** new: nothing they ever bought · any: what their next order may hold, bought before or not. */
export type RankMode = "new" | "any";

/** How to weigh the signals: learned from the shop's own past, where it has one. */
export interface Weights {
  /** for products that the person never bought, and for those they did */
  readonly fresh: Logistic;
  readonly own: Logistic;
  /** how many products are looked at closely, per way of finding them */
  readonly shortlist: number;
  /** from the odds of the best ten, and what is known of the person, to their chances, per mode */
  readonly calibration: Readonly<Record<RankMode, Logistic>>;
  /** persons whose next order taught them; 0: the shop is too young, general weights are used */
  readonly learnedFrom: number;
}

export interface Model {
  readonly signals: Signals;
  readonly weights: Weights;
}
