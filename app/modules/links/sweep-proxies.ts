import type { Deps } from "#app/ports/deps.ts";
import { checkProxyJob } from "./links.jobs.ts";

/** Each is a request to somebody's shop: so many a sweep. */
const PER_SWEEP = 200;

/** Asks for a check of every shop whose own domain is due for one. */
export async function sweepProxies(deps: Deps): Promise<void> {
  const due = await deps.db.crossShop.proxyChecksDue(deps.clock.now(), PER_SWEEP);
  for (const shopId of due) {
    await deps.jobs.enqueue(checkProxyJob, { shopId }, { jobId: `check-proxy-${shopId}` });
  }
}
