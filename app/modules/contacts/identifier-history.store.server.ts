import type { Tx } from "#app/ports/db.ts";

export async function identifierRows(tx: Tx, shopId: string, contactId: string) {
  return tx.contactIdentifier.findMany({
    where: { shopId, contactId },
    orderBy: [{ since: "asc" }, { id: "asc" }],
  });
}

/** The person's row, also when erased: what the law keeps of them still has to be shown. */
export async function contactRow(tx: Tx, shopId: string, id: string) {
  return tx.contact.findFirst({ where: { shopId, id } });
}
