import { marketOf } from "./market.rules.ts";
import type { Market, MessageCategory, Rate } from "./rate.types.ts";

export type Price = {
  /** Millionths of the currency's unit: 113,100 are 11.31 cents. */
  readonly micros: number;
  readonly currency: string;
  readonly market: Market;
  readonly estimate: boolean;
};

export type RateQuestion = {
  readonly category: MessageCategory;
  readonly market: Market;
  readonly currency: string;
  readonly at: Date;
};

/** A card's rows by what they price, the newest first. */
export type RateIndex = ReadonlyMap<string, readonly Rate[]>;

type RateKey = Pick<Rate, "market" | "category" | "currency">;

export function rateKey({ market, category, currency }: RateKey): string {
  return `${market} ${category} ${currency}`;
}

export function indexRates(rates: readonly Rate[]): RateIndex {
  const newestFirst = rates.toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime());
  return Map.groupBy(newestFirst, rateKey);
}

/**
 * The row that holds then: the newest of the first card that has one. The merchant's card stands before
 * ours, so what the merchant entered counts until the merchant enters something newer.
 */
export function rateAt(question: RateQuestion, cards: readonly RateIndex[]): Rate | null {
  const key = rateKey(question);
  for (const card of cards) {
    const rate = card.get(key)?.find(({ validFrom }) => validFrom <= question.at);
    if (rate) return rate;
  }
  return null;
}

/**
 * The list price of one delivered message (contract 6.1). Null when no card has one in that currency,
 * because we never convert.
 */
export function priceOf(question: RateQuestion, cards: readonly RateIndex[]): Price | null {
  const rate = rateAt(question, cards);
  const { market, currency } = question;
  return rate && { micros: rate.micros, currency, market, estimate: rate.estimate };
}

/** Where no card has the account's own currency, a price in this one is shown as such. */
const COMMON_CURRENCY = "USD";

export type CountryQuestion = {
  readonly category: MessageCategory;
  /** ISO 3166 alpha-2 of the recipient's number; null when unknown. */
  readonly country: string | null;
  readonly at: Date;
};

/** What messages cost a shop: its own card before ours, in the currency in which Meta bills it. */
export class PriceBook {
  readonly currency: string;
  readonly #cards: readonly RateIndex[];

  constructor(currency: string, cards: readonly RateIndex[]) {
    this.currency = currency;
    this.#cards = cards;
  }

  /** The price in one currency and no other. */
  in(question: RateQuestion): Price | null {
    return priceOf(question, this.#cards);
  }

  /** The price in the account's currency where a card has one, else in dollars. */
  ofMarket(question: Omit<RateQuestion, "currency">): Price | null {
    return (
      this.in({ ...question, currency: this.currency }) ??
      this.in({ ...question, currency: COMMON_CURRENCY })
    );
  }

  price({ country, ...question }: CountryQuestion): Price | null {
    return this.ofMarket({ ...question, market: marketOf(country) });
  }
}
