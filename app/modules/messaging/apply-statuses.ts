import { billedAs } from "#app/modules/costs/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { applyLandings } from "./apply-landings.ts";
import { type Landing, landStatus } from "./landing.rules.ts";
import type { AttemptEnd, MessageNow, StatusUpdate } from "./landing.types.ts";
import { lockMessages, messagesOfAttempts, writeAttemptEnds } from "./moves.store.server.ts";
import { parseStatuses, type WebhookStatus } from "./status.types.ts";

const ATTEMPT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

/** How the attempt behind a status ended: whatever WhatsApp reports on, it had accepted. */
function attemptEndOf(update: StatusUpdate): AttemptEnd[] {
  if (update.attemptId === null) return [];
  const refused = update.status === "failed";
  return [
    {
      id: update.attemptId,
      outcome: refused ? "refused" : "accepted",
      httpStatus: null,
      code: update.errorCode,
      detail: update.errorDetail?.slice(0, 300) ?? null,
    },
  ];
}

/** Messages by what names them in a status: the attempt first, else WhatsApp's own id. */
async function lockNamed(tx: Tx, shopId: string, updates: StatusUpdate[]) {
  const attemptIds = updates.flatMap((update) => update.attemptId ?? []);
  const ofAttempt = await messagesOfAttempts(tx, shopId, attemptIds);
  const messages = await lockMessages(tx, shopId, {
    ids: [...new Set(ofAttempt.values())],
    wamids: updates.map((update) => update.wamid),
  });
  const byId = new Map(messages.map((message) => [message.id, message]));
  const byWamid = new Map(messages.map((message) => [message.wamid, message.id]));
  const idOf = (update: StatusUpdate) =>
    ofAttempt.get(update.attemptId ?? "") ?? byWamid.get(update.wamid);
  return { byId, idOf };
}

/** Several statuses of one message are applied one after the other; the row is written once. */
function fold(before: Landing | undefined, landing: Landing): Landing {
  return {
    message: landing.message,
    handedOver: (before?.handedOver ?? false) || landing.handedOver,
    failed: landing.failed,
    effect: landing.effect ?? before?.effect ?? null,
    // WhatsApp's first word on the price counts, before a delivery without one.
    billed: before?.billed?.category ? before.billed : (landing.billed ?? before?.billed),
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
    const message = id === undefined ? undefined : (landed.get(id)?.message ?? named.byId.get(id));
    if (!message) continue; // a message of somebody else on this account, or one of another app
    const landing = landStatus(message, update, now);
    if (landing.message !== message) landed.set(message.id, fold(landed.get(message.id), landing));
  }
  return [...landed.values()];
}

/**
 * Applies a webhook's statuses: all of its messages are locked and written together. Attempts are
 * stored before their requests end, so a status that names an unknown one is not ours.
 */
export async function applyStatuses(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const updates = parseStatuses(event.body).map(updateOf);
  if (updates.length === 0) return;
  const { shopId } = event;
  await deps.db.inShop(shopId, async (tx) => {
    const now = deps.clock.now();
    const named = await lockNamed(tx, shopId, updates);
    const landings = land(named, updates, now);
    await writeAttemptEnds(tx, shopId, { rows: updates.flatMap(attemptEndOf), at: now });
    await applyLandings(deps, tx, { shopId, landings });
  });
}
