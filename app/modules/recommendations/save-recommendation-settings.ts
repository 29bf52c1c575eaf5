import { writeRecommendationSettings } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { RecommendationSettings } from "./recommendation-settings.types.ts";

/**
 * Changes a shop's recommendation settings; what is not named stays. They count from the next decision on:
 * a case that waits is judged by them when its time comes.
 */
export async function saveRecommendationSettings(
  deps: Pick<Deps, "db">,
  shopId: string,
  change: Partial<RecommendationSettings>,
): Promise<void> {
  await deps.db.inShop(shopId, (tx) => writeRecommendationSettings(tx, shopId, change));
}
