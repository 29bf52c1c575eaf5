import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { recommendationSettingsOf } from "./recommendation-settings.types.ts";

const usual = {
  isOn: false,
  waitDaysAfterDelivery: 7,
  waitDaysAfterOrder: 14,
  holdoutPercent: 10,
  marginPercent: 40,
  thresholdMinor: null,
  maxProducts: 3,
  excludedProductIds: [],
  cart: "product",
  replenishment: true,
};

describe("recommendationSettingsOf", () => {
  test("a shop that chose nothing sends nothing", () => {
    expect(recommendationSettingsOf({})).toEqual(usual);
  });

  test("a field that does not fit gives way to its default and leaves the others alone", () => {
    const stored = { isOn: true, waitDaysAfterOrder: -1, maxProducts: 9, cart: "moon", later: 1 };
    expect(recommendationSettingsOf(stored)).toEqual({ ...usual, isOn: true });
  });

  test("excluded products are Shopify's numbers, as text", () => {
    expect(recommendationSettingsOf({ excludedProductIds: ["1", "x"] }).excludedProductIds).toEqual(
      [],
    );
    expect(recommendationSettingsOf({ excludedProductIds: ["8123"] }).excludedProductIds).toEqual([
      "8123",
    ]);
  });

  test("whatever is stored can be read, and only a clear yes switches on", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        const settings = recommendationSettingsOf(stored);
        expect(recommendationSettingsOf(structuredClone(settings))).toEqual(settings);
        const says = z.object({ isOn: z.literal(true) }).safeParse(stored).success;
        expect(settings.isOn).toBe(says);
      }),
    );
  });
});
