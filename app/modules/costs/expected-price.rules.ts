import { type Price, priceOf, type PriceQuestion } from "./price.rules.ts";
import type { MessageCategory, Rate } from "./rate.types.ts";

/** Meta bills most accounts in dollars, and the card knows every market in them. */
const COMMON_CURRENCY = "USD";

/** The price in the wanted currency where the card has one, else in dollars: we never convert. */
export function expectedPriceFrom(question: PriceQuestion, rates: readonly Rate[]): Price | null {
  return priceOf(question, rates) ?? priceOf({ ...question, currency: COMMON_CURRENCY }, rates);
}

const CATEGORIES: Readonly<Record<string, MessageCategory>> = {
  marketing: "marketing",
  marketing_lite: "marketing",
  utility: "utility",
  authentication: "authentication",
  "authentication-international": "authentication",
  authentication_international: "authentication",
  service: "service",
};

/** What a status says of its price (contract 3.5): `type` and `category`; any other words are new to us. */
export function billedAs(pricing: {
  type: string | null;
  category: string | null;
}): "free" | MessageCategory | null {
  if (pricing.type?.startsWith("free_")) return "free";
  return CATEGORIES[pricing.category ?? ""] ?? null;
}
