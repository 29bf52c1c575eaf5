import type { Price } from "#app/modules/costs/index.ts";
import { preferenceToken } from "#app/modules/links/index.ts";
import { hasWayOutLink, renderTemplate } from "#app/modules/templates/index.ts";
import { templateValuesSchema } from "#app/modules/templates/template.types.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { Ended } from "./claim.store.server.ts";
import { type DeferReason, freeTextSchema } from "./message.types.ts";
import { payloadContext } from "./plan-message.ts";
import type { SendPurpose } from "./send-facts.types.ts";
import { type Candidate, isPlainText } from "./send-facts.ts";
import { decideSend, type SendDecision } from "./send-policy.rules.ts";

/** A message that may leave, ready for the wire. */
export interface Ready {
  messageId: string;
  contactId: string;
  to: string;
  /** what the request says beside whom it is for: its type, and the template or text */
  content: Record<string, unknown>;
  /** null: plain text */
  templateId: string | null;
  price: Price | null;
  purpose: SendPurpose;
  hashes: string[];
}

/** A batch by what becomes of each message. */
export interface Sorted {
  ready: { message: Ready; candidate: Candidate }[];
  ended: Ended[];
  deferred: { id: string; until: Date; reason: DeferReason }[];
}

/** Where the way out is a link it leads to this person's page; nothing about it is known at planning. */
function wayOutOf(deps: Deps, shopId: string, candidate: Candidate) {
  const { message, personId: contactId, dataKey, template } = candidate;
  if (!contactId || !dataKey) return {};
  if (!hasWayOutLink(template.template?.components ?? [])) return {};
  return { preferenceToken: preferenceToken(deps, { shopId, contactId, dataKey }, message.id) };
}

function contentOf(deps: Deps, shopId: string, candidate: Candidate, payload: unknown) {
  const { message, template } = candidate;
  if (isPlainText(message)) {
    const { text } = freeTextSchema.parse(payload);
    return { type: "text", text: { body: text, preview_url: false } };
  }
  if (!template.template) return null;
  const values = templateValuesSchema.parse(payload);
  const rendered = renderTemplate(template.template, {
    ...values,
    ...wayOutOf(deps, shopId, candidate),
  });
  return { type: "template", template: rendered };
}

function readyOf(deps: Deps, shopId: string, candidate: Candidate): Ready | null {
  const { message, phone, template } = candidate;
  if (!message.payload || !phone) return null;
  const opened: unknown = JSON.parse(deps.vault.open(message.payload, payloadContext(shopId)));
  const content = contentOf(deps, shopId, candidate, opened);
  if (!content) return null;
  return {
    messageId: message.id,
    contactId: message.contactId,
    to: phone,
    content,
    templateId: template.template?.id ?? null,
    price: candidate.price,
    purpose: candidate.facts.purpose,
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
export function put(sorted: Sorted, id: string, decision: SendDecision): void {
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

/**
 * Decides about every message of a batch. A person who gets one of them now has just got one when the
 * next is decided.
 */
export function sortOut(
  deps: Deps,
  shopId: string,
  { candidates, now }: { candidates: Candidate[]; now: Date },
): Sorted {
  const sorted: Sorted = { ready: [], ended: [], deferred: [] };
  const served = new Set<string>();
  for (const candidate of candidates) {
    const { contactId } = candidate.message;
    const facts = served.has(contactId) ? { lastToPersonAt: now } : {};
    const decision = decideSend({ ...candidate.facts, ...facts }, now);
    put(sorted, candidate.message.id, decision);
    if (decision.outcome !== "send") continue;
    const made = readyOrFailed(deps, shopId, candidate);
    if ("messageId" in made) {
      sorted.ready.push({ message: made, candidate });
      served.add(contactId);
    } else sorted.ended.push(made);
  }
  return sorted;
}
