import { marketOf } from "./market.rules.ts";
import type { Market, MessageCategory, Rate } from "./rate.types.ts";

export type PriceQuestion = {
  readonly category: MessageCategory;
  /** ISO 3166 alpha-2 of the recipient's number; null when unknown. */
  readonly country: string | null;
  /** The currency in which Meta bills the merchant. */
  readonly currency: string;
  readonly at: Date;
};

export type Price = {
  /** Millionths of the currency's unit: 113,100 are 11.31 cents. */
  readonly micros: number;
  readonly currency: string;
  readonly market: Market;
  readonly estimate: boolean;
};

/**
 * The list price of one delivered message: the newest row of the recipient's market that was valid at
 * the time. Null when the card has none in that currency, because we never convert.
 */
export function priceOf(question: PriceQuestion, rates: readonly Rate[]): Price | null {
  const { category, currency, at } = question;
  const market = marketOf(question.country);
  const fits = (rate: Rate) =>
    rate.market === market &&
    rate.category === category &&
    rate.currency === currency &&
    rate.validFrom <= at;
  const [rate] = rates
    .filter(fits)
    .toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime());
  return rate ? { micros: rate.micros, currency, market, estimate: rate.estimate } : null;
}
