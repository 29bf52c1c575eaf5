import { DAY_MS } from "#app/shared/duration.ts";
import type { Model } from "#app/modules/recommendations/model.types.ts";
import {
  type OrderExport,
  readPerson,
  readProduct,
} from "#app/modules/recommendations/order-line.rules.ts";
import {
  type Purchase,
  profileOf,
  purchasesOf,
} from "#app/modules/recommendations/profile.rules.ts";
import type { PurchaseHistory } from "#app/modules/recommendations/purchase-history.rules.ts";
import { ranker } from "#app/modules/recommendations/ranking.rules.ts";
import { reasonFor, type RecommendationReason } from "#app/modules/recommendations/reason.rules.ts";
import { isWorthSending } from "#app/modules/recommendations/worth.rules.ts";
import type { Query } from "./read-queries.ts";

export interface Answer {
  id: string;
  products: { id: string; score: number; probability: number; reason: string }[];
  send: boolean;
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

/** Two lists of one purchase may differ by a row that one of them left out. */
const SAME_PURCHASE = 0.75;

function isSamePurchase(items: ReadonlySet<number>, basket: readonly number[]): boolean {
  const shared = basket.filter((item) => items.has(item)).length;
  return shared / (items.size + basket.length - shared) >= SAME_PURCHASE;
}

/** The last purchase, or that of the whole last day: some tools make one basket of a day's orders. */
function holdsAsLast(known: readonly Purchase[], basket: readonly number[]): boolean {
  const last = known.at(-1);
  if (!last) return false;
  const day = known.filter(({ at }) => Math.floor(at / DAY_MS) === Math.floor(last.at / DAY_MS));
  const itemsOf = (purchases: readonly Purchase[]) =>
    new Set(purchases.flatMap(({ items }) => Array.from(items)));
  return isSamePurchase(itemsOf([last]), basket) || isSamePurchase(itemsOf(day), basket);
}

/** Products by the id of a question: as written, else however it is written. */
function productFinder({ productIndex }: PurchaseHistory, kind: OrderExport) {
  const folded = new Map<string, number>();
  for (const [id, item] of productIndex) folded.set(id.toUpperCase(), item);
  return (text: string): number | undefined => {
    const id = readProduct(text, kind);
    return productIndex.get(id) ?? folded.get(id.toUpperCase());
  };
}

/** What the person bought, the basket last; it is not counted twice when the file has it already. */
function purchasesFor(
  { signals }: Model,
  query: Query,
  find: ReturnType<typeof productFinder>,
): Purchase[] {
  const { history, upTo, at } = signals;
  const person = history.personIndex.get(readPerson(query.customerId ?? "") ?? "");
  const known = person === undefined ? [] : purchasesOf(history, person, upTo);
  const basket = [...new Set(query.basket.map(find).filter((item) => item !== undefined))];
  if (basket.length === 0 || holdsAsLast(known, basket)) return known;
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
export function answerer(model: Model, price: Price, how: { top: number; export: OrderExport }) {
  const rank = ranker(model);
  const find = productFinder(model.signals.history, how.export);
  const { products } = model.signals.history;
  return (query: Query): Answer => {
    const profile = profileOf(purchasesFor(model, query, find), model.signals.at);
    const ranked = rank(profile, { mode: query.mode, top: how.top });
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
