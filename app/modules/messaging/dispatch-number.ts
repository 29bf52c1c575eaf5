import { setTimeout as pause } from "node:timers/promises";
import { numberById, numberState, sendRate } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { checkPurchases } from "./check-purchases.ts";
import { claimBatch } from "./claim-batch.ts";
import { handOver } from "./hand-over.ts";
import { dispatchJob } from "./messaging.jobs.ts";

/** A batch is what the number may send in a quarter of a second, so that no second sees more than its rate. */
const SLICE_MS = 250;
const MOST_PER_CLAIM = 100;
/** Claims on their way at once: with slow answers the number still reaches its rate. */
const MOST_IN_FLIGHT = 256;
/** A run ends well within a worker's time to shut down; the sweep starts the next within a second. */
const LONGEST_RUN_MS = 8_000;
/** A pause this short is sat out by not claiming; a longer one is told to the messages. */
const SHORT_PAUSE_MS = 60_000;

interface Target {
  shopId: string;
  numberId: string;
}

/** How many per claim, and how long between claims; null while the number rests for a moment. */
async function paceOf(
  deps: Deps,
  target: Target,
): Promise<{ limit: number; perMs: number } | null> {
  const number = await deps.db.inShop(target.shopId, (tx) =>
    numberById(tx, target.shopId, target.numberId),
  );
  const now = deps.clock.now();
  const rests = number?.status === "connected" && numberState(number, now) === "paused";
  const left = rests ? (number.pausedUntil?.getTime() ?? 0) - now.getTime() : 0;
  if (rests && left <= SHORT_PAUSE_MS) return null;
  const rate = sendRate(number ?? { throughput: "STANDARD", brake: "normal" }, now);
  const limit = Math.min(MOST_PER_CLAIM, Math.max(1, Math.floor((rate * SLICE_MS) / 1000)));
  return { limit, perMs: rate / 1000 };
}

/** Hand-overs that run beside each other, and what they came to. */
function lanes(deps: Deps, target: Target) {
  const running = new Map<Promise<void>, number>();
  const state = { sent: 0, stuck: false };
  const inFlight = () => [...running.values()].reduce((sum, count) => sum + count, 0);
  return {
    state,
    start(count: number, work: Promise<number>) {
      const lane = work.then(
        (sent) => {
          running.delete(lane);
          state.sent += sent;
          // WhatsApp took none of them: the others would fare no better now.
          if (sent === 0) state.stuck = true;
        },
        (error: unknown) => {
          running.delete(lane);
          state.stuck = true;
          deps.log.error("messages.hand_over_failed", { ...target, message: String(error) });
        },
      );
      running.set(lane, count);
    },
    async untilBelow(limit: number) {
      while (inFlight() >= limit) await Promise.race(running.keys());
    },
  };
}

/**
 * Sends what is due from one number, at its rate, until nothing is left. Safe to run beside itself:
 * rows are claimed, never shared.
 * @returns how many messages were handed over
 */
export async function dispatchNumber(deps: Deps, target: Target): Promise<number> {
  const pace = await paceOf(deps, target);
  if (!pace) return 0;
  const { limit, perMs } = pace;
  const flight = lanes(deps, target);
  const endAt = Date.now() + LONGEST_RUN_MS;
  let freeAt = Date.now();
  while (Date.now() < endAt && !flight.state.stuck) {
    await checkPurchases(deps, target);
    const claim = await claimBatch(deps, { ...target, limit });
    if (!claim) break;
    const count = claim.ready.length;
    if (count === 0) continue;
    flight.start(count, handOver(deps, target.shopId, claim));
    freeAt = Math.max(Date.now(), freeAt) + count / perMs;
    await pause(Math.max(0, freeAt - Date.now()));
    await flight.untilBelow(MOST_IN_FLIGHT);
  }
  await flight.untilBelow(1);
  return flight.state.sent;
}

/** Wakes a dispatcher for every number that has something due. */
export async function sweepMessages(deps: Deps): Promise<number> {
  const numbers = await deps.db.crossShop.numbersWithDueMessages(deps.clock.now());
  for (const { shopId, numberId } of numbers) {
    await deps.jobs.enqueue(dispatchJob, { shopId, numberId }, { jobId: `send-${numberId}` });
  }
  return numbers.length;
}
