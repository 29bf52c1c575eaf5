import type { Tx } from "#app/ports/db.ts";
import { type MessageState, messageStateSchema } from "./message.types.ts";

export interface ReminderOfPerson {
  messageId: string;
  contactId: string;
  checkoutId: string | null;
  checkoutToken: string | null;
  seriesId: string | null;
  /** left alone on purpose, to measure what reminders change */
  heldOut: boolean;
  plannedAt: Date;
  deliveredAt: Date | null;
  state: MessageState;
}

/** Every reminder to a person, or about this checkout or cart; the newest first. */
export async function remindersOf(
  tx: Tx,
  shopId: string,
  which: { contactId: string | null; checkoutToken: string | null; cartToken: string | null },
): Promise<ReminderOfPerson[]> {
  const rows = await tx.message.findMany({
    where: {
      shopId,
      kind: "cart_reminder",
      OR: [
        ...(which.contactId ? [{ contactId: which.contactId }] : []),
        ...(which.checkoutToken ? [{ checkoutToken: which.checkoutToken }] : []),
        ...(which.cartToken ? [{ cartToken: which.cartToken }] : []),
      ],
    },
    orderBy: { plannedAt: "desc" },
    take: 100,
  });
  return rows.map(({ id, state, deliveredAt, readAt, ...row }) => ({
    messageId: id,
    contactId: row.contactId,
    checkoutId: row.checkoutId,
    checkoutToken: row.checkoutToken,
    seriesId: row.seriesId,
    heldOut: row.reason === "holdout",
    plannedAt: row.plannedAt,
    // "read" may come without "delivered" (contract 3.3); then it had arrived by then
    deliveredAt: deliveredAt ?? readAt,
    state: messageStateSchema.parse(state),
  }));
}

/** Messages since then that recommended something to a person. */
export async function recommendationsOf(
  tx: Tx,
  shopId: string,
  which: { contactId: string | null; since: Date },
): Promise<Set<string>> {
  const { contactId, since } = which;
  if (contactId === null) return new Set();
  const rows = await tx.message.findMany({
    where: { shopId, contactId, kind: "recommendation", plannedAt: { gte: since } },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}
