import type { MessageState } from "./message.types.ts";

/** What WhatsApp can tell us about a message: in its answer, or later by webhook. */
export type IncomingStatus = "accepted" | "held" | "sent" | "delivered" | "read" | "failed";

export type Advance = {
  readonly state: MessageState;
  readonly changed: boolean;
  readonly reason: "moved" | "settled_unknown" | "duplicate" | "older" | "no_open_attempt";
  /** When the state that now holds was reached; null when nothing changed. */
  readonly at: Date | null;
};

/**
 * Statuses arrive late, twice and in any order (contract 3.3), so a state only ever rises. `failed`
 * lies above `sent`, which it may follow, and below `delivered`: what arrived did not fail.
 * `skipped` is above all: nothing was handed over that a status could speak of.
 */
const RANK: Readonly<Record<MessageState, number>> = {
  planned: 0,
  claimed: 0,
  handing_over: 1,
  unknown: 1,
  accepted: 2,
  held: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  skipped: 8,
};

// A failure that arrives after the message was put back for another try belongs to the try before.
function hasOpenAttempt(current: MessageState, incoming: IncomingStatus): boolean {
  return incoming !== "failed" || RANK[current] > 0;
}

/** The state after a status, forward only. `at` is the time that the status carries. */
export function advance(current: MessageState, incoming: IncomingStatus, at: Date): Advance {
  const stay = { state: current, changed: false, at: null };
  if (current === incoming) return { ...stay, reason: "duplicate" };
  if (!hasOpenAttempt(current, incoming)) return { ...stay, reason: "no_open_attempt" };
  if (RANK[incoming] < RANK[current]) return { ...stay, reason: "older" };
  const reason = current === "unknown" ? "settled_unknown" : "moved";
  return { state: incoming, changed: true, reason, at };
}
