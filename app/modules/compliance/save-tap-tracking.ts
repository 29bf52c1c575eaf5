import { tapTrackingSchema } from "#app/modules/shops/consent-settings.types.ts";
import { writeConsentSettings } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/** How taps are counted from the next tap on. False when it is none of the ways. */
export async function saveTapTracking(
  deps: Pick<Deps, "db">,
  shopId: string,
  wish: string,
): Promise<boolean> {
  const tapTracking = tapTrackingSchema.safeParse(wish);
  if (!tapTracking.success) return false;
  await deps.db.inShop(shopId, (tx) =>
    writeConsentSettings(tx, shopId, { tapTracking: tapTracking.data }),
  );
  return true;
}
