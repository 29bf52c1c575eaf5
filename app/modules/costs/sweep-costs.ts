import type { Deps } from "#app/ports/deps.ts";
import { reconcileCostsJob } from "./costs.jobs.ts";

/** Asks for a comparison with Meta's sums, for one shop. */
export async function askReconcile(deps: Pick<Deps, "jobs">, shopId: string): Promise<void> {
  await deps.jobs.enqueue(reconcileCostsJob, { shopId }, { jobId: `reconcile-${shopId}` });
}

/** The same for every installed shop. */
export async function sweepCosts(deps: Deps): Promise<void> {
  for (const shopId of await deps.db.crossShop.shopsInstalled()) await askReconcile(deps, shopId);
}
