import { stopForShop } from "#app/modules/checkouts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { uninstallShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * app/uninstalled: everything of the shop stops in one transaction. An event older than the present
 * installation belongs to the one before it and changes nothing (deliveries may be a day late).
 */
export async function uninstall(deps: Deps, event: IntakeEvent): Promise<void> {
  const at = event.triggeredAt ?? event.receivedAt;
  await deps.db.inShop(event.shopId, async (tx) => {
    if (!(await uninstallShop(tx, event.shopId, at))) return;
    await stopForShop(tx, event.shopId, deps.clock.now());
  });
}
