import type { Deps } from "#app/ports/deps.ts";
import { readHealthJob } from "../channel.jobs.ts";

/** Asks for a health read of every number in use: webhooks get lost, and some things have none. */
export async function sweepHealth(deps: Deps): Promise<void> {
  for (const target of await deps.db.crossShop.numbersInUse()) {
    await deps.jobs.enqueue(readHealthJob, target, { jobId: `health-${target.numberId}` });
  }
}
