import type { Deps } from "#app/ports/deps.ts";
import { processIntakeJob } from "./intake.jobs.ts";
import type { StoredEvent } from "./intake.types.ts";

export function eventIdsByShop(events: readonly StoredEvent[]): Map<string, string[]> {
  const byShop = new Map<string, string[]>();
  for (const { shopId, eventId } of events) {
    const ids = byShop.get(shopId);
    if (ids) ids.push(eventId);
    else byShop.set(shopId, [eventId]);
  }
  return byShop;
}

/** Wakes the workers: one job per shop. What gets lost here, the sweep finds. */
export async function announceEvents(
  deps: Pick<Deps, "jobs">,
  events: readonly StoredEvent[],
): Promise<void> {
  const jobs = [...eventIdsByShop(events)].map(([shopId, eventIds]) =>
    deps.jobs.enqueue(processIntakeJob, { shopId, eventIds }),
  );
  await Promise.all(jobs);
}
