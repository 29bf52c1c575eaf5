import { personBaskets } from "./co-purchase.rules.ts";
import { widened } from "./growing.rules.ts";
import { KEEP_COUNTS_UP_TO, LiveBaskets } from "./live-baskets.rules.ts";
import { LiveHistory } from "./live-history.rules.ts";
import { LiveNeighbours } from "./live-neighbours.rules.ts";
import { LivePopularity } from "./live-popularity.rules.ts";
import type { Model, Weights } from "./model.types.ts";
import type { Repeats } from "./repeats.rules.ts";
import type { Signals } from "./signals.rules.ts";

export class LiveSignals implements Signals {
  readonly history: LiveHistory;
  readonly baskets: LiveBaskets;
  readonly neighbours: LiveNeighbours;
  readonly popularity: LivePopularity;
  repeats: Repeats;
  at: number;

  constructor(fitted: Signals, keepCountsUpTo: number) {
    const { history, upTo, at, repeats } = fitted;
    this.at = at;
    this.history = new LiveHistory(history, upTo);
    this.baskets = new LiveBaskets(personBaskets(history, upTo), keepCountsUpTo);
    this.neighbours = new LiveNeighbours(fitted.neighbours, this.baskets);
    this.popularity = new LivePopularity(fitted.popularity, this.history, at);
    const { chances, again, total } = repeats;
    this.repeats = { chances: chances.slice(), again: again.slice(), total: { ...total } };
  }

  get upTo(): number {
    return this.history.orderAt.length;
  }

  makeRoom(): void {
    const products = this.history.products.length;
    const { chances, again, total } = this.repeats;
    const wider = (column: Float32Array) => widened(Float32Array, column, { length: products });
    this.repeats = { chances: wider(chances), again: wider(again), total };
    this.baskets.makeRoom(products);
    this.neighbours.makeRoom(products);
    this.popularity.makeRoom(products);
  }
}

/** A served model that learns orders one by one until the next fit. Nothing of it is shared with the fitted one. */
export interface LiveModel extends Model {
  readonly signals: LiveSignals;
  readonly weights: Weights;
  /** cancelled orders: one that arrives late must not be learned after all */
  readonly cancelled: Set<string>;
}

export function liveModel(fitted: Model, keepCountsUpTo = KEEP_COUNTS_UP_TO): LiveModel {
  const signals = new LiveSignals(fitted.signals, keepCountsUpTo);
  return { signals, weights: fitted.weights, cancelled: new Set() };
}
