import type { Deps } from "#app/ports/deps.ts";
import { writeNativeJob } from "./native.jobs.ts";

/** Each is two requests to Shopify: so many a sweep, over all shops, so many a job. */
const PER_SWEEP = 400;
const PER_JOB = 20;

/** Asks for the writing of every native consent that is due, the longest due first. */
export async function sweepNative(deps: Deps): Promise<void> {
  const due = await deps.db.crossShop.nativeWritesDue(deps.clock.now(), PER_SWEEP);
  for (const [shopId, own] of Map.groupBy(due, (one) => one.shopId)) {
    const contactIds = own.map((one) => one.contactId);
    // One job of a shop at a time: the next sweep brings the rest.
    const batch = { shopId, contactIds: contactIds.slice(0, PER_JOB) };
    await deps.jobs.enqueue(writeNativeJob, batch, { jobId: `write-native-${shopId}` });
  }
}
