import { writeConsentSettings } from "#app/modules/shops/index.ts";
import type { ConsentSettings } from "#app/modules/shops/consent-settings.types.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * Changes how opt-ins of this shop are confirmed. It counts for ticks from now on: who was asked may
 * still answer, and what was granted stays granted.
 */
export async function saveConfirmation(
  deps: Pick<Deps, "db">,
  shopId: string,
  confirmation: ConsentSettings["confirmation"],
): Promise<void> {
  await deps.db.inShop(shopId, (tx) => writeConsentSettings(tx, shopId, { confirmation }));
}
