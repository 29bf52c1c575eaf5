import type { Tx } from "#app/ports/db.ts";
import { redactLedger } from "./chain.store.server.ts";

/**
 * Removes a shop's ledger and what follows from it, for Shopify's shop/redact (contract 2.7). In its place
 * stays a tombstone without personal data: how many events there were, their last hash, when and why they
 * went. A shop that comes back goes on from there. A second call finds nothing and leaves no second one.
 * @param because why, for a reader of the ledger: "shop/redact"; never a person's name
 * @returns how many events went
 */
export async function redactShopLedger(
  tx: Tx,
  shopId: string,
  why: { because: string; at: Date },
): Promise<number> {
  return redactLedger(tx, shopId, why);
}
