import { learnWeights } from "./learn-weights.rules.ts";
import { lessonsOf } from "./lessons.rules.ts";
import type { Model } from "./model.types.ts";
import type { PurchaseHistory } from "./purchase-history.rules.ts";
import { readSignals } from "./signals.rules.ts";

/** The model of a shop as of `at`, in milliseconds, weighed by what its own past teaches. */
export function fitModel(history: PurchaseHistory, at: number): Model {
  return { signals: readSignals(history, at), weights: learnWeights(lessonsOf(history, at)) };
}
