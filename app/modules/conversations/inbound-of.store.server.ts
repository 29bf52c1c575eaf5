import type { Tx } from "#app/ports/db.ts";

/** What a person ever wrote or tapped, the first first; bodies sealed. */
export async function inboundRowsOf(tx: Tx, shopId: string, contactId: string) {
  return tx.inboundMessage.findMany({
    where: { shopId, contactId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
}
