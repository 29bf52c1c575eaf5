import type { BrakeLevel, NumberRow } from "./channel.types.ts";

/** Messages per second of a number by its throughput level (contract 5.2), all directions together. */
const ALLOWED_PER_SECOND: Readonly<Record<string, number>> = { STANDARD: 80, HIGH: 1000 };
const COEXISTENCE_PER_SECOND = 20;
/** The rest stays free for replies, and for what Meta counts and we don't. */
const OUR_SHARE = 0.75;
/** Our brake halves the rate before it stops marketing. */
const RATE_FACTOR: Readonly<Record<BrakeLevel, number>> = { normal: 1, slow: 0.5, stop: 0.5 };

type SendingNumber = Pick<NumberRow, "status" | "pausedUntil"> &
  Partial<Pick<NumberRow, "utilityPausedUntil">>;

/**
 * What sending sees of a number: only a connected one that is not paused sends. Whether the quality
 * brake holds its marketing (`brake`) is a question of its own, with a reason of its own.
 */
export function numberState(
  number: SendingNumber | null,
  now: Date,
  category: "marketing" | "utility" = "marketing",
): "connected" | "paused" | "none" {
  if (!number) return "none";
  if (number.status !== "connected") return "paused";
  const utilityRests = category === "utility" && (number.utilityPausedUntil ?? now) > now;
  if (utilityRests) return "paused";
  return number.pausedUntil !== null && number.pausedUntil > now ? "paused" : "connected";
}

type PacedNumber = Pick<NumberRow, "throughput" | "brake"> &
  Partial<Pick<NumberRow, "slowedUntil" | "slowFactor">>;

/** How many messages per second we let a number send; fewer for a while after WhatsApp found it too fast. */
export function sendRate(number: PacedNumber, now: Date): number {
  const allowed = ALLOWED_PER_SECOND[number.throughput] ?? COEXISTENCE_PER_SECOND;
  const slow = (number.slowedUntil ?? now) > now ? (number.slowFactor ?? 1) : 1;
  return allowed * OUR_SHARE * RATE_FACTOR[number.brake] * slow;
}

const RECIPIENTS_PER_DAY: Readonly<Record<string, number>> = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_1K: 1_000,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: Infinity,
};
/** What a new business starts with (contract 5.1), and what we assume until Meta says more. */
const FIRST_LIMIT = 250;

/**
 * Different people whom the business portfolio may message in a rolling 24 hours outside open service
 * windows (contract 5.1); Infinity without a limit.
 */
export function recipientLimit(messagingLimit: string): number {
  return RECIPIENTS_PER_DAY[messagingLimit] ?? FIRST_LIMIT;
}

/**
 * A limit as Meta writes it, in the one spelling that we store: webhooks give tiers with and without
 * "TIER_", and plain numbers, -1 for none (contract 3.7). Null when it says nothing.
 */
export function limitOf(written: string | number | null | undefined): string | null {
  if (written === null || written === undefined || written === "") return null;
  const text = String(written)
    .toUpperCase()
    .replace(/^TIER_/, "");
  if (text === "UNLIMITED" || text === "-1") return "TIER_UNLIMITED";
  const tier = `TIER_${text.replace(/^(\d+)000$/, "$1K")}`;
  return tier in RECIPIENTS_PER_DAY ? tier : null;
}
