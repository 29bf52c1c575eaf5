import { numberForShop, tokenOf } from "#app/modules/channel/index.ts";
import { reconcileCosts, releaseUndelivered } from "#app/modules/costs/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * Gives back what was reserved in vain, and compares a shop's costs with what Meta billed its WhatsApp account; without
 * one there is nothing to ask.
 */
export async function reconcileShop(deps: Deps, shopId: string): Promise<void> {
  await releaseUndelivered(deps, shopId);
  const number = await deps.db.inShop(shopId, (tx) => numberForShop(tx, shopId));
  if (!number) return;
  await reconcileCosts(deps, shopId, { wabaId: number.wabaId, token: tokenOf(deps, number) });
}
