import type { Clock } from "#app/ports/clock.ts";
import type { CrossShop } from "#app/ports/db.ts";

/** Production: time is what it is. */
export function realClock(): Clock {
  return {
    now: () => new Date(),
    offsetMs: () => 0,
    refresh: async () => {},
    setOffset: async () => {
      throw new Error("Time can be moved only beside the stand-in (SHOPIFY_STANDIN_URL)");
    },
  };
}

const REFRESH_MS = 200;

/**
 * Beside the stand-in: real time plus the stored offset, which every process reads again five times
 * a second, so that web and worker move together.
 */
export function movableClock(
  crossShop: Pick<CrossShop, "clockOffsetMs" | "setClockOffsetMs">,
  onError: (error: unknown) => void,
): Clock & { stop(): void } {
  let offset = 0;
  const refresh = async () => {
    offset = await crossShop.clockOffsetMs();
  };
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_MS);
  timer.unref();
  return {
    now: () => new Date(Date.now() + offset),
    offsetMs: () => offset,
    refresh,
    setOffset: async (offsetMs) => {
      await crossShop.setClockOffsetMs(offsetMs);
      offset = offsetMs;
    },
    stop: () => clearInterval(timer),
  };
}
