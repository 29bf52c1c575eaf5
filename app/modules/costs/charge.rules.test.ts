import { describe, expect, it } from "vitest";
import { billedAs, settleCharge } from "./charge.rules.ts";
import type { Billed, Charge } from "./charge.types.ts";
import { indexRates, PriceBook } from "./price.rules.ts";
import { rateCard } from "./rate-card.ts";
import type { Rate } from "./rate.types.ts";

const claimedAt = new Date("2026-12-31T20:00:00Z");
const sameDay = new Date("2026-12-31T21:00:00Z");
const newYear = new Date("2027-01-01T09:00:00Z");
const dearer: Rate = {
  market: "germany",
  category: "marketing",
  currency: "EUR",
  micros: 120_000,
  validFrom: new Date("2027-01-01T00:00:00Z"),
  source: "test",
  estimate: false,
};
const book = new PriceBook("EUR", [indexRates([dearer]), indexRates(rateCard)]);

const charge: Charge = {
  messageId: "m",
  market: "germany",
  category: "marketing",
  currency: "EUR",
  expectedMicros: 113_100,
  micros: 113_100,
  claims: 1,
  claimedAt,
  state: "reserved",
  billedCategory: null,
};
const billed: Billed = { messageId: "m", billed: "charged", category: "marketing", at: sameDay };

describe("what a status says of its price", () => {
  it.each([
    ["free_entry_point", "referral_conversion", "free"],
    ["free_customer_service", "utility", "free"],
    ["free_monthly_allowance", "service", "free"],
    ["regular", "marketing_lite", "marketing"],
    ["regular", "MARKETING", "marketing"],
    ["regular", "authentication-international", "authentication"],
    ["regular", "something_new", null],
    [null, null, null],
  ])("%s %s is %s", (type, category, expected) => {
    expect(billedAs({ type, category })).toBe(expected);
  });
});

describe("a delivered message", () => {
  it.each([
    ["is charged as expected", {}, {}, { state: "charged", micros: 113_100 }],
    ["is free", {}, { billed: "free" }, { state: "free", micros: 0 }],
    [
      "costs what its real category costs",
      {},
      { category: "utility" },
      { state: "charged", micros: 45_600, billedCategory: "utility" },
    ],
    [
      "costs what was expected where the category is new to us",
      {},
      { category: "something_new" },
      { micros: 113_100, billedCategory: "something_new" },
    ],
    [
      "costs what was expected where the status says nothing",
      {},
      { category: null },
      { state: "charged", micros: 113_100, billedCategory: null },
    ],
    ["costs what the card says on its day", {}, { at: newYear }, { micros: 120_000 }],
    [
      "keeps a price that the card does not know",
      { market: "france", expectedMicros: 700_000, micros: 700_000 },
      { at: newYear },
      { micros: 700_000 },
    ],
    [
      "counts after all when it had been given up",
      { state: "released", micros: 0 },
      {},
      { state: "charged", micros: 113_100 },
    ],
    ["counts twice when it may have gone twice", { claims: 2 }, {}, { micros: 226_200 }],
    [
      "gets a price where none was known and one is known now",
      { currency: null, expectedMicros: null, micros: null },
      {},
      { currency: "EUR", micros: 113_100 },
    ],
    [
      "takes a word on the price that comes after a status without one",
      { state: "charged", billedCategory: null },
      { billed: "free" },
      { state: "free", micros: 0 },
    ],
  ] as const)("%s", (_name, change, said, expected) => {
    expect(settleCharge({ ...charge, ...change }, { ...billed, ...said }, book)).toMatchObject(
      expected,
    );
  });

  it.each([
    ["the same word again", { state: "charged", billedCategory: "marketing" }, {}],
    ["another word later", { state: "charged", billedCategory: "marketing" }, { billed: "free" }],
    ["a free one again", { state: "free", billedCategory: "service" }, {}],
    ["a status without a price", { state: "charged" }, { category: null }],
  ] as const)("is not settled anew by %s", (_name, change, said) => {
    expect(settleCharge({ ...charge, ...change }, { ...billed, ...said }, book)).toBeNull();
  });
});
