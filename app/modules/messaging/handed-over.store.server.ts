import type { Tx } from "#app/ports/db.ts";

/** What became of a message, as those who planned it need to know. */
export interface MessageFate {
  id: string;
  state: string;
  reason: string | null;
  /** when the request to WhatsApp began; null: it never did */
  handedOverAt: Date | null;
  wamid: string | null;
}

const FATE = { id: true, state: true, reason: true, handedOverAt: true, wamid: true } as const;

export async function messageFates(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, MessageFate>> {
  const rows = await tx.message.findMany({ where: { shopId, id: { in: ids } }, select: FATE });
  return new Map(rows.map((row) => [row.id, row]));
}

interface To {
  contactId: string;
  toHash: string;
  until: Date;
}

function lastTo(tx: Tx, shopId: string, to: To, kind?: string): Promise<MessageFate | null> {
  return tx.message.findFirst({
    where: {
      shopId,
      contactId: to.contactId,
      toHash: to.toHash,
      handedOverAt: { lte: to.until },
      state: { notIn: ["planned", "claimed", "skipped", "failed"] },
      ...(kind === undefined ? {} : { kind }),
    },
    orderBy: { handedOverAt: "desc" },
    select: FATE,
  });
}

/** The message that went to this number of a person last, up to an instant; null when none did. */
export async function lastMessageTo(tx: Tx, shopId: string, to: To): Promise<string | null> {
  return (await lastTo(tx, shopId, to))?.id ?? null;
}

/** The last confirmation of an opt-out that went to this number; it says how to come back. */
export function lastOptOutConfirmation(
  tx: Tx,
  shopId: string,
  to: To,
): Promise<MessageFate | null> {
  return lastTo(tx, shopId, to, "opt_out_confirmation");
}
