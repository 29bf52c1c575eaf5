import type { Deps } from "#app/ports/deps.ts";
import { pollTemplatesJob } from "./templates.jobs.ts";

/** Asks for a poll of every installed shop. */
export async function sweepTemplates(deps: Deps): Promise<void> {
  for (const shopId of await deps.db.crossShop.shopsInstalled()) {
    await deps.jobs.enqueue(pollTemplatesJob, { shopId }, { jobId: `poll-templates-${shopId}` });
  }
}
