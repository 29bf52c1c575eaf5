import { markLinksUsed } from "#app/modules/links/index.ts";
import { skipPlanned } from "#app/modules/messaging/index.ts";
import type { SkipReason } from "#app/modules/messaging/message.types.ts";
import type { Tx } from "#app/ports/db.ts";
import { closeSeries } from "./series.store.server.ts";

/**
 * Nobody is reminded of these checkouts any more: their series end, what is planned is not sent, and the
 * links of what was sent lead to the shop. A series left open would block the person's next cart.
 */
export async function endReminding(
  tx: Tx,
  shopId: string,
  end: { checkoutIds: string[]; reason: SkipReason; at: Date },
): Promise<void> {
  const { checkoutIds, reason, at } = end;
  if (checkoutIds.length === 0) return;
  await closeSeries(tx, shopId, { checkoutIds }, { at, reason });
  await skipPlanned(tx, { shopId, checkoutIds, reason, at });
  await markLinksUsed(tx, shopId, checkoutIds, at);
}
