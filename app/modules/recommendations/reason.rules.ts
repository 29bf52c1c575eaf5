import type { Profile } from "./profile.rules.ts";
import type { Signals } from "./signals.rules.ts";

/** Why a product is shown, for shopper and merchant alike. */
export type RecommendationReason =
  /** bought by those who bought `item` too, which this person has */
  | { kind: "bought_with"; item: number }
  /** one of their own, bought this many times */
  | { kind: "bought_before"; times: number }
  /** sells well now */
  | { kind: "popular" };

/** The most significant of the person's products that speak for `item`. */
function strongestVoice(signals: Signals, profile: Profile, item: number): number | null {
  let voice: number | null = null;
  let most = 0;
  for (const own of profile.own.keys()) {
    signals.neighbours.freshen?.(own);
    const { start, end, target, significance } = signals.neighbours;
    for (let n = start[own] ?? 0; n < (end[own] ?? 0); n++) {
      if (target[n] !== item || (significance[n] ?? 0) <= most) continue;
      most = significance[n] ?? 0;
      voice = own;
    }
  }
  return voice;
}

export function reasonFor(signals: Signals, profile: Profile, item: number): RecommendationReason {
  const own = profile.own.get(item);
  if (own) return { kind: "bought_before", times: own.count };
  const voice = strongestVoice(signals, profile, item);
  return voice === null ? { kind: "popular" } : { kind: "bought_with", item: voice };
}
