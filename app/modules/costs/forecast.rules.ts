import type { Price, PriceBook } from "./price.rules.ts";
import type { Market, MessageCategory } from "./rate.types.ts";

/** People of one market. `free`: those whom a message would reach free of charge. */
export interface ForecastGroup {
  market: Market;
  count: number;
  free: number;
}

export interface ForecastLine extends ForecastGroup {
  /** null: no card knows one */
  price: Price | null;
  /** of those that are not free; null without a price */
  micros: number | null;
}

/** What messages to a set of people would cost. Amounts in different currencies are never added up. */
export interface Forecast {
  lines: ForecastLine[];
  totals: { currency: string; micros: number }[];
  people: number;
  free: number;
  /** people whose price nobody knows */
  unknown: number;
  estimate: boolean;
}

/** Meta gives so many service messages per number and month free since 2026-10-01 (contract 6.2). */
export const FREE_SERVICE_MESSAGES = 1_000;

function sums(lines: ForecastLine[]): Forecast["totals"] {
  const totals = new Map<string, number>();
  for (const { price, micros } of lines) {
    if (price === null || micros === null) continue;
    totals.set(price.currency, (totals.get(price.currency) ?? 0) + micros);
  }
  return [...totals].map(([currency, micros]) => ({ currency, micros }));
}

/** What is free of the month's allowance is counted off the cheapest markets: nothing is promised too low. */
export function forecast(
  groups: readonly ForecastGroup[],
  asked: { category: MessageCategory; at: Date; book: PriceBook; freeServiceLeft: number },
): Forecast {
  const { category, at, book } = asked;
  let allowance = category === "service" ? asked.freeServiceLeft : 0;
  const priced = groups
    .filter(({ count }) => count > 0)
    .map((group) => ({ ...group, price: book.ofMarket({ category, market: group.market, at }) }))
    .toSorted((a, b) => (a.price?.micros ?? 0) - (b.price?.micros ?? 0))
    .map((group) => {
      const left = group.count - group.free;
      const taken = Math.min(left, allowance);
      allowance -= taken;
      const free = group.free + taken;
      const micros = group.price && group.price.micros * (group.count - free);
      return { ...group, free, micros };
    });
  const count = (of: (line: ForecastLine) => number) =>
    priced.reduce((sum, line) => sum + of(line), 0);
  const lines = priced.toSorted((a, b) => b.count - a.count || a.market.localeCompare(b.market));
  return {
    lines,
    totals: sums(lines),
    people: count((line) => line.count),
    free: count((line) => line.free),
    unknown: count((line) => (line.price === null ? line.count - line.free : 0)),
    estimate: priced.some(({ price }) => price?.estimate ?? false),
  };
}

/** So many of a hundred as the shares say, adding up to exactly a hundred. */
export function hundredOf(shares: ReadonlyMap<Market, number>): ForecastGroup[] {
  const all = [...shares.values()].reduce((sum, one) => sum + one, 0);
  if (all === 0) return [];
  const exact = [...shares].map(([market, share]) => ({ market, exact: (share * 100) / all }));
  const floors = exact.map((one) => ({ ...one, count: Math.floor(one.exact) }));
  const missing = 100 - floors.reduce((sum, one) => sum + one.count, 0);
  return floors
    .toSorted((a, b) => b.exact - b.count - (a.exact - a.count))
    .map(({ market, count }, index) => ({
      market,
      count: count + (index < missing ? 1 : 0),
      free: 0,
    }))
    .filter(({ count }) => count > 0);
}
