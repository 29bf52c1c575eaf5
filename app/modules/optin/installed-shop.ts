import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/** The shop that a checked token or signature names, while Beckon is installed there. */
export async function installedShop(deps: Deps, domain: string): Promise<ShopRow | null> {
  const shopId = await deps.db.crossShop.shopByDomain(domain);
  if (shopId === null) return null;
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  return shop.status === "installed" ? shop : null;
}
