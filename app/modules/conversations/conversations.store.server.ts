import type { Tx } from "#app/ports/db.ts";

/** False when this message is there already: deliveries come twice. */
export async function insertInbound(
  tx: Tx,
  shopId: string,
  message: {
    contactId: string;
    wamid: string;
    type: string;
    body: Uint8Array | null;
    contextWamid: string | null;
    at: Date;
    receivedAt: Date;
  },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    insert into inbound_message (shop_id, contact_id, wamid, type, body, context_wamid, at, received_at)
    values (${shopId}::uuid, ${message.contactId}::uuid, ${message.wamid}, ${message.type}, ${message.body},
      ${message.contextWamid}, ${message.at}, ${message.receivedAt})
    on conflict (shop_id, wamid) do nothing`;
  return written > 0;
}
