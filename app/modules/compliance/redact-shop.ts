import { z } from "zod";
import { redactShopLedger } from "#app/modules/consent/index.ts";
import { readShop, type ShopRow, uninstallShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { STILL_INSTALLED } from "./compliance.graphql.ts";
import { dataMap } from "./data-map.rules.ts";
import type { RowCounts } from "./person.types.ts";
import { meaningOfRedact } from "./redact-shop.rules.ts";
import { blankShop, deleteSome } from "./redact-shop.store.server.ts";

/** The ledger's own tables go through its own function, the shop's row stays as the tombstone's name. */
const NOT_BY_US = new Set([
  "shop",
  "consent_event",
  "consent_state",
  "consent_link",
  "consent_head",
]);
/** They belong to no shop, and forget by themselves. */
const NOBODYS = new Set(["rate_counter", "clock_offset", "portfolio_recipient"]);

const answer = z.object({ shop: z.object({ id: z.string() }) });

/** Whether Shopify still takes the shop's token. Where it cannot be asked this throws, and is tried again. */
async function answersForShop(deps: Deps, shop: ShopRow): Promise<boolean> {
  try {
    await deps.shopify.query({ shop: shop.domain, document: STILL_INSTALLED, schema: answer });
    return true;
  } catch (error) {
    if (error instanceof ShopifyError && !error.retryable) return false;
    throw error;
  }
}

export async function isGone(deps: Deps, shop: ShopRow, triggeredAt: Date): Promise<boolean> {
  const meaning = meaningOfRedact(shop, triggeredAt);
  if (meaning === "ask") return !(await answersForShop(deps, shop));
  return meaning === "gone";
}

/**
 * Removes everything of a shop that is gone, a few thousand rows at a time; a run that broke off is begun
 * again. Of the ledger a tombstone stays (how many events there were, no person), of the shop its id and
 * domain.
 * @returns how many rows went, by table; null when the shop has come back meanwhile
 */
export async function redactShop(deps: Deps, shopId: string): Promise<RowCounts | null> {
  const rows: RowCounts = {};
  const isBack = async () => {
    const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
    return shop.status === "installed" && (await answersForShop(deps, shop));
  };
  if (await isBack()) return null;
  const at = deps.clock.now();
  // Where we were never told of its uninstall, it counts from now on: nothing of it is sent, and what proves
  // something of an installed shop may go.
  await uninstallShop(deps, { shopId, at });
  const events = await deps.db.inShop(shopId, (tx) =>
    redactShopLedger(tx, shopId, { because: "shop/redact", at }),
  );
  if (events > 0) rows["consent_event"] = events;
  for (const { table } of dataMap) {
    if (NOT_BY_US.has(table) || NOBODYS.has(table)) continue;
    for (let some = -1; some !== 0;) {
      some = await deps.db.inShop(shopId, (tx) => deleteSome(tx, table, shopId));
      if (some > 0) rows[table] = (rows[table] ?? 0) + some;
    }
  }
  await deps.db.inShop(shopId, (tx) => blankShop(tx, shopId));
  deps.log.info("shop.redacted", { shopId, rows });
  return rows;
}
