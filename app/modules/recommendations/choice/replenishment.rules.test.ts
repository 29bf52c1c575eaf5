import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, DAY_MS } from "#app/shared/duration.ts";
import { replenishmentDue } from "./replenishment.rules.ts";

const NOW = new Date("2026-06-01T10:00:00Z");
const daysAgo = (days: number, quantity = 1) => ({
  productId: "coffee",
  at: addDays(NOW, -days),
  quantity,
  returned: 0,
  priceMinor: 900,
});
const due = (days: readonly number[], shop: { days: number; persons: number } | null = null) =>
  replenishmentDue(
    days.map((one) => daysAgo(one)),
    shop,
    NOW,
  );
const SHOP = { days: 30, persons: 40 };

describe("something bought again and again", () => {
  test.each<[string, readonly number[], "not_yet" | "due" | "lapsed"]>([
    ["right after the purchase", [90, 60, 1], "not_yet"],
    ["halfway", [90, 60, 15], "not_yet"],
    ["a little before it runs out", [88, 58, 28], "due"],
    ["a little after", [95, 65, 35], "due"],
    ["long after they stopped", [190, 160, 130], "lapsed"],
  ])("is asked for by their own rhythm: %s", (_, days, state) => {
    expect(due(days)).toMatchObject({ state, rhythm: "own", times: 3 });
  });

  test("says when it is due, and until when", () => {
    const found = due([80, 50, 20]);
    expect(found).toMatchObject({ everyDays: 30 });
    expect(found?.dueAt).toEqual(addDays(NOW, -20 + 27));
    expect(found?.until).toEqual(addDays(NOW, -20 + 60));
  });

  test("starts anew with a newer purchase", () => {
    expect(due([90, 60, 30])?.state).toBe("due");
    expect(due([90, 60, 30, 0.5])?.state).toBe("not_yet");
  });

  test("is not asked for within a week, however often they buy it", () => {
    expect(due([9, 7, 5, 3])).toMatchObject({ state: "not_yet", everyDays: 2 });
    expect(due([13, 11, 9, 7])?.state).toBe("due");
  });

  test.each<[string, readonly number[], { days: number; persons: number } | null]>([
    ["never bought", [], SHOP],
    ["bought once, and nobody buys it again", [30], null],
    ["bought once, and hardly anybody buys it again", [30], { days: 30, persons: 4 }],
    ["bought twice, which may be chance", [60, 30], null],
    ["bought once in years", [1500, 900, 300], null],
    ["bought once, its order split in two", [30, 30.5], null],
  ])("has no rhythm: %s", (_, days, shop) => {
    expect(due(days, shop)).toBeNull();
  });

  test("goes by the shop's rhythm after one purchase", () => {
    expect(due([28], SHOP)).toMatchObject({ state: "due", rhythm: "shop", everyDays: 30 });
    expect(due([20], SHOP)?.state).toBe("not_yet");
  });

  test("goes by both after two, and by their own after many", () => {
    const two = due([90, 30], SHOP);
    expect(two?.rhythm).toBe("both");
    expect(two?.everyDays).toBeGreaterThan(30);
    expect(two?.everyDays).toBeLessThan(60);
    const many = due([630, 570, 510, 450, 390, 330, 270, 210, 150, 90, 30], SHOP);
    expect(many?.everyDays).toBeGreaterThan(two?.everyDays ?? 0);
  });

  test("does not count what went back, nor what is dated later than now", () => {
    const kept = [90, 60, 30].map((days) => daysAgo(days));
    const more = [...kept, daysAgo(2, 0), daysAgo(-5)];
    expect(replenishmentDue(more, null, NOW)).toEqual(replenishmentDue(kept, null, NOW));
  });

  test("is never due within a week of the last purchase, and the order of purchases does not matter", () => {
    const days = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 12 });
    const shop = fc.option(fc.record({ days: fc.nat(120), persons: fc.nat(20) }));
    fc.assert(
      fc.property(days, shop, (some, rhythm) => {
        const found = due(some, rhythm);
        expect(due(some.toReversed(), rhythm)).toEqual(found);
        if (!found) return;
        const since = (found.dueAt.getTime() - NOW.getTime()) / DAY_MS + Math.min(...some);
        expect(found.until.getTime()).toBeGreaterThan(found.dueAt.getTime());
        // Purchases of one day count with its first.
        expect(since).toBeGreaterThan(6 - 1e-6);
      }),
    );
  });
});
