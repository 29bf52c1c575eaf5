import { releaseReservations } from "#app/modules/costs/index.ts";
import type { TemplateValues } from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { FreeText, SkipReason, Topic } from "./message.types.ts";
import {
  insertMessages,
  messageByKey,
  type NewMessage,
  skipUnsent,
  wakeWaiting as wakeRows,
} from "./messages.store.server.ts";
import { dispatchJob } from "./messaging.jobs.ts";

/** An intended message. `dedupeKey` is what it must not be planned twice for. */
export interface MessageWish {
  id: string;
  shopId: string;
  dedupeKey: string;
  /** the confirmations are UTILITY: they answer an act of the person's own (contract 4.5) */
  kind:
    | "cart_reminder"
    | "recommendation"
    | "consent_renewal"
    | "double_opt_in"
    | "opt_out_confirmation"
    | "opt_in_answer";
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
  /** without a template: the text itself, which needs an open service window */
  values: TemplateValues | FreeText;
  dueAt: Date;
  notBefore: Date;
  expiresAt: Date;
}

/** What a message has none of that is about no cart. */
export const ABOUT_NO_CART = {
  checkoutId: null,
  checkoutToken: null,
  cartToken: null,
  personHashes: [],
  boughtSince: null,
  seriesId: null,
  step: null,
} satisfies Partial<MessageWish>;

export function payloadContext(shopId: string): string {
  return `${shopId}:message`;
}

/** A message that will not be sent, and why. */
export type SkippedWish = MessageWish & { reason: SkipReason };

function plannedRow(deps: Deps, wish: MessageWish): NewMessage {
  const { values, ...row } = wish;
  return {
    ...row,
    state: "planned",
    reason: null,
    payload: deps.vault.seal(JSON.stringify(values), payloadContext(wish.shopId)),
    plannedAt: deps.clock.now(),
    endedAt: null,
  };
}

function skippedRow(deps: Deps, wish: SkippedWish): NewMessage {
  const { values: _, ...row } = wish;
  const now = deps.clock.now();
  return { ...row, state: "skipped", payload: null, plannedAt: now, endedAt: now };
}

/**
 * Writes intended messages of one shop, once per key, and beside them those that will not be sent, with
 * their reasons: nothing that was intended vanishes. One statement for all.
 * @returns the ids of the rows that are new; the others' keys were taken
 */
export async function planMessages(
  deps: Deps,
  tx: Tx,
  wishes: { shopId: string; planned: MessageWish[]; skipped: SkippedWish[] },
): Promise<Set<string>> {
  const { shopId, planned, skipped } = wishes;
  return insertMessages(tx, shopId, [
    ...planned.map((wish) => plannedRow(deps, wish)),
    ...skipped.map((wish) => skippedRow(deps, wish)),
  ]);
}

/**
 * `planMessages` of one intended message.
 * @returns the id of the row that stands under the key: the wish's, or an earlier one's
 */
export async function planMessage(deps: Deps, tx: Tx, wish: MessageWish): Promise<string> {
  const { shopId, dedupeKey } = wish;
  const written = await planMessages(deps, tx, { shopId, planned: [wish], skipped: [] });
  return written.has(wish.id) ? wish.id : messageByKey(tx, shopId, dedupeKey);
}

/** What a person's own word does not end: it answers a word of theirs. */
const SPARED: Readonly<Partial<Record<SkipReason, string[]>>> = {
  replied: ["double_opt_in", "opt_out_confirmation", "opt_in_answer"],
  consent_withdrawn: ["opt_out_confirmation"],
};

/** Ends what is planned for a person, for checkouts, or in the whole shop. Gives how many. */
export async function skipPlanned(
  tx: Tx,
  which: {
    shopId: string;
    contactId?: string;
    checkoutIds?: string[];
    topic?: Topic;
    reason: SkipReason;
    at: Date;
  },
): Promise<number> {
  const { count, claimed } = await skipUnsent(tx, which, {
    reason: which.reason,
    at: which.at,
    spared: SPARED[which.reason] ?? [],
  });
  await releaseReservations(tx, which.shopId, claimed);
  return count;
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
  const reasons = [
    "template_paused",
    "template_pending",
    "number_paused",
    "quality_brake",
    "budget_day",
    "budget_month",
    "perhaps_opt_out",
  ];
  const now = deps.clock.now();
  const numberIds = await deps.db.inShop(shopId, (tx) => wakeRows(tx, shopId, { reasons, now }));
  for (const numberId of numberIds) await wakeDispatcher(deps, { shopId, numberId });
}
