import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { insertAccess } from "./access.store.server.ts";
import type { AccessNote } from "./access.types.ts";

/**
 * Writes down who at the shop sees or hands out personal data, of whom, and what for; in the transaction
 * that reads them, so that no look goes unseen. Call it wherever the admin shows or exports personal data
 * (Shopify's protected customer data, level 2; GDPR Art. 32). `staffId` is `sessionToken.sub` of
 * `authenticate.admin(request)`.
 */
export async function noteAccess(
  deps: Pick<Deps, "clock">,
  tx: Tx,
  note: AccessNote,
): Promise<void> {
  await insertAccess(tx, note, deps.clock.now());
}
