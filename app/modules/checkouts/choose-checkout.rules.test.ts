import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseCheckout } from "./choose-checkout.rules.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const cart = (token: string, hoursAgo: number, valueMinor: number) => ({
  token,
  lastActivityAt: new Date(NOON - hoursAgo * 3_600_000),
  valueMinor,
});

describe("chooseCheckout", () => {
  it.each([
    ["the only one", [cart("a", 1, 100)], "a"],
    ["the most valuable of a day", [cart("a", 1, 100), cart("b", 20, 900)], "b"],
    [
      "the newer one when the dearer is older than a day",
      [cart("a", 1, 100), cart("b", 26, 900)],
      "a",
    ],
    ["the dearer one exactly a day older", [cart("a", 0, 100), cart("b", 24, 900)], "b"],
    ["the newest of equal value", [cart("a", 5, 900), cart("b", 1, 900)], "b"],
    ["the lower token of equal value and time", [cart("b", 1, 900), cart("a", 1, 900)], "a"],
  ])("takes %s", (_name, candidates, token) => {
    expect(chooseCheckout(candidates)).toBe(token);
  });

  it("throws when there is none", () => {
    expect(() => chooseCheckout([])).toThrow(RangeError);
  });

  it("does not depend on the order of the candidates", () => {
    const some = fc.uniqueArray(
      fc.record({
        token: fc.string({ minLength: 1, maxLength: 4 }),
        lastActivityAt: fc.integer({ min: 0, max: 60 }).map((h) => new Date(NOON - h * 3_600_000)),
        valueMinor: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 8, selector: ({ token }) => token },
    );
    fc.assert(
      fc.property(some, (candidates) => {
        expect(chooseCheckout(candidates.toReversed())).toBe(chooseCheckout(candidates));
      }),
    );
  });
});
