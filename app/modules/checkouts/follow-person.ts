import { skipPlanned } from "#app/modules/messaging/index.ts";
import type { JoinedPerson, MovedRows, SplitFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import { closeSecondSeries, moveCheckouts, moveSeries } from "./follow-person.store.server.ts";

/** Carts and series of either contact are the one person's; of two open series the other one ends. */
export async function joinCheckouts(
  tx: Tx,
  fact: { shopId: string; into: JoinedPerson; from: JoinedPerson; at: Date },
): Promise<Omit<MovedRows, "messages">> {
  const { shopId, at } = fact;
  const move = { from: fact.from.id, to: fact.into.id };
  const reason = "open_series";
  const checkoutIds = await closeSecondSeries(tx, shopId, { ...move, at, reason });
  if (checkoutIds.length > 0) await skipPlanned(tx, { shopId, checkoutIds, reason, at });
  return {
    checkouts: await moveCheckouts(tx, shopId, { ...move, ids: null }),
    series: await moveSeries(tx, shopId, { ...move, ids: null }),
  };
}

export async function partCheckouts(
  tx: Tx,
  fact: Pick<SplitFact, "shopId" | "from" | "out" | "moved">,
): Promise<void> {
  const { shopId, moved } = fact;
  const move = { from: fact.from.id, to: fact.out.id };
  await moveCheckouts(tx, shopId, { ...move, ids: moved.checkouts });
  await moveSeries(tx, shopId, { ...move, ids: moved.series });
}
