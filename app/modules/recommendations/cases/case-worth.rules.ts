import { minorOfMicros } from "#app/shared/money.ts";
import { isWorthSending, type Worth } from "../worth.rules.ts";

export interface PricedMatch {
  readonly probability: number;
  /** in the person's market */
  readonly offer: {
    readonly priceMinor: number;
    /** before a discount; null where there is none */
    readonly compareAtMinor: number | null;
    readonly currency: string;
  };
  /** in the shop's own currency; null where unknown */
  readonly shopPriceMinor: number | null;
}

export interface WorthQuestion {
  /** what the message would show, likeliest first */
  readonly shown: readonly PricedMatch[];
  readonly shopCurrency: string;
  readonly marginPercent: number;
  /** the margin that a message must promise, in the shop's currency; null: the price of the message */
  readonly thresholdMinor: number | null;
  /** of one message; null: nobody knows */
  readonly messagePrice: { readonly micros: number; readonly currency: string } | null;
  /** share of orders that the same person follows by another in time; null: nobody knows */
  readonly orderChance: number | null;
}

export interface CaseWorth {
  worth: Worth;
  /** of the expected margin */
  currency: string;
}

interface Threshold {
  minor: number;
  currency: string;
}

function thresholdOf({
  thresholdMinor,
  shopCurrency,
  messagePrice,
}: WorthQuestion): Threshold | null {
  if (thresholdMinor !== null) return { minor: thresholdMinor, currency: shopCurrency };
  if (!messagePrice) return null;
  return { minor: minorOfMicros(messagePrice), currency: messagePrice.currency };
}

/** We never convert: a price counts in the currency that it is known in. */
function priceIn(one: PricedMatch, currency: string, shopCurrency: string): number | null {
  if (one.offer.currency === currency) return one.offer.priceMinor;
  return shopCurrency === currency ? one.shopPriceMinor : null;
}

/**
 * Whether the margin that the shown products promise reaches the threshold. Null where the threshold and
 * the products' prices have no currency in common: then nobody can say.
 */
export function caseWorth(question: WorthQuestion): CaseWorth | null {
  const threshold = thresholdOf(question);
  if (!threshold) return null;
  const { shown, shopCurrency, marginPercent } = question;
  const { currency, minor: messagePrice } = threshold;
  const prices = shown.map((one) => priceIn(one, currency, shopCurrency));
  if (shown.length > 0 && prices.every((price) => price === null)) return null;
  const worth = isWorthSending({
    probabilities: shown.map(({ probability }) => probability),
    prices,
    regularPrices: shown.map(({ offer }) =>
      offer.currency === currency ? offer.compareAtMinor : null,
    ),
    marginShare: marginPercent / 100,
    messagePrice,
    orderChance: question.orderChance,
    shown: shown.length,
  });
  return { worth, currency };
}
