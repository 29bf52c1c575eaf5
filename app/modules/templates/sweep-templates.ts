import type { Deps } from "#app/ports/deps.ts";
import { pollTemplatesJob, submitTemplatesJob } from "./templates.jobs.ts";

/** Asks for a poll of every installed shop, and for the submission of what a release has changed. */
export async function sweepTemplates(deps: Deps): Promise<void> {
  for (const shopId of await deps.db.crossShop.shopsInstalled()) {
    await deps.jobs.enqueue(pollTemplatesJob, { shopId }, { jobId: `poll-templates-${shopId}` });
    await deps.jobs.enqueue(submitTemplatesJob, { shopId }, { jobId: `sweep-submit-${shopId}` });
  }
}
