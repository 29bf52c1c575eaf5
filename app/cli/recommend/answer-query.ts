import {
  isWorthSending,
  type Model,
  type Purchase,
  profileOf,
  purchasesOf,
  ranker,
  readPerson,
  reasonFor,
  type RecommendationReason,
} from "#app/modules/recommendations/index.ts";
import type { Query } from "./read-queries.ts";

export interface Answer {
  id: string;
  products: { id: string; score: number; probability: number; reason: string }[];
  send: boolean;
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

function sameItems(a: ArrayLike<number>, b: readonly number[]): boolean {
  const items = new Set(Array.from(a));
  return items.size === b.length && b.every((item) => items.has(item));
}

/** What the person bought, the basket last; it is not counted twice when the file has it already. */
function purchasesFor({ signals }: Model, query: Query): Purchase[] {
  const { history, upTo, at } = signals;
  const person = history.personIndex.get(readPerson(query.customerId ?? "") ?? "");
  const known = person === undefined ? [] : purchasesOf(history, person, upTo);
  const ids = query.basket.map((id) => history.productIndex.get(id.trim().toUpperCase()));
  const basket = [...new Set(ids.filter((item) => item !== undefined))];
  const last = known.at(-1);
  if (basket.length === 0 || (last && sameItems(last.items, basket))) return known;
  return [...known, { at, items: basket }];
}

function reasonText(model: Model, reason: RecommendationReason): string {
  switch (reason.kind) {
    case "bought_with":
      return `often bought by those who bought ${model.signals.history.products[reason.item] ?? ""}`;
    case "bought_before":
      return `bought before, ${reason.times} ${reason.times === 1 ? "time" : "times"}`;
    case "popular":
      return "bought by many these days";
  }
}

export interface Price {
  of: ReadonlyMap<number, number>;
  marginShare: number;
  messagePrice: number;
}

/** Answers one question after the other from a warm model. */
export function answerer(model: Model, price: Price, top: number) {
  const rank = ranker(model);
  const { products } = model.signals.history;
  return (query: Query): Answer => {
    const profile = profileOf(purchasesFor(model, query), model.signals.at);
    const ranked = rank(profile, { mode: query.mode, top });
    const worth = isWorthSending({
      probabilities: ranked.map((one) => one.probability),
      prices: ranked.map((one) => price.of.get(one.item) ?? null),
      marginShare: price.marginShare,
      messagePrice: price.messagePrice,
    });
    return {
      id: query.id,
      products: ranked.map(({ item, odds, probability }) => ({
        id: products[item] ?? "",
        score: rounded(odds),
        probability: rounded(probability),
        reason: reasonText(model, reasonFor(model.signals, profile, item)),
      })),
      send: worth.send,
    };
  };
}
