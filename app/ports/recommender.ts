import type { RankedProduct } from "#app/shared/ranked-product.ts";

/** One person of a shop, and what is asked for them. Products are Shopify's numeric ids. */
export interface RankQuery {
  /** comes back with the answer */
  key: string;
  /** products of the last purchase */
  basket: readonly string[];
  /** all purchases of the person that count, the last one among them or not; quantity: what they kept */
  bought: readonly { productId: string; at: Date; quantity: number }[];
  /** new: nothing they ever bought · any: what their next order may hold, bought before or not */
  mode: "new" | "any";
  limit: number;
  now: Date;
}

export interface RankAnswer {
  key: string;
  /** best first; empty where the shop has no orders yet */
  products: RankedProduct[];
  /** null: the shop has no orders to learn from */
  model: {
    /** when it was read from the orders; later ones were learned since */
    fittedAt: Date;
    /** persons whose next order taught how to weigh the signals; 0: the shop is too young, general weights */
    learnedFrom: number;
    orders: number;
    /** share of orders that the same person follows by another within 60 days; null: too few to say */
    orderChance: number | null;
  } | null;
}

/** The ranker could not answer; what was asked can be asked again. Never a reason to hold anything else up. */
export class RecommenderError extends Error {
  override name = "RecommenderError";
  /** the process is being shut down: nothing is wrong with the shop's model */
  readonly isStopping: boolean;

  constructor(message: string, isStopping = false) {
    super(message);
    this.isStopping = isStopping;
  }
}

/**
 * Which products fit a person, from one model per shop. The worker has it, in a thread of its own; in other
 * processes every question fails.
 */
export interface Recommender {
  /**
   * Answers in the order asked. A cold model is loaded first: seconds for a shop with many orders.
   * @throws RecommenderError when there is no ranker in this process, it broke off, or it took too long
   */
  rank(shopId: string, queries: readonly RankQuery[]): Promise<RankAnswer[]>;
  /** Orders came, changed or were cancelled. Never fails and keeps nobody waiting; a cold model reads them when it is loaded. */
  learn(shopId: string): void;
  /**
   * Fits and tunes the shop's model anew from all its orders, in a thread apart, and stores weights and report
   * in `recommendation_model`. Resolves when that is done: up to two minutes.
   * @throws RecommenderError as `rank`
   */
  rebuild(shopId: string): Promise<void>;
  close(): Promise<void>;
}
