import { randomUUID } from "node:crypto";
import { numberById, tokenOf } from "#app/modules/channel/index.ts";
import type { Price } from "#app/modules/costs/index.ts";
import { renderTemplate } from "#app/modules/templates/index.ts";
import { templateValuesSchema } from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs } from "#app/shared/duration.ts";
import { announceNotSent } from "./announce.ts";
import {
  type Ended,
  lockDue,
  writeClaimed,
  writeDeferred,
  writeEnded,
} from "./claim.store.server.ts";
import { coverBatch } from "./cover-batch.ts";
import type { DeferReason } from "./message.types.ts";
import { payloadContext } from "./plan-message.ts";
import { type Candidate, loadSendFacts } from "./send-facts.ts";
import { decideSend, PURCHASE_ANSWER_MAX_AGE_MS, type SendDecision } from "./send-policy.rules.ts";

/** A message that may leave, ready for the wire. */
export interface Ready {
  messageId: string;
  contactId: string;
  to: string;
  template: Record<string, unknown>;
  templateId: string;
  price: Price | null;
  hashes: string[];
}

export interface Claim {
  claimId: string;
  claimedAt: Date;
  phoneNumberId: string;
  token: string;
  ready: Ready[];
}

interface Sorted {
  ready: { message: Ready; candidate: Candidate }[];
  ended: Ended[];
  deferred: { id: string; until: Date; reason: DeferReason }[];
}

function readyOf(deps: Deps, shopId: string, candidate: Candidate): Ready | null {
  const { message, phone, template } = candidate;
  if (!message.payload || !phone || !template.template) return null;
  const opened = deps.vault.open(message.payload, payloadContext(shopId));
  const values = templateValuesSchema.parse(JSON.parse(opened));
  return {
    messageId: message.id,
    contactId: message.contactId,
    to: phone,
    template: renderTemplate(template.template, values),
    templateId: template.template.id,
    price: candidate.price,
    hashes: candidate.hashes,
  };
}

/** One message that cannot be put into words must not keep the others from leaving. */
function readyOrFailed(deps: Deps, shopId: string, candidate: Candidate): Ready | Ended {
  const failed: Ended = {
    id: candidate.message.id,
    state: "failed",
    reason: "template_parameters",
  };
  try {
    return readyOf(deps, shopId, candidate) ?? failed;
  } catch (error) {
    deps.log.error("messages.render_failed", {
      shopId,
      messageId: failed.id,
      message: String(error),
    });
    return failed;
  }
}

/** Notes what a decision other than "send" makes of a message. */
function put(sorted: Sorted, id: string, decision: SendDecision): void {
  switch (decision.outcome) {
    case "skip":
      sorted.ended.push({ id, state: "skipped", reason: decision.reason });
      return;
    case "defer":
      sorted.deferred.push({ id, until: decision.until, reason: decision.reason });
      return;
    case "send":
      return;
  }
}

function sortOut(
  deps: Deps,
  shopId: string,
  { candidates, now }: { candidates: Candidate[]; now: Date },
): Sorted {
  const sorted: Sorted = { ready: [], ended: [], deferred: [] };
  for (const candidate of candidates) {
    const decision = decideSend(candidate.facts, now);
    put(sorted, candidate.message.id, decision);
    if (decision.outcome !== "send") continue;
    const made = readyOrFailed(deps, shopId, candidate);
    if ("messageId" in made) sorted.ready.push({ message: made, candidate });
    else sorted.ended.push(made);
  }
  return sorted;
}

/** What of it the budget covers, and reserves for; the rest is sorted anew. */
async function withinBudget(
  tx: Tx,
  { shopId, now, sorted }: { shopId: string; now: Date; sorted: Sorted },
): Promise<Ready[]> {
  const candidates = sorted.ready.map(({ candidate }) => candidate);
  const uncovered = await coverBatch(tx, { shopId, now, candidates });
  for (const [id, decision] of uncovered) put(sorted, id, decision);
  const ready = sorted.ready.map(({ message }) => message);
  return ready.filter(({ messageId }) => !uncovered.has(messageId));
}

/**
 * Takes the next due messages of a number: facts, decision and the row's new state in one transaction,
 * so that consent, purchase and unprocessed events are as of the claim (invariants 1, 2, 4).
 * @returns null when nothing is due; a claim may be empty when all were skipped or wait
 */
export async function claimBatch(
  deps: Deps,
  batch: { shopId: string; numberId: string; limit: number },
): Promise<Claim | null> {
  const { shopId, numberId } = batch;
  return deps.db.inShop(shopId, async (tx) => {
    const now = deps.clock.now();
    const checkedAfter = addMs(now, -PURCHASE_ANSWER_MAX_AGE_MS);
    const messages = await lockDue(tx, { ...batch, now, checkedAfter });
    if (messages.length === 0) return null;
    const candidates = await loadSendFacts(deps, tx, { ...batch, messages, now });
    const sorted = sortOut(deps, shopId, { candidates, now });
    const ready = await withinBudget(tx, { shopId, now, sorted });
    const claimId = randomUUID();
    const rows = ready.map(({ messageId, templateId, price }) => ({
      id: messageId,
      templateId,
      priceMicros: price?.micros ?? null,
      priceCurrency: price?.currency ?? null,
    }));
    await writeEnded(tx, shopId, { rows: sorted.ended, at: now });
    await writeDeferred(tx, shopId, sorted.deferred);
    await writeClaimed(tx, shopId, { claimId, claimedAt: now, rows });
    const reasons = new Map(sorted.ended.map((one) => [one.id, one.reason]));
    await announceNotSent(deps, tx, { shopId, rows: messages, reasons });
    const number = ready.length > 0 ? await numberById(tx, shopId, numberId) : null;
    const token = number ? tokenOf(deps, number) : "";
    const phoneNumberId = number?.phoneNumberId ?? "";
    return { claimId, claimedAt: now, phoneNumberId, token, ready: number ? ready : [] };
  });
}
