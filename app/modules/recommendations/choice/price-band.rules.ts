import type { BoughtLine } from "./choice.types.ts";

/** Wide on purpose: a sofa's owner buys candles, too. README says what share of real purchases lies inside. */
const HIGHEST_TIMES_MIDDLE = 5;
const HIGHEST_TIMES_DEAREST = 1.5;
const LOWEST_SHARE_OF_MIDDLE = 1 / 20;

export interface PriceBand {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Between which prices a product suits what the person pays, in minor units of the shop's currency: not more than
 * five times the middle of what they paid, or half more than the dearest. Null where no price is known.
 */
export function priceBand(bought: readonly BoughtLine[]): PriceBand | null {
  const paid = bought
    .filter(({ quantity }) => quantity > 0)
    .map(({ priceMinor }) => priceMinor ?? 0)
    .filter((price) => price > 0)
    .sort((a, b) => a - b);
  const middle = paid[Math.floor((paid.length - 1) / 2)];
  const dearest = paid.at(-1);
  if (middle === undefined || dearest === undefined) return null;
  return {
    lowest: middle * LOWEST_SHARE_OF_MIDDLE,
    highest: Math.max(middle * HIGHEST_TIMES_MIDDLE, dearest * HIGHEST_TIMES_DEAREST),
  };
}
