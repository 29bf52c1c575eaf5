import type { Deps } from "#app/ports/deps.ts";
import {
  dropTheirBodies,
  eraseRows,
  erasuresToRepeat,
  noteRepeated,
} from "./erasure.store.server.ts";
import type { RowCounts } from "./person.types.ts";

export function addCounts(sum: RowCounts, more: RowCounts): RowCounts {
  const all = { ...sum };
  for (const [table, count] of Object.entries(more)) all[table] = (all[table] ?? 0) + count;
  return all;
}

/**
 * Erases once more what has come in since for persons who were erased in the last days: the answer to a
 * message that was on its way, the body of a late event. Only what was theirs then is touched: somebody
 * who came back has a contact of their own.
 */
export async function repeatErasures(deps: Deps, shopId: string): Promise<RowCounts> {
  const now = deps.clock.now();
  const due = await deps.db.inShop(shopId, (tx) => erasuresToRepeat(tx, shopId, now));
  let rows: RowCounts = {};
  for (const { id, at, contactIds, hashes } of due) {
    const wanted = { shopId, contactIds, hashes, orderIds: [], until: at };
    const again = await deps.db.inShop(shopId, async (tx) => {
      const counts = await eraseRows(tx, wanted);
      const bodies = await dropTheirBodies(tx, shopId, hashes);
      await noteRepeated(tx, shopId, { ids: [id], at: now });
      return bodies > 0 ? { ...counts, intake_event: bodies } : counts;
    });
    rows = addCounts(rows, again);
  }
  return rows;
}
