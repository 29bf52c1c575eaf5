import { stopForShop } from "#app/modules/checkouts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { uninstallShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * app/uninstalled: everything of the shop stops. An event older than the present installation belongs
 * to the one before it and changes nothing (deliveries may be a day late).
 */
export async function uninstall(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId, triggeredAt, receivedAt } = event;
  if (!(await uninstallShop(deps, { shopId, at: triggeredAt ?? receivedAt }))) return;
  await deps.db.inShop(shopId, (tx) => stopForShop(tx, shopId, deps.clock.now()));
}
