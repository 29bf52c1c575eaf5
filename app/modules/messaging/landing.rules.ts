import type { Billed } from "#app/modules/costs/charge.types.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";
import type { AttemptEnd, MessageNow, StatusUpdate } from "./landing.types.ts";
import { type Effect, type Failure, reactToFailure } from "./reaction.rules.ts";
import { advance } from "./status.rules.ts";

/** What came back for a message changes its row, and maybe more. */
export type Landing = {
  readonly message: MessageNow;
  /** it left `handing_over` for a state that counts as sent */
  readonly handedOver: boolean;
  /** it failed for good */
  readonly failed: boolean;
  readonly effect: Effect | null;
  /** what WhatsApp says of its price, where it tells of a delivery */
  readonly billed?: Billed | undefined;
};

/** The answer to a hand-over, in the port's words. */
export type Outcome =
  | { outcome: "accepted" | "held"; wamid: string }
  | {
      outcome: "refused";
      httpStatus: number;
      code: number | null;
      subcode: number | null;
      retryAfterMs: number | null;
    }
  | { outcome: "unknown" | "not_sent" };

/** After a connection that did not come about, the next try. */
export const NOT_REACHED_WAIT_MS = 15 * SECOND_MS;

const stay = (message: MessageNow): Landing => ({
  message,
  handedOver: false,
  failed: false,
  effect: null,
});

function asUnknown(message: MessageNow): Landing {
  const next: MessageNow = { ...message, state: "unknown", reason: "outcome_unknown" };
  return { ...stay(next), handedOver: message.state === "handing_over" };
}

function afterFailure(message: MessageNow, failure: Failure, now: Date): Landing {
  const { next, reason, effect } = reactToFailure(failure, { now, expiresAt: message.expiresAt });
  const noted: MessageNow = { ...message, reason, errorCode: failure.code };
  switch (next.state) {
    case "unknown":
      return asUnknown(message);
    case "again":
      return {
        ...stay({ ...noted, state: "planned", notBefore: next.notBefore, endedAt: null }),
        effect,
      };
    case "failed":
      return { ...stay({ ...noted, state: "failed", endedAt: now }), failed: true, effect };
  }
}

/** Whether nothing definite is known of the attempt yet, so that its answer decides. */
function isOpen(message: MessageNow, attemptId: string): boolean {
  const open = message.state === "handing_over" || message.state === "unknown";
  return open && message.attemptId === attemptId;
}

/**
 * Whether an attempt is known to have failed, so that a late word of its having been taken or sent is none
 * of the attempt to come: a code stands for the last failure until something gets through.
 */
function hasFailed(message: MessageNow, attemptId: string | null): boolean {
  if (message.errorCode === null || attemptId === null) return false;
  const waits = message.state === "planned" || message.state === "claimed";
  return waits || attemptId !== message.attemptId;
}

function landAccepted(
  message: MessageNow,
  taken: { outcome: "accepted" | "held"; wamid: string },
  now: Date,
): Landing {
  if (hasFailed(message, message.attemptId)) return stay(message);
  const moved = advance(message.state, taken.outcome, now);
  const known = {
    ...message,
    wamid: message.wamid ?? taken.wamid,
    acceptedAt: message.acceptedAt ?? now,
  };
  if (!moved.changed) return stay(known); // a status was faster
  const next: MessageNow = { ...known, state: moved.state, reason: null, endedAt: null };
  return { ...stay(next), handedOver: message.state === "handing_over" };
}

/** A message after the answer to its hand-over. A status that was faster is never taken back. */
export function landOutcome(
  message: MessageNow,
  answer: { attemptId: string; outcome: Outcome },
  now: Date,
): Landing {
  const { attemptId, outcome } = answer;
  if (outcome.outcome === "accepted" || outcome.outcome === "held") {
    return message.attemptId === attemptId ? landAccepted(message, outcome, now) : stay(message);
  }
  if (!isOpen(message, attemptId)) return stay(message);
  switch (outcome.outcome) {
    case "unknown":
      return asUnknown(message);
    case "not_sent": {
      const notBefore = addMs(now, NOT_REACHED_WAIT_MS);
      return stay({ ...message, state: "planned", reason: "whatsapp_not_reached", notBefore });
    }
    case "refused": {
      const { httpStatus, code, subcode, retryAfterMs: metaWaitMs } = outcome;
      const attempt = message.attempts;
      const failure = {
        httpStatus,
        code,
        subcode,
        metaWaitMs,
        attempt,
        where: "response" as const,
      };
      return afterFailure(message, failure, now);
    }
  }
}

function withTimes(message: MessageNow, { status, at }: StatusUpdate): MessageNow {
  switch (status) {
    case "sent":
      return { ...message, sentAt: message.sentAt ?? at };
    case "delivered":
      return { ...message, deliveredAt: message.deliveredAt ?? at };
    case "read":
      return { ...message, readAt: message.readAt ?? at };
    case "failed":
      return message;
  }
}

/**
 * WhatsApp charges on delivery: its word on the price counts with `delivered` or `read`, never with `sent`
 * (contract 3.5). The first of the two counts without such a word, too.
 */
function billedBy(message: MessageNow, { status, at, price }: StatusUpdate): Billed | undefined {
  if (status !== "delivered" && status !== "read") return undefined;
  const wasTold = message.deliveredAt !== null || message.readAt !== null;
  if (price === null && wasTold) return undefined;
  return { messageId: message.id, at, ...(price ?? { billed: "charged", category: null }) };
}

function landFailed(message: MessageNow, update: StatusUpdate, now: Date): Landing {
  // A failure of an earlier attempt says nothing of the one that runs now.
  const isCurrent = update.attemptId === null || update.attemptId === message.attemptId;
  if (!isCurrent || !advance(message.state, "failed", update.at).changed) return stay(message);
  const failure: Failure = {
    code: update.errorCode,
    subcode: null,
    httpStatus: null,
    where: "webhook",
    attempt: message.attempts,
    metaWaitMs: null,
  };
  const known = { ...message, wamid: message.wamid ?? update.wamid };
  return afterFailure(known, failure, now);
}

/** A message after a status webhook: forward only, however late, doubled or shuffled they come. */
export function landStatus(message: MessageNow, update: StatusUpdate, now: Date): Landing {
  if (update.status === "failed") return landFailed(message, update, now);
  if (update.status === "sent" && hasFailed(message, update.attemptId)) return stay(message);
  const moved = advance(message.state, update.status, update.at);
  // A retried message has a new wamid; the one that a status speaks of is the one that arrived.
  const known: MessageNow = {
    ...withTimes(message, update),
    wamid: moved.changed ? update.wamid : (message.wamid ?? update.wamid),
    priceMicros: update.price?.billed === "free" ? 0 : message.priceMicros,
  };
  if (message.state === "skipped") return stay(message);
  const billed = billedBy(message, update);
  if (!moved.changed) return { ...stay(known), billed };
  const next: MessageNow = {
    ...known,
    state: moved.state,
    reason: null,
    errorCode: null,
    endedAt: null,
    acceptedAt: message.acceptedAt ?? update.at,
  };
  return { ...stay(next), handedOver: message.state === "handing_over", billed };
}

/** A message whose worker died. Before the request began it is planned again; after, it is unknown. */
export function landStranded(message: MessageNow, now: Date): Landing {
  switch (message.state) {
    case "claimed":
      return stay({ ...message, state: "planned", notBefore: now });
    case "handing_over":
      return asUnknown(message);
    default:
      return stay(message);
  }
}

/** How an attempt ended, from its answer. */
export function attemptEnd(attemptId: string, outcome: Outcome & { detail?: string }): AttemptEnd {
  const refused = outcome.outcome === "refused" ? outcome : null;
  return {
    id: attemptId,
    outcome: outcome.outcome,
    httpStatus: refused?.httpStatus ?? null,
    code: refused?.code ?? null,
    detail: outcome.detail ?? null,
  };
}
