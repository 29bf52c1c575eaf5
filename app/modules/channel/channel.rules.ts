import type { NumberRow } from "./channel.types.ts";

/** Messages per second of a number by its throughput level (contract 5.2), all directions together. */
const ALLOWED_PER_SECOND: Readonly<Record<string, number>> = { STANDARD: 80, HIGH: 1000 };
const COEXISTENCE_PER_SECOND = 20;
/** The rest stays free for replies, and for what Meta counts and we don't. */
const OUR_SHARE = 0.75;

/** What sending sees of a number: only a connected one that is not paused sends. */
export function numberState(
  number: Pick<NumberRow, "status" | "pausedUntil"> | null,
  now: Date,
): "connected" | "paused" | "none" {
  if (!number) return "none";
  if (number.status !== "connected") return "paused";
  return number.pausedUntil !== null && number.pausedUntil > now ? "paused" : "connected";
}

/** How many messages per second we let a number send. */
export function sendRate(throughput: string): number {
  return (ALLOWED_PER_SECOND[throughput] ?? COEXISTENCE_PER_SECOND) * OUR_SHARE;
}
