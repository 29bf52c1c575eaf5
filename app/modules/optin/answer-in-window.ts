import { randomUUID } from "node:crypto";
import { numberForShop } from "#app/modules/channel/index.ts";
import { ABOUT_NO_CART, type MessageWish, planMessage } from "#app/modules/messaging/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMinutes } from "#app/shared/duration.ts";

/** An answer that comes later than this is none; the service window is open far longer. */
const ANSWER_WITHIN_MINUTES = 60;

/**
 * Plans one plain text for somebody who has just written or tapped: no template is needed in the window that this has
 * opened. Without a number of the shop nothing is planned.
 * @param answer.since from when the hour counts
 */
export async function answerInWindow(
  deps: Deps,
  tx: Tx,
  answer: Pick<MessageWish, "shopId" | "contactId" | "dedupeKey" | "kind" | "topic" | "toHash"> & {
    text: string;
    since: Date;
  },
): Promise<void> {
  const { text, since, ...about } = answer;
  const number = await numberForShop(tx, answer.shopId);
  if (!number) return;
  const now = deps.clock.now();
  await planMessage(deps, tx, {
    id: randomUUID(),
    ...about,
    ...ABOUT_NO_CART,
    numberId: number.id,
    templateId: null,
    values: { text },
    dueAt: now,
    notBefore: now,
    expiresAt: addMinutes(since, ANSWER_WITHIN_MINUTES),
  });
}
