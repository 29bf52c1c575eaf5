import { setTimeout as pause } from "node:timers/promises";
import { numberById, numberState } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { checkPurchases } from "./check-purchases.ts";
import { claimBatch, type Claimed } from "./claim-batch.ts";
import { inTurn } from "./claim-turn.ts";
import { handOver } from "./hand-over.ts";
import { lanes } from "./lanes.ts";
import { dispatchJob } from "./messaging.jobs.ts";
import type { ClaimCache } from "./send-facts.ts";

/** A run ends well within a worker's time to shut down; the sweep starts the next within a second. */
const LONGEST_RUN_MS = 8_000;
/** A pause this short is sat out by not claiming; a longer one is told to the messages. */
const SHORT_PAUSE_MS = 60_000;

interface Target {
  shopId: string;
  numberId: string;
}

async function restsForAMoment(deps: Deps, target: Target): Promise<boolean> {
  const number = await deps.db.inShop(target.shopId, (tx) =>
    numberById(tx, target.shopId, target.numberId),
  );
  const now = deps.clock.now();
  if (number?.status !== "connected" || numberState(number, now) !== "paused") return false;
  const left = (number.pausedUntil?.getTime() ?? now.getTime()) - now.getTime();
  return left > 0 && left <= SHORT_PAUSE_MS;
}

const sizeOf = (claimed: Claimed) =>
  claimed.outcome === "claimed" ? claimed.claim.ready.length : 0;

/**
 * Sends what is due from one number, at its rate, until nothing is left. Safe to run beside itself:
 * rows are claimed, never shared, and the rate is taken from one bucket.
 * @returns how many messages were handed over
 */
export async function dispatchNumber(deps: Deps, target: Target): Promise<number> {
  if (await restsForAMoment(deps, target)) return 0;
  const flight = lanes((error) =>
    deps.log.error("messages.hand_over_failed", { ...target, message: String(error) }),
  );
  const cache: ClaimCache = { templates: null };
  const endAt = Date.now() + LONGEST_RUN_MS;
  while (Date.now() < endAt && !flight.state.stuck) {
    await checkPurchases(deps, target);
    const claimed = await inTurn(target.shopId, () =>
      flight.withRoom((most) => claimBatch(deps, { ...target, most }, cache), sizeOf),
    );
    if (claimed.outcome === "nothing_due") break;
    if (claimed.outcome === "wait") {
      await pause(claimed.ms);
      continue;
    }
    const { claim } = claimed;
    if (claim.ready.length === 0) continue;
    flight.start(claim.ready.length, (answered) => handOver(deps, target.shopId, claim, answered));
  }
  await flight.untilDone();
  return flight.state.sent;
}

/** Wakes a dispatcher for every number that has something due. */
export async function sweepMessages(deps: Deps): Promise<number> {
  const numbers = await deps.db.crossShop.numbersWithDueMessages(deps.clock.now());
  await Promise.all(
    numbers.map(({ shopId, numberId }) =>
      deps.jobs.enqueue(dispatchJob, { shopId, numberId }, { jobId: `send-${numberId}` }),
    ),
  );
  return numbers.length;
}
