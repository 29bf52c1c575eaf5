import { describe, expect, it } from "vitest";
import { caseWorth, type PricedMatch, type WorthQuestion } from "./case-worth.rules.ts";

const match = (probability: number, price: number, currency = "EUR"): PricedMatch => ({
  probability,
  offer: { priceMinor: price, compareAtMinor: null, currency },
  shopPriceMinor: 4000,
});
const asked: WorthQuestion = {
  shown: [match(0.05, 4000)],
  shopCurrency: "EUR",
  marginPercent: 40,
  thresholdMinor: null,
  messagePrice: { micros: 113_100, currency: "EUR" },
  orderChance: 1,
};

describe("caseWorth", () => {
  it("holds the expected margin against the price of the message", () => {
    expect(caseWorth(asked)).toMatchObject({ currency: "EUR", worth: { send: true } });
    expect(caseWorth(asked)?.worth.expectedMargin).toBeCloseTo(80);
    const small = { ...asked, shown: [match(0.005, 4000)] };
    expect(caseWorth(small)?.worth).toMatchObject({ send: false, reason: "not_worth_the_price" });
  });

  it("holds it against the merchant's threshold where there is one", () => {
    expect(caseWorth({ ...asked, thresholdMinor: 81 })?.worth.send).toBe(false);
    expect(caseWorth({ ...asked, thresholdMinor: 80 })?.worth.send).toBe(true);
    expect(caseWorth({ ...asked, thresholdMinor: 80, messagePrice: null })?.worth.send).toBe(true);
  });

  it("counts what a discount leaves of the margin, and every card of a carousel", () => {
    const { offer, ...one } = match(0.05, 4000);
    const reduced = { ...one, offer: { ...offer, compareAtMinor: 5000 } };
    expect(caseWorth({ ...asked, shown: [reduced] })?.worth.expectedMargin).toBeCloseTo(50);
    const five = [1, 2, 3, 4, 5].map(() => match(0.01, 4000));
    expect(caseWorth({ ...asked, shown: five })?.worth.expectedMargin).toBeCloseTo(80);
  });

  it("weighs in that not everybody orders again", () => {
    expect(caseWorth({ ...asked, orderChance: 0.3 })?.worth.expectedMargin).toBeCloseTo(24);
    expect(caseWorth({ ...asked, orderChance: 0.1 })?.worth.send).toBe(false);
    expect(caseWorth({ ...asked, orderChance: null })?.worth.send).toBe(true);
  });

  it("takes the shop's own price where the person sees another currency", () => {
    const swiss = { ...asked, shown: [match(0.05, 9000, "CHF")] };
    expect(caseWorth(swiss)?.worth.expectedMargin).toBeCloseTo(80);
  });

  it("knows nothing where no price and no threshold are in one currency: nobody converts", () => {
    const messagePrice = { micros: 130_000, currency: "USD" };
    expect(caseWorth({ ...asked, messagePrice })).toBeNull();
    expect(caseWorth({ ...asked, messagePrice: null })).toBeNull();
  });

  it("counts a message's price in currencies without minor units", () => {
    const yen = {
      ...asked,
      shopCurrency: "JPY",
      shown: [match(0.1, 500, "JPY")],
      messagePrice: { micros: 11_000_000, currency: "JPY" },
    };
    expect(caseWorth(yen)?.worth).toMatchObject({ send: true });
    expect(caseWorth({ ...yen, shown: [match(0.05, 500, "JPY")] })?.worth.send).toBe(false);
  });

  it("is no match without products", () => {
    expect(caseWorth({ ...asked, shown: [] })?.worth).toMatchObject({ reason: "no_match" });
  });
});
