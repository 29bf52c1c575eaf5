import { featureWriter, OWN_FEATURES, pullOf, pullRoom, release } from "./features.rules.ts";
import { chanceOf } from "./calibration.rules.ts";
import { logOdds } from "./logistic.rules.ts";
import type { Model, Weights } from "./model.types.ts";
import type { Profile } from "./profile.rules.ts";
import { shortlistOf, type ShortlistWish } from "./shortlist.rules.ts";
import type { Signals } from "./signals.rules.ts";

export interface Ranked {
  item: number;
  /** log-odds: for ordering only */
  odds: number;
}

/** The best so far, best first. Ties go by number, so that answers repeat. */
function bestKept(top: number) {
  const kept: Ranked[] = [];
  const before = (one: Ranked, other: Ranked) =>
    one.odds > other.odds || (one.odds === other.odds && one.item < other.item);
  return {
    kept,
    add: (item: number, odds: number): void => {
      const last = kept[top - 1];
      if (last && last.odds > odds) return;
      const one = { item, odds };
      const place = kept.findIndex((other) => before(one, other));
      kept.splice(place < 0 ? kept.length : place, 0, one);
      if (kept.length > top) kept.pop();
    },
  };
}

/** How to weigh the signals, before the odds are turned into chances. */
export interface Judges {
  signals: Signals;
  weights: Pick<Weights, "fresh" | "own" | "shortlist">;
}

export type RankWish = Omit<ShortlistWish, "shortlist">;

/** Ranks by odds for one person after the other; keeps its room between them. */
export function oddsRanker({ signals, weights }: Judges) {
  let pull = pullRoom(signals.history.products.length);
  const row = new Float64Array(OWN_FEATURES);
  /** The best `top` products of those that `allowed` lets through. */
  return (profile: Profile, wish: RankWish): Ranked[] => {
    const products = signals.history.products.length;
    // An order that was learned meanwhile may have brought new products.
    if (pull.all.length < products) pull = pullRoom(products);
    pullOf(signals, profile, pull);
    const write = featureWriter(signals, profile, pull);
    const best = bestKept(wish.top);
    const { shortlist } = weights;
    for (const item of shortlistOf(signals, profile, { pull, wish: { ...wish, shortlist } })) {
      write(item, row);
      best.add(item, logOdds(profile.own.has(item) ? weights.own : weights.fresh, row));
    }
    release(pull);
    return best.kept;
  };
}

/** The same with the chance that each product is in the person's next order. */
export function ranker(model: Model) {
  const rank = oddsRanker(model);
  return (profile: Profile, wish: RankWish): (Ranked & { probability: number })[] => {
    const calibration = model.weights.calibration[wish.mode];
    return rank(profile, wish).map((one) => ({
      ...one,
      probability: chanceOf(calibration, one.odds, profile),
    }));
  };
}
