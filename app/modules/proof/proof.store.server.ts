import type { Tx } from "#app/ports/db.ts";

/** The person's row, also when erased: what is left of them still has to be shown. */
export async function personRow(tx: Tx, shopId: string, id: string) {
  return tx.contact.findFirst({ where: { shopId, id } });
}
