import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chanceOfAny, isWorthSending } from "./worth.rules.ts";

const facts = { prices: [20, 20, 20], marginShare: 0.3, messagePrice: 0.11 };
const worthOf = (changed: Partial<Parameters<typeof isWorthSending>[0]>) =>
  isWorthSending({ ...facts, probabilities: [0.02, 0.01, 0.01], ...changed });

describe("a message", () => {
  test("is worth its price when the products can be expected to earn it", () => {
    const worth = worthOf({});
    expect(worth.send).toBe(true);
    expect(worth.expectedMargin).toBeCloseTo(0.24);
  });

  test("is not worth it when they cannot, or when there is no product", () => {
    const small = worthOf({ probabilities: [0.01, 0.002] });
    expect(small).toMatchObject({ send: false, reason: "not_worth_the_price" });
    const none = worthOf({ probabilities: [] });
    expect(none).toMatchObject({
      send: false,
      reason: "no_match",
      expectedMargin: 0,
      hitChance: 0,
    });
  });

  test("counts nothing for a product whose price nobody knows, and says so where that is all", () => {
    expect(worthOf({ prices: [null], probabilities: [0.9] })).toMatchObject({
      send: false,
      reason: "price_unknown",
      expectedMargin: 0,
    });
    const one = worthOf({ prices: [null, 20], probabilities: [0.9, 0.001] });
    expect(one).toMatchObject({ send: false, reason: "not_worth_the_price" });
  });

  test("is worth less where few order again, and cautiously little where nobody knows", () => {
    expect(worthOf({ orderChance: 0.5 }).expectedMargin).toBeCloseTo(0.12);
    expect(worthOf({ orderChance: 0.4 })).toMatchObject({ send: false });
    expect(worthOf({ orderChance: null }).expectedMargin).toBeCloseTo(0.048);
    expect(worthOf({ orderChance: 0 })).toMatchObject({ expectedMargin: 0, hitChance: 0 });
  });

  test("counts all the products of a carousel, and only those that it has room for", () => {
    const five = { probabilities: [0.01, 0.01, 0.01, 0.01, 0.01], prices: [20, 20, 20, 20, 20] };
    expect(worthOf({ ...five, shown: 5 }).expectedMargin).toBeCloseTo(0.3);
    expect(worthOf({ ...five, shown: 2 }).expectedMargin).toBeCloseTo(0.12);
  });

  test.each<[string, number, number | null, number]>([
    ["at its regular price", 20, null, 6],
    ["at a price that was never lower", 20, 15, 6],
    ["with a tenth off", 18, 20, 4],
    ["below cost: nothing, but no loss either", 10, 20, 0],
  ])("earns what a discount leaves of the margin: %s", (_, price, regular, margin) => {
    const worth = worthOf({ probabilities: [0.5], prices: [price], regularPrices: [regular] });
    expect(worth.expectedMargin).toBeCloseTo(0.5 * margin);
  });

  test("promises never more for a higher price, a larger discount or a smaller chance", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const product = fc.record({ chance: part, price: fc.nat(10_000), off: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.array(product, { maxLength: 5 }), part, part, (products, share, less) => {
        const ask = (changed: { messagePrice?: number; off?: number; chance?: number }) =>
          isWorthSending({
            probabilities: products.map(({ chance }) => chance * (changed.chance ?? 1)),
            prices: products.map(({ price }) => price),
            regularPrices: products.map(({ price, off }) => price + off * (changed.off ?? 1)),
            marginShare: share,
            messagePrice: changed.messagePrice ?? 100,
            shown: 5,
          });
        const usual = ask({});
        expect(usual.expectedMargin).toBeGreaterThanOrEqual(0);
        expect(ask({ off: 2 }).expectedMargin).toBeLessThanOrEqual(usual.expectedMargin + 1e-9);
        expect(ask({ chance: less }).expectedMargin).toBeLessThanOrEqual(
          usual.expectedMargin + 1e-9,
        );
        expect(ask({ chance: less }).hitChance).toBeLessThanOrEqual(usual.hitChance + 1e-9);
        if (!usual.send) expect(ask({ messagePrice: 200 }).send).toBe(false);
      }),
    );
  });
});

describe("the chance of at least one hit", () => {
  test("is the product's own for one, and a little less than unrelated ones would have for three", () => {
    expect(chanceOfAny([])).toBe(0);
    expect(chanceOfAny([0.2])).toBeCloseTo(0.2);
    expect(chanceOfAny([0.1, 0.1, 0.1])).toBeGreaterThan(0.2);
    expect(chanceOfAny([0.1, 0.1, 0.1])).toBeLessThan(1 - 0.9 ** 3);
  });

  test("lies between the best product's and what unrelated ones would have, in whatever order they come", () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(chances, (some) => {
        const any = chanceOfAny(some);
        const unrelated = 1 - some.reduce((product, one) => product * (1 - one), 1);
        expect(any).toBeGreaterThanOrEqual(Math.max(0, ...some) - 1e-12);
        expect(any).toBeLessThanOrEqual(unrelated + 1e-12);
        expect(chanceOfAny(some.toReversed())).toBeCloseTo(any, 12);
      }),
    );
  });
});
