import { skipPlanned } from "#app/modules/messaging/index.ts";
import type { SplitFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import { casesOfSplit, handBackCases } from "./cases.store.server.ts";

/**
 * Two persons were taken for one: cases of orders that name who leaves are theirs again, and what is planned
 * for the other about such an order is not sent, but decided anew. Nobody hears of a stranger's purchase.
 */
export async function partCases(
  tx: Tx,
  { shopId, from, out, hashes, at }: Pick<SplitFact, "shopId" | "from" | "out" | "hashes" | "at">,
): Promise<void> {
  const cases = await casesOfSplit(tx, shopId, { from: from.id, members: out.members, hashes });
  const unsent = cases.filter(({ isUnsent }) => isUnsent).map(({ id }) => id);
  if (unsent.length > 0) {
    const topic = "recommendations" as const;
    await skipPlanned(tx, { shopId, contactId: from.id, topic, reason: "number_changed", at });
  }
  const ids = cases.map(({ id }) => id);
  await handBackCases(tx, shopId, { ids, unsent, from: from.id, to: out.id, at });
}
