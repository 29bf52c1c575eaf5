import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { inboundRowsOf } from "./inbound-of.store.server.ts";

const bodySchema = z.object({
  text: z.string().nullish().catch(null),
  payload: z.string().nullish().catch(null),
});

export interface InboundOfPerson {
  wamid: string;
  type: string;
  /** null where nothing was written, or where it can be read no more */
  text: string | null;
  /** of a tapped button */
  payload: string | null;
  contextWamid: string | null;
  at: Date;
}

/**
 * What a person ever wrote to the shop, the first first.
 * @param who.dataKey null once the person was erased
 */
export async function inboundOf(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; contactId: string; dataKey: Uint8Array | null },
): Promise<InboundOfPerson[]> {
  const { dataKey, contactId } = who;
  const rows = await inboundRowsOf(tx, who.shopId, contactId);
  return rows.map(({ wamid, type, contextWamid, at, body }) => {
    const isReadable = body !== null && dataKey !== null && dataKey.length > 0;
    const json: unknown = isReadable
      ? JSON.parse(deps.vault.openFor(dataKey, contactId, body))
      : {};
    const { text, payload } = bodySchema.catch({}).parse(json);
    return { wamid, type, contextWamid, at, text: text ?? null, payload: payload ?? null };
  });
}
