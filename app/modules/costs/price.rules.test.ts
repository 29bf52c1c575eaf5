import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketOf } from "./market.rules.ts";
import { indexRates, PriceBook, priceOf } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";
import { markets, type Rate, rateSchema } from "./rate.types.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const shipped = indexRates(rateCard);
const question = { category: "marketing", market: "germany", currency: "USD", at: NOW } as const;

const row = (change: Partial<Rate>): Rate => ({
  market: "germany",
  category: "marketing",
  currency: "USD",
  micros: 1,
  validFrom: new Date("2026-01-01T00:00:00Z"),
  source: "test",
  estimate: false,
  ...change,
});

describe("marketOf", () => {
  it.each([
    ["DE", "germany"],
    ["de", "germany"],
    ["AT", "rest_of_western_europe"],
    ["PL", "rest_of_central_eastern_europe"],
    ["PR", "rest_of_latin_america"],
    ["CA", "north_america"],
    ["HK", "rest_of_asia_pacific"],
    ["QA", "rest_of_middle_east"],
    ["MA", "rest_of_africa"],
    ["LU", "other"],
    ["XX", "other"],
    [null, "other"],
  ])("places %s in %s", (country, market) => {
    expect(marketOf(country)).toBe(market);
  });
});

describe("priceOf", () => {
  it.each([
    [{}, 136_500],
    [{ currency: "EUR" }, 113_100],
    [{ category: "utility" }, 55_000],
    [{ category: "authentication" }, 55_000],
    [{ category: "service" }, 55_000],
    [{ market: "india" }, 11_800],
    [{ market: "other" }, 60_400],
    [{ market: "bangladesh", category: "utility" }, 3_700],
    [{ market: "bangladesh", category: "utility", at: new Date("2026-09-30T23:59:59Z") }, 11_300],
  ] as const)("prices %o at %d micros", (change, micros) => {
    const asked = { ...question, ...change };
    const { currency, market } = asked;
    expect(priceOf(asked, [shipped])).toEqual({ micros, currency, market, estimate: true });
  });

  it.each([
    ["before the card", { at: new Date("2025-12-31T23:59:59Z") }],
    ["in a currency without a card", { currency: "CHF" }],
    ["in euros outside Germany", { currency: "EUR", market: "france" }],
    [
      "for service messages while they were free",
      { category: "service", at: new Date("2026-09-01") },
    ],
  ] as const)("knows no price %s", (_name, change) => {
    expect(priceOf({ ...question, ...change }, [shipped])).toBeNull();
  });

  it("takes the newest row that was valid, in whatever order the card lists them", () => {
    const monthly = [0, 3, 6, 9, 12].map((month) =>
      row({ micros: 100 + month, validFrom: new Date(Date.UTC(2026, month, 1)) }),
    );
    const shuffled = fc.shuffledSubarray(monthly, { minLength: monthly.length });
    fc.assert(
      fc.property(shuffled, (rates) => {
        expect(priceOf(question, [indexRates(rates)])).toMatchObject({ micros: 109 });
      }),
    );
  });

  it("lets the merchant's price stand before ours from its first day", () => {
    const own = indexRates([row({ micros: 120_000, validFrom: new Date("2026-11-22T00:00:00Z") })]);
    const asked = { ...question, at: new Date("2026-11-21T23:59:59Z") };
    expect(priceOf(question, [own, shipped])).toMatchObject({ micros: 120_000, estimate: false });
    expect(priceOf(asked, [own, shipped])).toMatchObject({ micros: 136_500, estimate: true });
  });
});

describe("a shop's prices", () => {
  const book = new PriceBook("EUR", [shipped]);

  it("are in the account's currency where the card has one", () => {
    const asked = { category: "marketing", country: "DE", at: NOW } as const;
    expect(book.price(asked)).toMatchObject({ currency: "EUR", micros: 113_100 });
  });

  it("are in dollars elsewhere, and say so", () => {
    const asked = { category: "marketing", country: "FR", at: NOW } as const;
    expect(book.price(asked)).toMatchObject({ currency: "USD", micros: 85_900 });
  });
});

describe("the rate card", () => {
  it("is well-formed, an estimate throughout, and prices every market and category today", () => {
    for (const rate of rateCard) expect(rateSchema.parse(rate).estimate).toBe(true);
    for (const market of markets) {
      const rows = rateCard.filter((rate) => rate.market === market && rate.currency === "USD");
      expect(new Set(rows.map(({ category }) => category)).size).toBe(4);
    }
  });
});
