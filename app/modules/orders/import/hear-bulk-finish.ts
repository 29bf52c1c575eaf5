import type { Deps } from "#app/ports/deps.ts";
import { finishBody } from "./bulk-operation.types.ts";
import { lookNow } from "./history-imports.store.server.ts";
import { readHistoryJob } from "./history.jobs.ts";

/** bulk_operations/finish: no more than a hint to look; lost, it is found by asking, twice it does no harm. */
export async function hearBulkFinish(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const { shopId } = event;
  const bulkOperationId = finishBody.parse(event.body).admin_graphql_api_id;
  const at = deps.clock.now();
  const kinds = await deps.db.inShop(shopId, (tx) => lookNow(tx, shopId, { bulkOperationId, at }));
  for (const kind of kinds) {
    await deps.jobs.enqueue(
      readHistoryJob,
      { shopId, kind },
      { jobId: `history-${shopId}-${kind}` },
    );
  }
}
