import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { curveAt, leastChance, ofHundred } from "./curve.rules.ts";

const curve = [
  { threshold: 0.02, coverage: 1, precision: 0.1, persons: 1_000 },
  { threshold: 0.1, coverage: 0.5, precision: 0.2, persons: 500 },
  { threshold: 0.3, coverage: 0.1, precision: 0.5, persons: 100 },
];

describe("curveAt", () => {
  test.each([
    [0, { coverage: 1, precision: 0.1 }],
    [0.02, { coverage: 1, precision: 0.1 }],
    [0.06, { coverage: 0.75, precision: 0.15 }],
    [0.1, { coverage: 0.5, precision: 0.2 }],
    [0.3, { coverage: 0.1, precision: 0.5 }],
    [0.31, null],
  ])("at a chance of %f reads %o", (chance, expected) => {
    const reading = curveAt(curve, chance);
    if (expected === null) expect(reading).toBeNull();
    else expect(reading?.coverage).toBeCloseTo(expected.coverage, 9);
    if (expected !== null) expect(reading?.precision).toBeCloseTo(expected.precision, 9);
  });

  test("a shop without a curve has no reading, and the order of the points does not matter", () => {
    expect(curveAt([], 0.1)).toBeNull();
    expect(curveAt(curve.toReversed(), 0.06)).toEqual(curveAt(curve, 0.06));
  });

  test("who asks for more writes to fewer", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, (a, b) => {
        const few = curveAt(curve, Math.max(a, b))?.coverage ?? 0;
        const many = curveAt(curve, Math.min(a, b))?.coverage ?? 0;
        expect(few).toBeLessThanOrEqual(many);
      }),
    );
  });
});

describe("leastChance", () => {
  const usual = { threshold: 11.31, price: 2_500, marginPercent: 40, orderChance: 0.5 };
  test.each([
    ["a message of 11.31 cents, a product of 25 euros", {}, 11.31 / 500],
    ["a dearer product needs less of a chance", { price: 5_000 }, 11.31 / 1_000],
    ["nothing asked, nothing needed", { threshold: 0 }, 0],
    ["a product for nothing is never worth it", { price: 0 }, null],
    ["nor is one that nobody comes back for", { orderChance: 0 }, null],
    ["nor a threshold that certainty does not reach", { threshold: 600 }, null],
  ])("%s", (_name, change, chance) => {
    const least = leastChance({ ...usual, ...change });
    if (chance === null) expect(least).toBeNull();
    else expect(least).toBeCloseTo(chance, 9);
  });
});

test("of a hundred: messages, buyers, cost and margin", () => {
  const worth = { price: 2_500, marginPercent: 40, orderChance: 0.5, messagePrice: 11.31 };
  const sums = ofHundred({ coverage: 0.31, precision: 0.3 }, worth);
  expect(sums.written).toBeCloseTo(31, 9);
  expect(sums.buyers).toBeCloseTo(4.65, 9);
  expect(sums.cost).toBeCloseTo(350.61, 9);
  expect(sums.margin).toBeCloseTo(4_650, 9);
});
