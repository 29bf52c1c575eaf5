import type { Tx } from "#app/ports/db.ts";

/** Forgets the shop's tokens; Shopify has revoked them already. */
export async function deleteSessions(tx: Tx, shopId: string): Promise<void> {
  await tx.shopifySession.deleteMany({ where: { shopId } });
}
