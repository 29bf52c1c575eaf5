import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { beginHistories } from "./history-imports.store.server.ts";
import { historyKinds } from "./history-import.types.ts";
import { readHistoryJob } from "./history.jobs.ts";

/**
 * A shop was installed, or gave its token again: its history is read once. After a reinstallation it is
 * read anew, as nothing was told in between.
 */
export async function followInstall(
  tx: Tx,
  fact: { shopId: string; at: Date; isNew: boolean },
): Promise<void> {
  const { shopId, at, isNew } = fact;
  await beginHistories(tx, shopId, { at, which: isNew ? "anew" : "missing" });
}

/** Reads a shop's orders and products (again); what is under way goes on as it is. */
export async function startHistoryImports(deps: Deps, shopId: string): Promise<void> {
  const at = deps.clock.now();
  await deps.db.inShop(shopId, (tx) => beginHistories(tx, shopId, { at, which: "ended" }));
  for (const kind of historyKinds) {
    await deps.jobs.enqueue(
      readHistoryJob,
      { shopId, kind },
      { jobId: `history-${shopId}-${kind}` },
    );
  }
}
