import type { Deps } from "#app/ports/deps.ts";
import { remindJob } from "./checkouts.jobs.ts";

const LOOK_AT_MOST = 1000;
const PER_JOB = 50;

/**
 * Finds due checkouts over all shops and hands them out in batches of one shop. A batch that is
 * handed out twice does no harm: the due time is compared when it is taken.
 */
export async function sweepCheckouts(deps: Deps): Promise<number> {
  const due = await deps.db.crossShop.checkoutsDue(deps.clock.now(), LOOK_AT_MOST);
  for (const [shopId, all] of Map.groupBy(due, (one) => one.shopId)) {
    for (let start = 0; start < all.length; start += PER_JOB) {
      const part = all.slice(start, start + PER_JOB);
      const first = part[0];
      if (!first) continue;
      const payload = part.map(({ checkoutId, dueAt }) => ({ checkoutId, dueAt }));
      const jobId = `remind-${first.checkoutId}-${first.dueAt.getTime()}-${part.length}`;
      await deps.jobs.enqueue(remindJob, { shopId, due: payload }, { jobId });
    }
  }
  return due.length;
}
