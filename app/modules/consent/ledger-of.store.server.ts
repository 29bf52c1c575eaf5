import type { Tx } from "#app/ports/db.ts";

/** Every column of one person's events, in the order in which they were written down. */
export async function ledgerRows(tx: Tx, shopId: string, contactId: string) {
  return tx.consentEvent.findMany({
    where: { shopId, contactId },
    orderBy: [{ at: "asc" }, { recordedAt: "asc" }, { id: "asc" }],
  });
}
