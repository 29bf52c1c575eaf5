import type { Deps } from "#app/ports/deps.ts";
import type { DueCase } from "./cases.store.server.ts";
import { planRecommendations } from "./plan-recommendations.ts";

/**
 * Batches that a process decides about side by side: each waits for the ranker, Shopify and WhatsApp, and the
 * places of the queue that it waits in belong to reminders, too.
 */
const AT_ONCE = 2;

let running = 0;

/** `planRecommendations`, unless enough of them run here: the sweep finds the cases again in a moment. */
export async function recommendInTurn(
  deps: Deps,
  batch: { shopId: string; due: DueCase[] },
): Promise<void> {
  if (running >= AT_ONCE) return;
  running += 1;
  try {
    await planRecommendations(deps, batch);
  } finally {
    running -= 1;
  }
}
