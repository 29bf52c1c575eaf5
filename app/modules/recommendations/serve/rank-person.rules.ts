import type { RankedProduct } from "#app/shared/ranked-product.ts";
import { chanceOf } from "../calibration.rules.ts";
import type { Model, RankMode } from "../model.types.ts";
import { type Profile, profileOf, type Purchase } from "../profile.rules.ts";
import { oddsRanker, type Ranked } from "../ranking.rules.ts";
import { reasonFor } from "../reason.rules.ts";
import type { Rhythm } from "./rhythm.rules.ts";

/** One person, as the port asks for them. */
export interface PersonQuestion {
  basket: readonly string[];
  bought: readonly { productId: string; at: Date; quantity: number }[];
  mode: RankMode;
  limit: number;
  now: Date;
}

/** By order, oldest first; what of it the shop's history does not know says nothing. */
function purchasesIn({ signals }: Model, { bought, now }: PersonQuestion): Purchase[] {
  const { productIndex } = signals.history;
  const byTime = new Map<number, Set<number>>();
  for (const { productId, at, quantity } of bought) {
    const item = productIndex.get(productId);
    const ms = Math.min(at.getTime(), now.getTime());
    if (item === undefined || quantity <= 0) continue;
    byTime.set(ms, (byTime.get(ms) ?? new Set()).add(item));
  }
  return [...byTime]
    .toSorted(([a], [b]) => a - b)
    .map(([at, items]) => ({ at, items: Int32Array.from(items) }));
}

/** The same with the basket as the last purchase: it is not counted twice where it is there already. */
function withBasket(model: Model, purchases: Purchase[], question: PersonQuestion): Purchase[] {
  const { productIndex } = model.signals.history;
  const known = question.basket.map((id) => productIndex.get(id));
  const basket = new Set(known.filter((item) => item !== undefined));
  if (basket.size === 0) return purchases;
  const last = purchases.at(-1);
  const bought = Array.from(last?.items ?? []);
  if (!last || !bought.some((item) => basket.has(item))) {
    return [...purchases, { at: question.now.getTime(), items: Int32Array.from(basket) }];
  }
  const both = Int32Array.from(new Set([...bought, ...basket]));
  return [...purchases.slice(0, -1), { at: last.at, items: both }];
}

interface Told {
  model: Model;
  rhythms: ReadonlyMap<number, Rhythm>;
  profile: Profile;
}

function told({ model, rhythms, profile }: Told, { item, odds }: Ranked): RankedProduct {
  const { signals, weights } = model;
  const { products } = signals.history;
  const isOwn = profile.own.has(item);
  // The chance of a product that is new to the person is the same, whatever else was asked for.
  const calibration = weights.calibration[isOwn ? "any" : "new"];
  const common = {
    productId: products[item] ?? "",
    score: odds,
    probability: chanceOf(calibration, odds, profile),
    rhythm: isOwn ? (rhythms.get(item) ?? null) : null,
  };
  const reason = reasonFor(signals, profile, item);
  switch (reason.kind) {
    case "bought_with":
      return {
        ...common,
        source: "co_purchase",
        reason: { kind: "bought_with", productId: products[reason.item] ?? "" },
      };
    case "bought_before":
      return { ...common, source: "own_rhythm", reason };
    case "popular":
      return { ...common, source: "popularity", reason };
  }
}

/** Ranks one person after the other from a warm model. */
export function personRanker(model: Model, rhythms: ReadonlyMap<number, Rhythm>) {
  const rank = oddsRanker(model);
  return (question: PersonQuestion): RankedProduct[] => {
    const purchases = withBasket(model, purchasesIn(model, question), question);
    const profile = profileOf(purchases, question.now.getTime());
    const ever = model.signals.popularity.counts.at(-1);
    // Of a product whose only order was cancelled, nothing is left but its number.
    const allowed = (item: number) => (ever?.[item] ?? 0) > 0;
    const ranked = rank(profile, { mode: question.mode, top: question.limit, allowed });
    return ranked.map((one) => told({ model, rhythms, profile }, one));
  };
}
