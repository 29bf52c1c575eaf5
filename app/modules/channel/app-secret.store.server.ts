import type { Tx } from "#app/ports/db.ts";

/** The sealed secret of a merchant's own Meta app; null when the connection uses ours. */
export async function appSecretOf(
  tx: Tx,
  shopId: string,
  numberId: string,
): Promise<Uint8Array | null> {
  const row = await tx.whatsAppNumber.findFirst({
    where: { shopId, id: numberId },
    select: { appSecret: true },
  });
  return row?.appSecret ?? null;
}
