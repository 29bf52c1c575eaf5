import type { Tx } from "#app/ports/db.ts";
import type { NumberStatus } from "./channel.types.ts";

export interface OwnApp {
  wabaId: string;
  status: string;
  /** sealed; null when the connection uses our Meta app */
  appSecret: Uint8Array | null;
  verifyToken: Uint8Array | null;
  webhookSeenAt: Date | null;
}

/** What the webhooks of one connection are checked with; null when the shop has no such connection. */
export async function ownAppOf(tx: Tx, shopId: string, numberId: string): Promise<OwnApp | null> {
  return tx.whatsAppNumber.findFirst({
    where: { shopId, id: numberId },
    select: {
      wabaId: true,
      status: true,
      appSecret: true,
      verifyToken: true,
      webhookSeenAt: true,
    },
  });
}

/** Notes that webhooks of a merchant's own app reach us; gives whether the number had waited for that. */
export async function writeWebhookSeen(
  tx: Tx,
  target: { shopId: string; numberId: string },
  at: Date,
): Promise<boolean> {
  const { shopId, numberId } = target;
  await tx.whatsAppNumber.updateMany({
    where: { shopId, id: numberId, webhookSeenAt: null },
    data: { webhookSeenAt: at },
  });
  const waiting: NumberStatus = "waiting";
  const connected: NumberStatus = "connected";
  const { count } = await tx.whatsAppNumber.updateMany({
    where: { shopId, id: numberId, status: waiting },
    data: { status: connected, statusReason: null },
  });
  return count > 0;
}
