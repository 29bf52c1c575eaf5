import { addHours, addMs, HOUR_MS, MINUTE_MS } from "#app/shared/duration.ts";
import { classifyError, type DeliveryError } from "./delivery-error.rules.ts";

/** What a failure changes beyond its own message. */
export type Effect =
  | { on: "number"; do: "pause"; until: Date; reason: string }
  | { on: "number"; do: "break"; reason: string }
  | { on: "template"; do: "pause"; final: boolean; reason: string }
  | { on: "person"; do: "withdraw" }
  | { on: "person"; do: "suppress"; scope: "marketing" | "all"; reason: "blocked" }
  /** Not on WhatsApp, as it seems: the second time in a row the person counts as unreachable. */
  | { on: "person"; do: "rest" };

export type Reaction = {
  readonly next: { state: "again"; notBefore: Date } | { state: "failed" } | { state: "unknown" };
  readonly reason: string;
  readonly effect: Effect | null;
};

export type Failure = Omit<DeliveryError, "attempt"> & {
  /** attempts made, this one included */
  readonly attempt: number;
  /** what Meta asked us to wait */
  readonly metaWaitMs: number | null;
};

/** Where only the merchant or Meta can help, one message of the number is tried again this often. */
const LOOK_AGAIN_MS = HOUR_MS;
const TEMPLATE_WAIT_MS = 15 * MINUTE_MS;

const USER_STOPPED_MARKETING = 131050;
const BLOCKED_BY_US = 130403;
const UNDELIVERABLE = 131026;

function personEffect(code: number | null): Effect | null {
  switch (code) {
    case USER_STOPPED_MARKETING:
      return { on: "person", do: "withdraw" };
    case BLOCKED_BY_US:
      return { on: "person", do: "suppress", scope: "all", reason: "blocked" };
    case UNDELIVERABLE:
      return { on: "person", do: "rest" };
    default:
      return null;
  }
}

function longerOf(metaMs: number | null, oursMs: number | undefined): number {
  return Math.max(metaMs ?? 0, oursMs ?? 0);
}

type Next = (waitMs: number) => Reaction["next"];

/** Again after the wait, if there is an attempt left and the message would still be in time. */
function nextOf(failure: Failure, maxAttempts: number, at: { now: Date; expiresAt: Date }): Next {
  return (waitMs) => {
    const notBefore = addMs(at.now, waitMs);
    const mayTry = failure.attempt < maxAttempts && notBefore < at.expiresAt;
    return mayTry ? { state: "again", notBefore } : { state: "failed" };
  };
}

/**
 * What follows from a failure (contract 2): another attempt only after a definite refusal whose class
 * allows it, and only while the message is still in time (invariant 3).
 */
export function reactToFailure(failure: Failure, at: { now: Date; expiresAt: Date }): Reaction {
  const { class: kind, reason, maxAttempts, retryAfterMs } = classifyError(failure);
  const waitMs = longerOf(failure.metaWaitMs, retryAfterMs);
  const next = nextOf(failure, maxAttempts, at);
  switch (kind) {
    case "ambiguous":
      return { next: { state: "unknown" }, reason, effect: null };
    case "retry":
    case "defer":
      return { next: next(waitMs), reason, effect: null };
    case "pause_number": {
      const restMs = waitMs || LOOK_AGAIN_MS;
      const until = addMs(at.now, restMs);
      return { next: next(restMs), reason, effect: { on: "number", do: "pause", until, reason } };
    }
    case "auth":
      return { next: next(LOOK_AGAIN_MS), reason, effect: { on: "number", do: "break", reason } };
    case "pause_template": {
      const effect: Effect = { on: "template", do: "pause", final: maxAttempts === 1, reason };
      return { next: next(TEMPLATE_WAIT_MS), reason, effect };
    }
    case "suppress":
    case "fix":
      return { next: { state: "failed" }, reason, effect: personEffect(failure.code) };
  }
}

/** A message whose fate nobody told us counts as sent, and is final after this long (invariant 3). */
export const UNKNOWN_IS_FINAL_HOURS = 7 * 24;

export function unknownIsFinal(handedOverAt: Date, now: Date): boolean {
  return now >= addHours(handedOverAt, UNKNOWN_IS_FINAL_HOURS);
}
