import type { Deps } from "#app/ports/deps.ts";
import { historyKind } from "./history-import.types.ts";
import { readHistoryJob } from "./history.jobs.ts";

const AT_ONCE = 20;

/** Hands histories whose next step is due to a worker. */
export async function sweepHistories(deps: Deps): Promise<void> {
  const due = await deps.db.crossShop.historyImportsDue(deps.clock.now(), AT_ONCE);
  for (const { shopId, kind: name } of due) {
    const kind = historyKind.safeParse(name).data;
    if (!kind) continue;
    await deps.jobs.enqueue(
      readHistoryJob,
      { shopId, kind },
      { jobId: `history-${shopId}-${kind}` },
    );
  }
}
