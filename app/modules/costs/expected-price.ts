import { expectedPriceFrom } from "./expected-price.rules.ts";
import type { Price, PriceQuestion } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";

/** What one message will cost by the card that was valid then; null when no card knows. */
export function expectedPrice(question: PriceQuestion): Price | null {
  return expectedPriceFrom(question, rateCard);
}
