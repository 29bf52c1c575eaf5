import { readShop, writeSendSettings } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type SendSettings, sendSettingsOf } from "./send-settings.types.ts";

/**
 * Changes when a shop's messages may leave; what is not named stays. It counts from the next decision
 * on: what is planned already is judged by it too when its time comes.
 */
export async function saveSendSettings(
  deps: Pick<Deps, "db">,
  shopId: string,
  change: Partial<SendSettings>,
): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    await writeSendSettings(tx, shopId, { ...sendSettingsOf(shop), ...change });
  });
}
