import { describe, expect, it } from "vitest";
import { reconcile } from "./reconcile.rules.ts";

const ours = [
  {
    market: "germany",
    category: "marketing",
    currency: "EUR",
    messages: 10,
    free: 0,
    micros: 1_131_000,
  },
  {
    market: "germany",
    category: "marketing_lite",
    currency: "EUR",
    messages: 1,
    free: 0,
    micros: 113_100,
  },
  {
    market: "germany",
    category: "referral_conversion",
    currency: "EUR",
    messages: 0,
    free: 2,
    micros: 0,
  },
];
const point = (change: object) => ({
  country: "DE",
  pricing_type: "REGULAR",
  pricing_category: "MARKETING",
  volume: 11,
  cost: 1.32,
  ...change,
});

describe("a month beside Meta's", () => {
  it("is set out by market and category, with what is free apart", () => {
    const meta = [
      point({}),
      point({
        pricing_type: "FREE_ENTRY_POINT",
        pricing_category: "REFERRAL_CONVERSION",
        volume: 2,
        cost: 0,
      }),
    ];
    expect(reconcile(ours, meta, "EUR")).toEqual([
      expect.objectContaining({
        market: "germany",
        category: "marketing",
        ourMessages: 11,
        ourMicros: 1_244_100,
        metaMessages: 11,
        metaMicros: 1_320_000,
      }),
      expect.objectContaining({
        category: "referral_conversion",
        ourFree: 2,
        metaFree: 2,
        metaMicros: 0,
      }),
    ]);
  });

  it("shows what only one of us counted", () => {
    const lines = reconcile(ours.slice(0, 1), [point({ country: "FR", cost: 0.9 })], "EUR");
    expect(lines).toMatchObject([
      { market: "germany", ourMessages: 10, metaMessages: 0 },
      { market: "france", ourMessages: 0, metaMicros: 900_000 },
    ]);
  });

  it("adds up Meta's days, keeps words that are new, and never mixes currencies", () => {
    const lines = reconcile(
      [
        {
          market: "france",
          category: "marketing",
          currency: "USD",
          messages: 1,
          free: 0,
          micros: 5,
        },
      ],
      [
        point({ country: "FR", volume: 1, cost: 0.0712 }),
        point({ country: "FR", volume: 2, cost: 0.1424 }),
        point({ country: null, pricing_category: "SOMETHING_NEW", volume: 1, cost: 0.5 }),
      ],
      "EUR",
    );
    expect(lines).toMatchObject([
      { market: "france", currency: "USD", ourMicros: 5, metaMicros: 0 },
      { market: "france", currency: "EUR", metaMessages: 3, metaMicros: 213_600 },
      { market: "other", category: "something_new", metaMicros: 500_000 },
    ]);
  });
});
