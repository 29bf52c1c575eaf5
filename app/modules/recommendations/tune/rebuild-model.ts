import type { Deps } from "#app/ports/deps.ts";
import { loadHistory } from "../load/load-history.ts";
import { storeModel } from "../recommendation-model.store.server.ts";
import { storedWeights } from "../stored-weights.rules.ts";
import { tuneModel } from "./tune-model.rules.ts";

/** Reads a shop's orders, learns from them as of `now`, and stores weights and report. Keeps its thread busy for as long as that takes. */
export async function rebuildModel(
  deps: Pick<Deps, "db">,
  shopId: string,
  now: Date,
): Promise<{ orders: number; learnedFrom: number; seconds: number }> {
  const startedAt = performance.now();
  const { history } = await loadHistory(deps, shopId);
  const { weights, report } = tuneModel(history, now.getTime());
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  await deps.db.inShop(shopId, (tx) =>
    storeModel(tx, shopId, {
      fittedAt: now,
      weights: storedWeights(weights),
      report: { ...report, seconds },
    }),
  );
  return { orders: report.orders, learnedFrom: weights.learnedFrom, seconds };
}
