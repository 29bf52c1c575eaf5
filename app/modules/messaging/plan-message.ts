import type { TemplateValues } from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { SkipReason, Topic } from "./message.types.ts";
import { insertMessage, skipUnsent, wakeWaiting as wakeRows } from "./messages.store.server.ts";
import { dispatchJob } from "./messaging.jobs.ts";

/** An intended message. `dedupeKey` is what it must not be planned twice for. */
export interface MessageWish {
  id: string;
  shopId: string;
  dedupeKey: string;
  kind: "cart_reminder";
  topic: Topic;
  contactId: string;
  numberId: string | null;
  /** keyed hash of the number that the consent names: it goes there or nowhere */
  toHash: string;
  checkoutId: string | null;
  /** with the three below: what a purchase is recognised by */
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  boughtSince: Date | null;
  seriesId: string | null;
  step: number | null;
  templateId: string | null;
  values: TemplateValues;
  dueAt: Date;
  notBefore: Date;
  expiresAt: Date;
}

export function payloadContext(shopId: string): string {
  return `${shopId}:message`;
}

/**
 * Writes an intended message, once per key.
 * @returns the id of the row that stands under the key: the wish's, or an earlier one's
 */
export async function planMessage(deps: Deps, tx: Tx, wish: MessageWish): Promise<string> {
  const { values, ...row } = wish;
  return insertMessage(tx, {
    ...row,
    state: "planned",
    reason: null,
    payload: deps.vault.seal(JSON.stringify(values), payloadContext(wish.shopId)),
    plannedAt: deps.clock.now(),
    endedAt: null,
  });
}

/** Writes a message that will not be sent, with its reason: nothing that was intended vanishes. */
export async function recordSkipped(
  deps: Deps,
  tx: Tx,
  wish: MessageWish & { reason: SkipReason },
): Promise<string> {
  const { values: _, ...row } = wish;
  const now = deps.clock.now();
  return insertMessage(tx, {
    ...row,
    state: "skipped",
    payload: null,
    plannedAt: now,
    endedAt: now,
  });
}

/** Ends what is planned for a person, for checkouts, or in the whole shop. Gives how many. */
export async function skipPlanned(
  tx: Tx,
  which: {
    shopId: string;
    contactId?: string;
    checkoutIds?: string[];
    reason: SkipReason;
    at: Date;
  },
): Promise<number> {
  return skipUnsent(tx, which, { reason: which.reason, at: which.at });
}

/** Lets the dispatcher of a number look now; the sweep would find it a little later. */
export async function wakeDispatcher(
  deps: Pick<Deps, "jobs">,
  number: { shopId: string; numberId: string },
): Promise<void> {
  await deps.jobs.enqueue(dispatchJob, number, { jobId: `send-${number.numberId}` });
}

/** What waited for a template or a number that is back may leave now. */
export async function wakeWaiting(deps: Deps, shopId: string): Promise<void> {
  const reasons = ["template_paused", "number_paused"];
  const now = deps.clock.now();
  const numberIds = await deps.db.inShop(shopId, (tx) => wakeRows(tx, shopId, { reasons, now }));
  for (const numberId of numberIds) await wakeDispatcher(deps, { shopId, numberId });
}
