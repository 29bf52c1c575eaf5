import { billedAs } from "#app/modules/costs/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { keptText } from "#app/shared/kept-text.ts";
import { applyLandings } from "./apply-landings.ts";
import { type Landing, landStatus } from "./landing.rules.ts";
import type { AttemptEnd, MessageNow, StatusUpdate } from "./landing.types.ts";
import {
  type KnownAttempt,
  knownAttempts,
  lockMessages,
  writeAttemptEnds,
} from "./moves.store.server.ts";
import { parseStatuses, type WebhookStatus } from "./status.types.ts";

const ATTEMPT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DETAIL_LENGTH = 300;

function errorOf({ errors: [error] }: WebhookStatus) {
  return {
    errorCode: error?.code ?? null,
    errorDetail: error?.error_data?.details ?? error?.title ?? null,
  };
}

/** A word for the price that is new to us counts as charged: the safe way for a budget. */
function priceOf({ pricing }: WebhookStatus): StatusUpdate["price"] {
  if (!pricing) return null;
  const { type = null, category = null } = pricing;
  const billed = billedAs({ type, category }) === "free" ? "free" : "charged";
  return { billed, category: category ?? type };
}

function updateOf(status: WebhookStatus): StatusUpdate {
  const data = status.biz_opaque_callback_data ?? "";
  return {
    wamid: status.id,
    attemptId: ATTEMPT_ID.test(data) ? data : null,
    // A voice message that was played was read.
    status: status.status === "played" ? "read" : status.status,
    at: new Date(status.timestamp * 1000),
    ...errorOf(status),
    price: priceOf(status),
  };
}

/**
 * How the attempts behind statuses ended: whatever WhatsApp reports on, it had accepted. The first word
 * on an attempt counts, and where its end is known already there is nothing to write.
 */
function attemptEnds(attempts: Map<string, KnownAttempt>, updates: StatusUpdate[]): AttemptEnd[] {
  const ends = new Map<string, AttemptEnd>();
  for (const { attemptId: id, status, errorCode, errorDetail } of updates) {
    if (id === null || ends.has(id) || !attempts.get(id)?.isOpen) continue;
    ends.set(id, {
      id,
      outcome: status === "failed" ? "refused" : "accepted",
      httpStatus: null,
      code: errorCode,
      detail: errorDetail === null ? null : keptText(errorDetail, DETAIL_LENGTH),
    });
  }
  return [...ends.values()];
}

const distinct = (values: string[]): string[] => [...new Set(values)];

/** Messages by what names them in a status: the attempt first, else WhatsApp's own id. */
async function lockNamed(tx: Tx, shopId: string, updates: StatusUpdate[]) {
  const attemptIds = distinct(updates.flatMap((update) => update.attemptId ?? []));
  const attempts = await knownAttempts(tx, shopId, attemptIds);
  const messageOf = (update: StatusUpdate) => attempts.get(update.attemptId ?? "")?.messageId;
  const unnamed = updates.filter((update) => messageOf(update) === undefined);
  const messages = await lockMessages(tx, shopId, {
    ids: distinct([...attempts.values()].map((attempt) => attempt.messageId)),
    wamids: distinct(unnamed.map((update) => update.wamid)),
  });
  const byId = new Map(messages.map((message) => [message.id, message]));
  const byWamid = new Map(messages.map((message) => [message.wamid, message.id]));
  const idOf = (update: StatusUpdate) => messageOf(update) ?? byWamid.get(update.wamid);
  return { attempts, byId, idOf };
}

/** Several statuses of one message are applied one after the other; the row is written once. */
function fold(before: Landing, landing: Landing): Landing {
  return {
    message: landing.message,
    handedOver: before.handedOver || landing.handedOver,
    // A failure told twice is still one; what arrived after all did not fail.
    failed: landing.message.state === "failed" && (before.failed || landing.failed),
    effect: landing.effect ?? before.effect,
    // WhatsApp's first word on the price counts, before a delivery without one.
    billed: before.billed?.category ? before.billed : (landing.billed ?? before.billed),
  };
}

function land(
  named: { byId: Map<string, MessageNow>; idOf(update: StatusUpdate): string | undefined },
  updates: StatusUpdate[],
  now: Date,
): Landing[] {
  const landed = new Map<string, Landing>();
  for (const update of updates) {
    const id = named.idOf(update);
    const before = id === undefined ? undefined : landed.get(id);
    const message = before?.message ?? named.byId.get(id ?? "");
    if (!message) continue; // a message of somebody else on this account, or one of another app
    const landing = landStatus(message, update, now);
    if (landing.message !== message)
      landed.set(message.id, before ? fold(before, landing) : landing);
  }
  return [...landed.values()];
}

/**
 * Applies the statuses of many webhooks of one shop at once: their messages are locked in the order of
 * their ids, as the dispatcher locks those whose answers it writes, and written together. Attempts are
 * stored before their requests end, so a status that names an unknown one is not ours.
 *
 * Costs five statements for a group of any size.
 */
export async function applyStatusesWithin(
  deps: Deps,
  tx: Tx,
  changes: { shopId: string; bodies: unknown[] },
): Promise<void> {
  const { shopId, bodies } = changes;
  const updates = bodies.flatMap((body) => parseStatuses(body).map(updateOf));
  if (updates.length === 0) return;
  const now = deps.clock.now();
  const named = await lockNamed(tx, shopId, updates);
  const landings = land(named, updates, now);
  await writeAttemptEnds(tx, shopId, { rows: attemptEnds(named.attempts, updates), at: now });
  await applyLandings(deps, tx, { shopId, landings });
}

/** Applies one webhook's statuses, in a transaction of its own. */
export async function applyStatuses(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const { shopId, body } = event;
  await deps.db.inShop(shopId, (tx) => applyStatusesWithin(deps, tx, { shopId, bodies: [body] }));
}
