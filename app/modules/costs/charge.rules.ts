import type { Billed, Charge, Settled } from "./charge.types.ts";
import type { PriceBook } from "./price.rules.ts";
import type { MessageCategory } from "./rate.types.ts";

const CATEGORIES: Readonly<Record<string, MessageCategory>> = {
  marketing: "marketing",
  marketing_lite: "marketing",
  utility: "utility",
  authentication: "authentication",
  "authentication-international": "authentication",
  authentication_international: "authentication",
  service: "service",
};

/** The category that a card prices behind WhatsApp's word for it; null for words that are new to us. */
export function categoryBehind(word: string | null): MessageCategory | null {
  return CATEGORIES[word?.toLowerCase() ?? ""] ?? null;
}

/**
 * What a status says of its price (contract 3.5): `type` and `category`; `billable` is going away. Every
 * type that begins with "free_" is free: the name for the 1,000 free service messages is not settled.
 */
export function billedAs(pricing: {
  type: string | null;
  category: string | null;
}): "free" | MessageCategory | null {
  if (pricing.type?.startsWith("free_")) return "free";
  return categoryBehind(pricing.category);
}

/** Prices change at the beginning of a day. */
export function isSameDay(one: Date, other: Date): boolean {
  return one.toISOString().slice(0, 10) === other.toISOString().slice(0, 10);
}

type Amount = Pick<Settled, "currency" | "micros">;

/** The card's price of what was billed, on the day of delivery; what was expected where it knows none. */
function amountOf(charge: Charge, billed: Billed, book: PriceBook): Amount {
  const { market, currency, expectedMicros } = charge;
  const category = categoryBehind(billed.category) ?? charge.category;
  const asExpected = { currency, micros: expectedMicros };
  const same = category === charge.category && isSameDay(charge.claimedAt, billed.at);
  if (same && currency !== null) return asExpected;
  const { at } = billed;
  const price =
    currency === null
      ? book.ofMarket({ category, market, at })
      : book.in({ category, market, currency, at });
  return price ? { currency: price.currency, micros: price.micros } : asExpected;
}

/**
 * A charge after WhatsApp spoke of its price; null when that changes nothing. The first word on the price
 * stands: statuses come twice, and in any order. A message claimed twice (its first attempt's fate is
 * unknown) may have been delivered twice, so both count.
 */
export function settleCharge(charge: Charge, billed: Billed, book: PriceBook): Settled | null {
  const isSettled = charge.state === "charged" || charge.state === "free";
  if (isSettled && (charge.billedCategory !== null || billed.category === null)) return null;
  const { messageId } = charge;
  const { category: billedCategory, at: settledAt } = billed;
  const settled = { messageId, billedCategory, settledAt };
  if (billed.billed === "free") {
    return { ...settled, state: "free", currency: charge.currency, micros: 0 };
  }
  const { currency, micros } = amountOf(charge, billed, book);
  const all = micros === null ? null : micros * charge.claims;
  return { ...settled, state: "charged", currency, micros: all };
}
