import type { Deps } from "#app/ports/deps.ts";
import { installShop } from "./install-shop.ts";
import { readShop, type ShopRow } from "./shops.store.server.ts";

/**
 * The shop whose admin has proven itself. Installs it when that has not happened yet, as after a
 * first visit whose installation broke off.
 */
export async function openShop(deps: Deps, domain: string): Promise<ShopRow> {
  const shopId = await deps.db.crossShop.ensureShop(domain);
  const read = () => deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  const shop = await read();
  if (shop.status === "installed") return shop;
  await installShop(deps, domain);
  return read();
}
