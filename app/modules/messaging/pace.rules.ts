import { addMs, msBetween } from "#app/shared/duration.ts";

/** A burst is no more than a quarter of a second of the rate, so that no second sees more than its rate. */
const BURST_MS = 250;
/** A batch lives long enough in one transaction as it is. */
export const MOST_PER_CLAIM = 200;
/** Fewer than this part of a burst are not worth a claim of their own: better to wait for the rest. */
const WORTH_A_CLAIM = 0.6;

/** A number's token bucket: from `freeAt` on it is full again, by the database's clock. */
export interface Pace {
  freeAt: Date;
  now: Date;
}

function burst(perSecond: number): number {
  return Math.max(1, (perSecond * BURST_MS) / 1000);
}

/**
 * How many messages a number may send now, at this rate; else how long until a claim is worth its while.
 */
export function tokens(
  { freeAt, now }: Pace,
  perSecond: number,
): { take: number } | { waitMs: number } {
  const most = Math.min(burst(perSecond), MOST_PER_CLAIM);
  const wanted = Math.max(1, most * WORTH_A_CLAIM);
  const missingMs = Math.max(0, msBetween(now, freeAt));
  const filled = burst(perSecond) - (missingMs * perSecond) / 1000;
  if (filled >= wanted) return { take: Math.floor(Math.min(filled, most)) };
  return { waitMs: Math.ceil(((wanted - filled) * 1000) / perSecond) };
}

/** When the bucket is full again after so many were taken. What was not used in time is not saved up. */
export function paceAfter({ freeAt, now }: Pace, taken: number, perSecond: number): Date {
  const from = freeAt > now ? freeAt : now;
  return addMs(from, (taken * 1000) / perSecond);
}
