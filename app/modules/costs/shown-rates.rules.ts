import type { ShownPrice, ShownRate, UpcomingRate } from "./cost-report.types.ts";
import { rateAt, type RateIndex } from "./price.rules.ts";
import { type Market, type MessageCategory, markets, type Rate } from "./rate.types.ts";

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What a message costs now in one currency, market by market, and since when. The first card is the merchant's. */
export function shownRates(
  cards: readonly [own: RateIndex, shipped: RateIndex],
  asked: { currency: string; at: Date },
): ShownRate[] {
  const [own] = cards;
  const priceOf = (market: Market, category: MessageCategory): ShownPrice | null => {
    const question = { ...asked, market, category };
    const rate = rateAt(question, cards);
    if (!rate) return null;
    const { micros, estimate, source, validFrom } = rate;
    const isOwn = rateAt(question, [own]) !== null;
    return { micros, estimate, source, validFrom: dayOf(validFrom), own: isOwn };
  };
  return markets.map((market) => ({
    market,
    prices: {
      marketing: priceOf(market, "marketing"),
      utility: priceOf(market, "utility"),
      authentication: priceOf(market, "authentication"),
      service: priceOf(market, "service"),
    },
  }));
}

/** The merchant's prices that begin later, the next first. */
export function upcomingRates(own: readonly Rate[], now: Date): UpcomingRate[] {
  return own
    .filter((rate) => rate.validFrom > now)
    .toSorted((a, b) => a.validFrom.getTime() - b.validFrom.getTime())
    .map(({ market, category, currency, micros, validFrom }) => ({
      market,
      category,
      currency,
      micros,
      validFrom: dayOf(validFrom),
    }));
}
