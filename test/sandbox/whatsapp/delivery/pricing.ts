import type { JsonObject } from "../json.ts";
import type { OutMessage, State } from "../state.ts";

export type PriceTag = { type: string; category: string };

const HOUR_MS = 60 * 60 * 1000;
const ANSWER_WITHIN_MS = 24 * HOUR_MS;
const FREE_FOR_MS = 72 * HOUR_MS;
/** Per number and month since 2026-10-01 (contract 6.2). */
const FREE_SERVICE_MESSAGES = 1_000;

const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7);

/**
 * What WhatsApp will call the price of a message (contract 3.5, 6.2): free within 72 hours after the business
 * answered somebody who came by an ad, the first 1,000 service messages of a number and month, else regular.
 */
export function priceTag(state: State, message: Omit<OutMessage, "view">): PriceTag {
  if (isInFreeEntry(state, message)) {
    return { type: "free_entry_point", category: "referral_conversion" };
  }
  const isFree =
    message.category === "service" && serviceBefore(state, message) < FREE_SERVICE_MESSAGES;
  return { type: isFree ? "free_customer_service" : "regular", category: message.category };
}

function isInFreeEntry(
  state: State,
  { waId, phoneNumberId, at }: Omit<OutMessage, "view">,
): boolean {
  const contact = waId === null ? undefined : state.contacts.get(waId);
  if (!contact) return false;
  const { cameByAdAt = {}, freeUntil = {} } = contact;
  const cameAt = cameByAdAt[phoneNumberId];
  if (cameAt !== undefined && at >= cameAt) {
    if (at - cameAt < ANSWER_WITHIN_MS)
      contact.freeUntil = { ...freeUntil, [phoneNumberId]: at + FREE_FOR_MS };
    const { [phoneNumberId]: _, ...others } = cameByAdAt;
    contact.cameByAdAt = others;
  }
  return at < (contact.freeUntil?.[phoneNumberId] ?? 0);
}

function serviceBefore(state: State, { phoneNumberId, at }: Omit<OutMessage, "view">): number {
  const month = monthOf(at);
  let count = 0;
  for (const one of state.outgoing.values()) {
    const isService = one.category === "service" && one.phoneNumberId === phoneNumberId;
    if (isService && one.price?.type === "free_customer_service" && monthOf(one.at) === month) {
      count += 1;
    }
  }
  return count;
}

/** The pricing object of a status; `billable` is what type and category say. */
export function pricingObject(message: OutMessage): JsonObject {
  const { type, category } = message.price ?? { type: "regular", category: message.category };
  return { billable: type === "regular", pricing_model: "PMP", type, category };
}
