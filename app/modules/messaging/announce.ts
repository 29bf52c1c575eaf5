import type { MessageFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";

type FactRow = Omit<MessageFact, "messageId"> & { id: string };

function factOf({ id, kind, contactId, checkoutId, seriesId, step }: FactRow): MessageFact {
  return { messageId: id, kind, contactId, checkoutId, seriesId, step };
}

/** Tells those who planned them that messages ended unsent. `reasons` by message id. */
export async function announceNotSent(
  deps: Deps,
  tx: Tx,
  ended: { shopId: string; rows: FactRow[]; reasons: Map<string, string> },
): Promise<void> {
  const messages = ended.rows.flatMap((row) => {
    const reason = ended.reasons.get(row.id);
    return reason === undefined ? [] : [{ ...factOf(row), reason }];
  });
  if (messages.length === 0) return;
  await deps.announce.notSent(tx, { shopId: ended.shopId, messages, at: deps.clock.now() });
}

/** Tells those who planned them that messages are on their way, or may be. */
export async function announceHandedOver(
  deps: Deps,
  tx: Tx,
  handed: { shopId: string; rows: FactRow[] },
): Promise<void> {
  if (handed.rows.length === 0) return;
  const messages = handed.rows.map(factOf);
  await deps.announce.handedOver(tx, { shopId: handed.shopId, messages, at: deps.clock.now() });
}
