import type { Deps } from "#app/ports/deps.ts";
import { recommendJob } from "./cases.jobs.ts";

const LOOK_AT_MOST = 500;
const PER_JOB = 25;

/**
 * Finds due cases over all shops and hands them out in batches of one shop. A batch that is handed out
 * twice does no harm: the due time is compared when a case is taken.
 */
export async function sweepRecommendations(deps: Deps): Promise<number> {
  const due = await deps.db.crossShop.recommendationsDue(deps.clock.now(), LOOK_AT_MOST);
  for (const [shopId, all] of Map.groupBy(due, (one) => one.shopId)) {
    for (let start = 0; start < all.length; start += PER_JOB) {
      const part = all.slice(start, start + PER_JOB);
      const first = part[0];
      if (!first) continue;
      const payload = part.map(({ caseId, dueAt }) => ({ caseId, dueAt }));
      const jobId = `recommend-${first.caseId}-${first.dueAt.getTime()}-${part.length}`;
      await deps.jobs.enqueue(recommendJob, { shopId, due: payload }, { jobId });
    }
  }
  return due.length;
}
