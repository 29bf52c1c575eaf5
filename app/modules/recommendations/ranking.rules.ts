import {
  type Judge,
  oddsOf,
  oddsOfProducts,
  type Pull,
  pullOf,
  pullRoom,
  release,
} from "./features.rules.ts";
import { chance, type Logistic, logOdds } from "./logistic.rules.ts";
import type { Model, RankMode, Weights } from "./model.types.ts";
import type { Profile } from "./profile.rules.ts";
import type { Signals } from "./signals.rules.ts";

export interface Ranked {
  item: number;
  /** log-odds: for ordering only */
  odds: number;
}

/** Products worth a look for this person: what their purchases speak for, best sellers, their own. */
function candidatesOf(
  signals: Signals,
  profile: Profile,
  { pull, mode }: { pull: Pull; mode: RankMode },
): number[] {
  const found = new Set(pull.touched);
  for (const item of signals.popularity.best) found.add(item);
  for (const item of profile.own.keys()) {
    if (mode === "any") found.add(item);
    else found.delete(item);
  }
  return [...found];
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
  weights: Pick<Weights, "fresh" | "own">;
}

interface BothJudges {
  fresh: Judge;
  own: Judge;
}

function bestCandidates(
  { signals, judges }: { signals: Signals; judges: BothJudges },
  profile: Profile,
  { pull, candidates, top }: { pull: Pull; candidates: readonly number[]; top: number },
): Ranked[] {
  const odds = oddsOf(signals, profile, pull);
  const ofPerson = { fresh: odds.ofPerson(judges.fresh), own: odds.ofPerson(judges.own) };
  const best = bestKept(top);
  for (const item of candidates) {
    const which = profile.own.has(item) ? "own" : "fresh";
    best.add(item, odds.of(judges[which], item, ofPerson[which]));
  }
  return best.kept;
}

export interface RankWish {
  mode: RankMode;
  top: number;
  allowed?: (item: number) => boolean;
}

/** Ranks by odds for one person after the other; keeps its room between them. */
export function oddsRanker({ signals, weights }: Judges) {
  const judge = (model: Logistic): Judge => ({ model, ofProducts: oddsOfProducts(signals, model) });
  const room = () => ({
    version: signals.version,
    pull: pullRoom(signals.history.products.length),
    judges: { fresh: judge(weights.fresh), own: judge(weights.own) },
  });
  let kept = room();
  /** The best `top` products of those that `allowed` lets through. */
  return (profile: Profile, { mode, top, allowed }: RankWish): Ranked[] => {
    // An order was learned meanwhile: it may have brought new products, and sales of all count anew.
    if (kept.version !== signals.version) kept = room();
    const { pull, judges } = kept;
    pullOf(signals, profile, pull);
    const all = candidatesOf(signals, profile, { pull, mode });
    const candidates = allowed ? all.filter(allowed) : all;
    const ranked = bestCandidates({ signals, judges }, profile, { pull, candidates, top });
    release(pull);
    return ranked;
  };
}

/** The same with the chance that each product is in the person's next order. */
export function ranker(model: Model) {
  const rank = oddsRanker(model);
  return (profile: Profile, wish: RankWish): (Ranked & { probability: number })[] => {
    const calibration = model.weights.calibration[wish.mode];
    return rank(profile, wish).map((one) => ({
      ...one,
      probability: chance(logOdds(calibration, Float64Array.of(one.odds))),
    }));
  };
}
