import { numberForShop, tokenOf } from "#app/modules/channel/index.ts";
import { reconcileCosts } from "#app/modules/costs/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/** Compares a shop's costs with what Meta billed its WhatsApp account; without one there is nothing to ask. */
export async function reconcileShop(deps: Deps, shopId: string): Promise<void> {
  const number = await deps.db.inShop(shopId, (tx) => numberForShop(tx, shopId));
  if (!number) return;
  await reconcileCosts(deps, shopId, { wabaId: number.wabaId, token: tokenOf(deps, number) });
}
