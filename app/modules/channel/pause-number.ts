import type { Tx } from "#app/ports/db.ts";
import { writeNumber, writePause } from "./channel.store.server.ts";

/** Pauses a number until then; a longer pause that already runs stays. */
export async function pauseNumber(
  tx: Tx,
  target: { shopId: string; numberId: string },
  pause: { until: Date; reason: string },
): Promise<void> {
  await writePause(tx, target, pause);
}

/** WhatsApp found the number too fast: until then it sends at that part of its rate. */
export async function slowNumber(
  tx: Tx,
  target: { shopId: string; numberId: string },
  slow: { until: Date; factor: number },
): Promise<void> {
  await writeNumber(tx, target, { slowedUntil: slow.until, slowFactor: slow.factor });
}

/** Meta limits the number's UTILITY messages; marketing goes on. */
export async function pauseUtility(
  tx: Tx,
  target: { shopId: string; numberId: string },
  until: Date,
): Promise<void> {
  await writeNumber(tx, target, { utilityPausedUntil: until });
}

/** Stops a number: `broken` asks the merchant to connect it again. Messages wait, or get too late. */
export async function stopNumber(
  tx: Tx,
  target: { shopId: string; numberId: string },
  stop: { status: "stopped" | "broken"; reason: string },
): Promise<void> {
  await writeNumber(tx, target, { status: stop.status, statusReason: stop.reason });
}

/** Lets a stopped or paused number send again. */
export async function resumeNumber(
  tx: Tx,
  target: { shopId: string; numberId: string },
): Promise<void> {
  await writeNumber(tx, target, { status: "connected", statusReason: null, pausedUntil: null });
}
