import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast, hundredOf } from "./forecast.rules.ts";
import { indexRates, PriceBook } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";
import { type Market, markets } from "./rate.types.ts";

const at = new Date("2026-11-22T12:00:00Z");
const book = new PriceBook("EUR", [indexRates(rateCard)]);
const asked = { category: "marketing", at, book, freeServiceLeft: 0 } as const;

describe("a forecast", () => {
  it("has a line per market and a total per currency: nothing is converted", () => {
    const groups = [
      { market: "france", count: 10, free: 0 },
      { market: "germany", count: 80, free: 5 },
    ] as const;
    expect(forecast(groups, asked)).toMatchObject({
      lines: [
        { market: "germany", count: 80, free: 5, micros: 75 * 113_100, price: { currency: "EUR" } },
        { market: "france", count: 10, micros: 859_000, price: { currency: "USD" } },
      ],
      totals: [
        { currency: "EUR", micros: 75 * 113_100 },
        { currency: "USD", micros: 859_000 },
      ],
      people: 90,
      free: 5,
      unknown: 0,
      estimate: true,
    });
  });

  it("says whose price nobody knows, and counts nothing for them", () => {
    const early = { ...asked, at: new Date("2020-01-01") };
    const found = forecast([{ market: "germany", count: 7, free: 2 }], early);
    expect(found).toMatchObject({ unknown: 5, totals: [], lines: [{ price: null, micros: null }] });
  });

  it("of service messages takes the month's free ones off the cheapest markets", () => {
    const groups = [
      { market: "germany", count: 10, free: 0 },
      { market: "india", count: 10, free: 0 },
    ] as const;
    const dollars = new PriceBook("USD", [indexRates(rateCard)]);
    const wish = { category: "service", at, book: dollars, freeServiceLeft: 12 } as const;
    expect(forecast(groups, wish)).toMatchObject({
      free: 12,
      totals: [{ currency: "USD", micros: 8 * 55_000 }],
    });
  });

  it("of nobody costs nothing", () => {
    expect(forecast([], asked)).toMatchObject({ lines: [], totals: [], people: 0 });
  });
});

describe("a hundred messages in a shop's markets", () => {
  it("are a hundred, whatever the shares", () => {
    const shares = fc.uniqueArray(fc.tuple(fc.constantFrom(...markets), fc.nat(10_000)), {
      selector: ([market]) => market,
    });
    fc.assert(
      fc.property(shares, (drawn) => {
        const groups = hundredOf(new Map<Market, number>(drawn));
        const all = groups.reduce((sum, { count }) => sum + count, 0);
        expect(all).toBe(drawn.some(([, share]) => share > 0) ? 100 : 0);
      }),
    );
  });
});
