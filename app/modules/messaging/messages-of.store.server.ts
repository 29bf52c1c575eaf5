import type { Tx } from "#app/ports/db.ts";

/** Every message that was ever intended for a person, the first one first. */
export async function messageRowsOf(tx: Tx, shopId: string, contactId: string) {
  return tx.message.findMany({
    where: { shopId, contactId },
    orderBy: [{ plannedAt: "asc" }, { id: "asc" }],
  });
}
