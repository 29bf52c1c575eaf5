import type { Deps } from "#app/ports/deps.ts";
import { eventIdsByShop } from "./announce-events.ts";
import { processIntake } from "./process-intake.ts";
import type { SubscriberMap } from "./subscriber.ts";

const SWEEP_LIMIT = 500;

/** Processes what waits and is due, whoever forgot it. Gives how many events it found. */
export async function sweepIntake(deps: Deps, subscribers: SubscriberMap): Promise<number> {
  const due = await deps.db.crossShop.intakeDue(deps.clock.now(), SWEEP_LIMIT);
  for (const [shopId, eventIds] of eventIdsByShop(due)) {
    await processIntake(deps, { shopId, eventIds, subscribers });
  }
  return due.length;
}
