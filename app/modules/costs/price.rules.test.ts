import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketOf } from "./market.rules.ts";
import { priceOf } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";
import { markets, rateSchema } from "./rate.types.ts";
import type { Rate } from "./rate.types.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const question = { category: "marketing", country: "DE", currency: "USD", at: NOW } as const;

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
    [{}, 136_500, "germany"],
    [{ currency: "EUR" }, 113_100, "germany"],
    [{ category: "utility" }, 55_000, "germany"],
    [{ category: "authentication" }, 55_000, "germany"],
    [{ category: "service" }, 55_000, "germany"],
    [{ country: "IN" }, 11_800, "india"],
    [{ country: null }, 60_400, "other"],
    [{ country: "BD", category: "utility" }, 3_700, "bangladesh"],
    [
      { country: "BD", category: "utility", at: new Date("2026-09-30T23:59:59Z") },
      11_300,
      "bangladesh",
    ],
  ] as const)("prices %o at %d micros", (change, micros, market) => {
    const asked = { ...question, ...change };
    expect(priceOf(asked, rateCard)).toEqual({
      micros,
      currency: asked.currency,
      market,
      estimate: true,
    });
  });

  it.each([
    ["before the card", { at: new Date("2025-12-31T23:59:59Z") }],
    ["in a currency without a card", { currency: "CHF" }],
    ["in euros outside Germany", { currency: "EUR", country: "FR" }],
    [
      "for service messages while they were free",
      { category: "service", at: new Date("2026-09-01") },
    ],
  ] as const)("knows no price %s", (_name, change) => {
    expect(priceOf({ ...question, ...change }, rateCard)).toBeNull();
  });

  it("takes the newest row that was valid, in whatever order the card lists them", () => {
    const row = (micros: number, month: number): Rate => ({
      market: "germany",
      category: "marketing",
      currency: "USD",
      micros,
      validFrom: new Date(Date.UTC(2026, month, 1)),
      source: "test",
      estimate: false,
    });
    const rows = [0, 3, 6, 9, 12].map((month) => row(100 + month, month));
    const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
    fc.assert(
      fc.property(shuffled, (rates) => {
        expect(priceOf(question, rates)).toMatchObject({ micros: 109, estimate: false });
      }),
    );
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
