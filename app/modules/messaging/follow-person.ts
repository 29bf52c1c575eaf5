import type { JoinedPerson, SplitFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import { moveMessages, moveMessagesTo, moveRests } from "./follow-person.store.server.ts";

/** What went to either contact went to the one person: caps, rests and waits count both. */
export async function joinMessages(
  tx: Tx,
  fact: { shopId: string; into: JoinedPerson; from: JoinedPerson },
): Promise<string[]> {
  const move = { from: fact.from.id, to: fact.into.id };
  await moveRests(tx, fact.shopId, move);
  return moveMessages(tx, fact.shopId, { ...move, ids: null });
}

/** What came along goes back, and so does what was meant for the identifiers that go back. */
export async function partMessages(
  tx: Tx,
  fact: Pick<SplitFact, "shopId" | "from" | "out" | "hashes" | "moved">,
): Promise<void> {
  const { shopId, hashes, moved } = fact;
  const move = { from: fact.from.id, to: fact.out.id };
  await moveMessages(tx, shopId, { ...move, ids: moved.messages });
  await moveMessagesTo(tx, shopId, { ...move, hashes });
}
