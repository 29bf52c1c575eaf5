import type { Tx } from "#app/ports/db.ts";
import { writePause, writeSlow, writeStatus, writeUtilityPause } from "./channel.store.server.ts";

interface Target {
  shopId: string;
  numberId: string;
}

/** Pauses a number until then; a longer pause that already runs stays. */
export async function pauseNumber(
  tx: Tx,
  target: Target,
  pause: { until: Date; reason: string },
): Promise<void> {
  await writePause(tx, target, pause);
}

/**
 * Stops a number: `broken` asks the merchant to connect it again. Messages wait, or get too late.
 * @param stop.since when the request began that tells so: a number connected after that stays as it is
 */
export async function stopNumber(
  tx: Tx,
  target: Target,
  stop: { status: "stopped" | "broken"; reason: string; since?: Date },
): Promise<void> {
  await writeStatus(tx, target, stop);
}

/** Lets a number send again, whatever stopped or paused it. */
export async function resumeNumber(tx: Tx, target: Target): Promise<void> {
  await writeStatus(tx, target, { status: "connected", reason: null });
}

/** Lets a number send only this share of its rate until then (contract 2: 130429). */
export async function slowNumber(
  tx: Tx,
  target: Target,
  slow: { until: Date; factor: number },
): Promise<void> {
  await writeSlow(tx, target, slow);
}

/** Holds a number's UTILITY messages until then (contract 2: 131064); marketing goes on. */
export async function pauseUtility(tx: Tx, target: Target, until: Date): Promise<void> {
  await writeUtilityPause(tx, target, until);
}
