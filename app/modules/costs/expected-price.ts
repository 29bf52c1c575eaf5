import { type CountryQuestion, indexRates, type Price, PriceBook } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";

const shipped = indexRates(rateCard);

/** The price by the card that ships; `loadPrices` knows the merchant's own, too. */
export function expectedPrice(question: CountryQuestion & { currency: string }): Price | null {
  return new PriceBook(question.currency, [shipped]).price(question);
}
