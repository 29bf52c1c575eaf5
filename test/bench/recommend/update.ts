import { fitModel } from "#app/modules/recommendations/fit-model.rules.ts";
import { learnOrder, moveTo } from "#app/modules/recommendations/learn-order.rules.ts";
import type { NewOrder } from "#app/modules/recommendations/live-history.rules.ts";
import { type LiveModel, liveModel } from "#app/modules/recommendations/live-model.rules.ts";
import type { Model, RankMode } from "#app/modules/recommendations/model.types.ts";
import { ranker } from "#app/modules/recommendations/ranking.rules.ts";
import {
  itemsOf,
  ordersBefore,
  type PurchaseHistory,
} from "#app/modules/recommendations/purchase-history.rules.ts";
import { DAY_MS } from "#app/shared/duration.ts";
import type { BenchTable } from "../bench.types.ts";
import { percentile } from "../support/statistics.ts";
import { bootstrap, hitAmong, ndcgAt } from "./measures.ts";
import { type Question, questionsAt } from "./temporal-split.ts";

const TOP = 10;
const SHOWN = 3;
/** How long a served model goes without a fit here: thirty times what it does in the app. */
const LEARNED_DAYS = 30;

export interface Updates {
  /** milliseconds of each order that was learned */
  learnMs: number[];
  /** milliseconds of each ranking, the last order just learned */
  rankMs: number[];
  /** by how the model came to the moment it was asked at */
  hits: Map<string, { fresh: number[]; ndcgAny: number[] }>;
}

/** The orders of a stretch, as they would come in. */
function ordersBetween(history: PurchaseHistory, from: number, to: number): NewOrder[] {
  const persons = [...history.personIndex.keys()];
  const orders: NewOrder[] = [];
  for (let order = ordersBefore(history, from); order < ordersBefore(history, to); order += 1) {
    const person = history.orderPerson[order] ?? -1;
    orders.push({
      orderId: `later ${order}`,
      personId: persons[person] ?? null,
      at: history.orderAt[order] ?? 0,
      productIds: Array.from(itemsOf(history, order), (item) => history.products[item] ?? ""),
    });
  }
  return orders;
}

/** Learns the orders one by one, each at its moment. */
function learnAll(live: LiveModel, orders: readonly NewOrder[], into: Updates): void {
  for (const order of orders) {
    const startedAt = performance.now();
    learnOrder(live, order, order.at + 1);
    into.learnMs.push(performance.now() - startedAt);
  }
}

function judge(model: Model, questions: readonly Question[], mode: RankMode, rankMs?: number[]) {
  const rank = ranker(model);
  return questions.map((question) => {
    const startedAt = performance.now();
    const ranked = rank(question.profile, { mode, top: TOP }).map(({ item }) => item);
    rankMs?.push(performance.now() - startedAt);
    return mode === "new"
      ? hitAmong(ranked, question.fresh, SHOWN)
      : ndcgAt(ranked, question.next, TOP);
  });
}

/** The same people asked of a model that learned the last month order by order, of one fitted anew, and of one left alone. */
export function updatesAt(history: PurchaseHistory, cut: number): Updates {
  const updates: Updates = { learnMs: [], rankMs: [], hits: new Map() };
  const from = cut - LEARNED_DAYS * DAY_MS;
  const old = fitModel(history, from);
  const live = liveModel(old);
  learnAll(live, ordersBetween(history, from, cut), updates);
  moveTo(live, cut);
  const questions = questionsAt(history, cut);
  const withNew = questions.filter(({ fresh }) => fresh.size > 0);
  const models = {
    "left as it was": old,
    "learned order by order": live,
    "fitted anew": fitModel(history, cut),
  };
  for (const [name, model] of Object.entries(models)) {
    const rankMs = model === live ? updates.rankMs : undefined;
    updates.hits.set(name, {
      fresh: judge(model, withNew, "new", rankMs),
      ndcgAny: judge(model, questions, "any", rankMs),
    });
  }
  return updates;
}

function interval(values: readonly number[]): string {
  const { mean, low, high } = bootstrap(values);
  return `${mean.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
}

export function updateP99({ learnMs }: Updates): number {
  return percentile(Float64Array.from(learnMs).sort(), 0.99);
}

export function updatesTable(updates: Updates): BenchTable {
  const sorted = Float64Array.from(updates.learnMs).sort();
  const ms = (share: number) => `${percentile(sorted, share).toFixed(2)} ms`;
  const rank = percentile(Float64Array.from(updates.rankMs).sort(), 0.99).toFixed(2);
  return {
    title: `A model ${LEARNED_DAYS} days after its fit`,
    columns: ["model", "new products, hit among 3", "anything, NDCG@10"],
    rows: [...updates.hits].map(([name, { fresh, ndcgAny }]) => [
      name,
      interval(fresh),
      interval(ndcgAny),
    ]),
    notes: [
      `${sorted.length} orders learned, each in: p50 ${ms(0.5)}, p99 ${ms(0.99)}, at most ${ms(1)}`,
      `a person's recommendation afterwards: p99 ${rank} ms`,
      "all three know the person's own purchases; every other difference is the model's",
    ],
  };
}
