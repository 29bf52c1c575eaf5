import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { beginWholeHistory } from "./history-imports.store.server.ts";

/** app/scopes_update (contract 2.6). */
const scopesBody = z.object({ current: z.array(z.string()) });

/** Shopify lets us see all orders from now on: those older than sixty days are read in, too. */
export async function followScopes(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const { current } = scopesBody.parse(event.body);
  if (!current.includes("read_all_orders")) return;
  const at = deps.clock.now();
  await deps.db.inShop(event.shopId, (tx) => beginWholeHistory(tx, event.shopId, at));
}
