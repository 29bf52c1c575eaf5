import type { Tx } from "#app/ports/db.ts";
import { type OptInState, optInStateSchema } from "./opt-in.types.ts";

/** Stands in the row while its transaction runs; nobody else ever sees it. */
const NOT_YET = "taken";

/**
 * True when this request was not seen before; false leaves everything as the first one made it. Of two
 * at once, the second waits for the first one's end.
 */
export async function takeRequest(
  tx: Tx,
  shopId: string,
  request: { key: string; at: Date },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    insert into opt_in_request (shop_id, request_key, at, outcome)
    values (${shopId}::uuid, ${request.key}, ${request.at}, ${NOT_YET})
    on conflict do nothing`;
  return written > 0;
}

export async function noteOutcome(
  tx: Tx,
  shopId: string,
  request: { key: string; outcome: OptInState },
): Promise<void> {
  const { key, outcome } = request;
  await tx.$executeRaw`
    update opt_in_request set outcome = ${outcome} where shop_id = ${shopId}::uuid and request_key = ${key}`;
}

export async function storedOutcome(tx: Tx, shopId: string, key: string): Promise<OptInState> {
  const row = await tx.optInRequest.findFirstOrThrow({ where: { shopId, requestKey: key } });
  return optInStateSchema.parse(row.outcome);
}
