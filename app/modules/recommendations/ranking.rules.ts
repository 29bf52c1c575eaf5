import {
  featureWriter,
  OWN_FEATURES,
  type Pull,
  pullOf,
  pullRoom,
  release,
} from "./features.rules.ts";
import { chance, logOdds } from "./logistic.rules.ts";
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

/** The best `top` by odds without sorting the rest. Ties go by number, so that answers repeat. */
function best(scored: Ranked[], top: number): Ranked[] {
  return scored.sort((a, b) => b.odds - a.odds || a.item - b.item).slice(0, top);
}

/** How to weigh the signals, before the odds are turned into chances. */
export interface Judges {
  signals: Signals;
  weights: Pick<Weights, "fresh" | "own">;
}

function scoreCandidates(
  { signals, weights }: Judges,
  profile: Profile,
  { pull, candidates }: { pull: Pull; candidates: readonly number[] },
): Ranked[] {
  const write = featureWriter(signals, profile, pull);
  const row = new Float64Array(OWN_FEATURES);
  return candidates.map((item) => {
    write(item, row);
    const judge = profile.own.has(item) ? weights.own : weights.fresh;
    return { item, odds: logOdds(judge, row) };
  });
}

export interface RankWish {
  mode: RankMode;
  top: number;
  allowed?: (item: number) => boolean;
}

/** Ranks by odds for one person after the other; keeps its room between them. */
export function oddsRanker(judges: Judges) {
  const { signals } = judges;
  const pull = pullRoom(signals.history.products.length);
  /** The best `top` products of those that `allowed` lets through. */
  return (profile: Profile, { mode, top, allowed }: RankWish): Ranked[] => {
    pullOf(signals, profile, pull);
    const all = candidatesOf(signals, profile, { pull, mode });
    const candidates = allowed ? all.filter(allowed) : all;
    const scored = scoreCandidates(judges, profile, { pull, candidates });
    release(pull);
    return best(scored, top);
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
