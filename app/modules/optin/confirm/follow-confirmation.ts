import type { MessageFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import { addMinutes } from "#app/shared/duration.ts";
import { unaskConfirmations } from "./confirmation.store.server.ts";

/** What a merchant or WhatsApp mends: the request waits for it, as long as it may. */
const MENDED_BY_WAITING: readonly string[] = [
  "template_not_approved",
  "template_paused_too_long",
  "no_number_connected",
];

/** Confirmations that ended unsent leave their requests unasked; some are tried again. */
export async function followUnsentConfirmations(
  tx: Tx,
  told: { shopId: string; messages: (MessageFact & { reason: string })[]; at: Date },
): Promise<void> {
  for (const { kind, messageId, reason } of told.messages) {
    if (kind !== "double_opt_in") continue;
    const again = MENDED_BY_WAITING.includes(reason) ? addMinutes(told.at, 1) : null;
    await unaskConfirmations(tx, told.shopId, { messageId, again });
  }
}
