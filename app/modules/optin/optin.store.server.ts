import type { Tx } from "#app/ports/db.ts";

/** True when this request was not seen before; false leaves everything as the first one made it. */
export async function takeRequest(
  tx: Tx,
  shopId: string,
  request: { key: string; at: Date; outcome: string },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    insert into opt_in_request (shop_id, request_key, at, outcome)
    values (${shopId}::uuid, ${request.key}, ${request.at}, ${request.outcome})
    on conflict do nothing`;
  return written > 0;
}

export async function storedOutcome(tx: Tx, shopId: string, key: string): Promise<string | null> {
  const row = await tx.optInRequest.findFirst({ where: { shopId, requestKey: key } });
  return row?.outcome ?? null;
}
