import { readShop, writeRecommendationSettings } from "#app/modules/shops/index.ts";
import { addTemplatePurposes } from "#app/modules/templates/index.ts";
import type { TemplatePurpose } from "#app/modules/templates/template.types.ts";
import type { Deps } from "#app/ports/deps.ts";
import { lookNow } from "./cases/cases.store.server.ts";
import {
  type RecommendationSettings,
  recommendationSettingsOf,
} from "./recommendation-settings.types.ts";

const CAROUSELS = [
  "recommendation_carousel_2",
  "recommendation_carousel_3",
  "recommendation_carousel_4",
  "recommendation_carousel_5",
] as const satisfies readonly TemplatePurpose[];

/** What WhatsApp has to approve: one product, and each number of cards up to what the merchant wants shown. */
function purposesFor({ maxProducts }: RecommendationSettings): TemplatePurpose[] {
  return ["recommendation", ...CAROUSELS.slice(0, maxProducts - 1)];
}

const isShorter = (before: RecommendationSettings, now: RecommendationSettings) =>
  now.waitDaysAfterDelivery < before.waitDaysAfterDelivery ||
  now.waitDaysAfterOrder < before.waitDaysAfterOrder;

/**
 * Changes a shop's recommendation settings; what is not named stays. They count from the next decision on:
 * a case that waits is judged by them when its time comes, and a message that they forbid by then is not sent.
 * A shorter wait makes all that wait be looked at, or their time would have passed when they are due.
 * Once they are on, WhatsApp reviews the templates.
 */
export async function saveRecommendationSettings(
  deps: Deps,
  shopId: string,
  change: Partial<RecommendationSettings>,
): Promise<void> {
  const settings = await deps.db.inShop(shopId, async (tx) => {
    const read = async () =>
      recommendationSettingsOf((await readShop(tx, shopId)).recommendationSettings);
    const before = await read();
    await writeRecommendationSettings(tx, shopId, change);
    const now = await read();
    if (isShorter(before, now)) await lookNow(tx, shopId, deps.clock.now());
    return now;
  });
  if (settings.isOn) await addTemplatePurposes(deps, shopId, purposesFor(settings));
}
