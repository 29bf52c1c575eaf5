import { describe, expect, it } from "vitest";
import { billedAs, expectedPriceFrom } from "./expected-price.rules.ts";
import { rateCard } from "./rate-card.ts";

const at = new Date("2026-11-22T12:00:00Z");

describe("the expected price", () => {
  it("is in the shop's currency where the card has one", () => {
    const question = { category: "marketing", country: "DE", currency: "EUR", at } as const;
    expect(expectedPriceFrom(question, rateCard)).toMatchObject({ currency: "EUR" });
  });

  it("is in dollars elsewhere", () => {
    const question = { category: "marketing", country: "FR", currency: "EUR", at } as const;
    expect(expectedPriceFrom(question, rateCard)).toMatchObject({
      currency: "USD",
      micros: 85_900,
    });
  });
});

describe("what a status says of its price", () => {
  it.each([
    ["free_entry_point", "referral_conversion", "free"],
    ["free_customer_service", "utility", "free"],
    ["regular", "marketing_lite", "marketing"],
    ["regular", "authentication-international", "authentication"],
    ["regular", "something_new", null],
    [null, null, null],
  ])("%s %s is %s", (type, category, expected) => {
    expect(billedAs({ type, category })).toBe(expected);
  });
});
