import { addDays, addHours, addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "#app/shared/duration.ts";
import { classifyError, type DeliveryError, type ErrorReaction } from "./delivery-error.rules.ts";

/** What a failure changes beyond its own message. `alert`: nobody here knows the code. */
export type Effect =
  | { on: "number"; do: "pause"; until: Date; reason: string; alert: boolean }
  /** rests until then, and sends at `factor` of its rate until `slowUntil` */
  | { on: "number"; do: "slow"; until: Date; slowUntil: Date; factor: number; reason: string }
  | { on: "number"; do: "pause_utility"; until: Date; reason: string }
  | { on: "number"; do: "stop" | "break"; reason: string }
  | { on: "number"; do: "block_country"; until: Date }
  | { on: "template"; do: "pause"; final: boolean; reason: string }
  | { on: "person"; do: "withdraw" }
  | { on: "person"; do: "suppress"; scope: "marketing" | "all"; reason: "blocked" }
  /** left alone until then; `ends` in "unreachable" when it happens again before anything arrived */
  | {
      on: "person";
      do: "rest";
      scope: "marketing" | "all";
      until: Date;
      ends: "unreachable" | null;
    }
  | { on: "message"; do: "drop_picture" | "shorten" | "alert" };

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

/** Where only the merchant or Meta can help, the message is asked again this often. */
const LOOK_AGAIN_MS = HOUR_MS;
const WAIT_MS = 15 * MINUTE_MS;
/** How a number goes on after it went too fast, and after people reported it. */
const SLOWLY = { factor: 0.5, ms: 10 * MINUTE_MS } as const;
const VERY_SLOWLY = { factor: 0.1, ms: DAY_MS } as const;
/** A country may open again; until then nobody is asked in vain. */
const COUNTRY_BLOCK_DAYS = 30;

const USER_STOPPED_MARKETING = 131050;
const BLOCKED_BY_US = 130403;
/** Codes after which a person is left alone: how long, and from what (contract 2). */
const RESTS: Readonly<
  Record<number, { ms: number; scope: "marketing" | "all"; ends: "unreachable" | null }>
> = {
  131026: { ms: 7 * DAY_MS, scope: "all", ends: "unreachable" },
  131049: { ms: DAY_MS, scope: "marketing", ends: null },
  130472: { ms: 7 * DAY_MS, scope: "marketing", ends: null },
};

/** The last code of Meta's that is the template's end, not a pause. */
const TEMPLATE_DISABLED = 132016;

function personEffect(code: number | null, now: Date): Effect | null {
  if (code === USER_STOPPED_MARKETING) return { on: "person", do: "withdraw" };
  if (code === BLOCKED_BY_US) {
    return { on: "person", do: "suppress", scope: "all", reason: "blocked" };
  }
  const rest = code === null ? undefined : RESTS[code];
  if (!rest) return null;
  const { ms, scope, ends } = rest;
  return { on: "person", do: "rest", scope, until: addMs(now, ms), ends };
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

interface Given {
  error: ErrorReaction;
  waitMs: number;
  next: Next;
  now: Date;
}

/** For what stops, slows or pauses the number that the message would have left from. */
function onNumber({ error, waitMs, next, now }: Given): Reaction {
  const { reason, act, unknown: alert } = error;
  const restMs = waitMs || LOOK_AGAIN_MS;
  const until = addMs(now, restMs);
  switch (act) {
    case "stop":
      return { next: next(WAIT_MS), reason, effect: { on: "number", do: "stop", reason } };
    case "pause_utility":
      return { next: next(restMs), reason, effect: { on: "number", do: act, until, reason } };
    case "slow": {
      const { factor, ms } = restMs < DAY_MS ? SLOWLY : VERY_SLOWLY;
      const slowUntil = addMs(until, ms);
      const effect: Effect = { on: "number", do: act, until, slowUntil, factor, reason };
      return { next: next(restMs), reason, effect };
    }
    default: {
      const effect: Effect = { on: "number", do: "pause", until, reason, alert };
      return { next: next(restMs), reason, effect };
    }
  }
}

/** For what is over with this message: the person may be touched, the country, or somebody of ours. */
function onMessage({ error, next, now }: Given, code: number | null): Reaction {
  const { reason, act, unknown } = error;
  if (act === "drop_picture" || act === "shorten") {
    const again = next(0);
    const effect: Effect | null = again.state === "again" ? { on: "message", do: act } : null;
    return { next: again, reason, effect };
  }
  if (act === "block_country") {
    const until = addDays(now, COUNTRY_BLOCK_DAYS);
    const effect: Effect = { on: "number", do: "block_country", until };
    return { next: { state: "failed" }, reason, effect };
  }
  const effect: Effect | null = unknown ? { on: "message", do: "alert" } : personEffect(code, now);
  return { next: { state: "failed" }, reason, effect };
}

/**
 * What follows from a failure (contract 2): another attempt only after a definite refusal whose class
 * allows it, and only while the message is still in time (invariant 3).
 */
export function reactToFailure(failure: Failure, at: { now: Date; expiresAt: Date }): Reaction {
  const error = classifyError(failure);
  const { class: kind, reason, maxAttempts, retryAfterMs, unknown } = error;
  const waitMs = longerOf(failure.metaWaitMs, retryAfterMs);
  const next = nextOf(failure, maxAttempts, at);
  const given: Given = { error, waitMs, next, now: at.now };
  switch (kind) {
    case "ambiguous":
      return { next: { state: "unknown" }, reason, effect: null };
    case "retry":
      return {
        next: next(waitMs),
        reason,
        effect: unknown ? { on: "message", do: "alert" } : null,
      };
    case "defer":
      return { next: next(waitMs), reason, effect: personEffect(failure.code, at.now) };
    case "pause_number":
      return onNumber(given);
    case "auth":
      return { next: next(WAIT_MS), reason, effect: { on: "number", do: "break", reason } };
    case "pause_template": {
      const final = failure.code === TEMPLATE_DISABLED;
      const effect: Effect = { on: "template", do: "pause", final, reason };
      return { next: next(WAIT_MS), reason, effect };
    }
    case "suppress":
    case "fix":
      return onMessage(given, failure.code);
  }
}

/** A message whose fate nobody told us counts as sent, and is final after this long (invariant 3). */
export const UNKNOWN_IS_FINAL_HOURS = 7 * 24;

export function unknownIsFinal(handedOverAt: Date, now: Date): boolean {
  return now >= addHours(handedOverAt, UNKNOWN_IS_FINAL_HOURS);
}
