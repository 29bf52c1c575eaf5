import type { Deps } from "#app/ports/deps.ts";
import { deleteSessions } from "./sessions.store.server.ts";
import { readShop, writeUninstalled } from "./shops.store.server.ts";

/**
 * Stops everything for a shop: its status is asked before every claim, its tokens are gone. A
 * delivery from before a reinstall changes nothing.
 * @param event.at when the shop was uninstalled, as far as known
 * @returns whether the shop is uninstalled now
 */
export async function uninstallShop(
  deps: Pick<Deps, "db" | "clock" | "log">,
  event: { shopId: string; at: Date | null },
): Promise<boolean> {
  const { shopId } = event;
  const gone = await deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const at = event.at ?? deps.clock.now();
    if (shop.installedAt !== null && at < shop.installedAt) return false;
    if (shop.status !== "uninstalled") await writeUninstalled(tx, shopId, at);
    await deleteSessions(tx, shopId);
    return true;
  });
  if (gone) deps.log.info("shop.uninstalled", { shopId });
  return gone;
}
