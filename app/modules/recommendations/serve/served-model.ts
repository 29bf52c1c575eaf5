import type { HistoryCursor } from "#app/modules/orders/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { GENERAL_WEIGHTS } from "../general-weights.rules.ts";
import { type LiveModel, liveModel } from "../live-model.rules.ts";
import { loadHistory } from "../load/load-history.ts";
import { orderChanceAt } from "../order-chance.rules.ts";
import { readModelReport } from "../recommendation-model.store.server.ts";
import { readSignals } from "../signals.rules.ts";
import { readWeights } from "../stored-weights.rules.ts";
import { modelBytes } from "./model-size.rules.ts";
import { type PersonQuestion, personRanker } from "./rank-person.rules.ts";
import { rhythmsOf } from "./rhythm.rules.ts";
import type { RankedProduct } from "#app/shared/ranked-product.ts";

/** One shop's model while it is warm. */
export class ServedModel {
  readonly live: LiveModel;
  /** when it was read from the orders */
  readonly readAt: Date;
  /** of the nightly job whose weights it has; null: none yet */
  readonly fittedAt: Date | null;
  readonly orderChance: number | null;
  readonly rank: (question: PersonQuestion) => RankedProduct[];
  /** up to where orders of other processes were learned, too */
  cursor: HistoryCursor | null;

  constructor(read: {
    live: LiveModel;
    readAt: Date;
    fittedAt: Date | null;
    orderChance: number | null;
    cursor: HistoryCursor | null;
  }) {
    this.live = read.live;
    this.readAt = read.readAt;
    this.cursor = read.cursor;
    this.fittedAt = read.fittedAt;
    this.orderChance = read.orderChance;
    this.rank = personRanker(read.live, rhythmsOf(read.live.signals.history));
  }

  get bytes(): number {
    return modelBytes(this.live.signals.history);
  }

  get orders(): number {
    return this.live.signals.upTo;
  }
}

/** Reads a shop's model out of its orders, weighed as the nightly job last found best. Null without orders. */
export async function loadModel(
  deps: Pick<Deps, "db">,
  shopId: string,
  now: Date,
): Promise<ServedModel | null> {
  const stored = await deps.db.inShop(shopId, (tx) => readModelReport(tx, shopId));
  const { history, cursor } = await loadHistory(deps, shopId);
  const at = now.getTime();
  const signals = readSignals(history, at);
  if (signals.upTo === 0) return null;
  const weights = readWeights(stored?.weights) ?? GENERAL_WEIGHTS;
  return new ServedModel({
    live: liveModel({ signals, weights }),
    readAt: now,
    fittedAt: stored?.fittedAt ?? null,
    orderChance: orderChanceAt(history, at),
    cursor,
  });
}
