import { expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { orderChanceAt } from "./order-chance.rules.ts";
import { HistoryBuilder } from "./purchase-history.rules.ts";

/** So many persons of each kind, by the days of their orders. */
function chanceAt(day: number, ...kinds: { persons: number; days: number[] }[]) {
  const builder = new HistoryBuilder();
  for (const [kind, { persons, days }] of kinds.entries()) {
    for (let n = 0; n < persons; n++) {
      for (const at of days) {
        const personId = `${kind} ${n}`;
        builder.add({ orderId: `${personId} ${at}`, personId, at: at * DAY_MS, productId: "tea" });
      }
    }
  }
  return orderChanceAt(builder.build(), day * DAY_MS);
}

test("orders that another of the same person followed within sixty days, of all", () => {
  const soon = { persons: 20, days: [0, 60] };
  const late = { persons: 20, days: [0, 61] };
  const never = { persons: 20, days: [0] };
  // Of 60 first orders and, by day 120, 20 second ones that nothing followed.
  expect(chanceAt(120, soon, late, never)).toBeCloseTo(20 / 80);
});

test("orders whose sixty days are not over, or older than a year, say nothing", () => {
  const soon = { persons: 60, days: [0, 30] };
  expect(chanceAt(59, soon)).toBeNull();
  expect(chanceAt(60, soon)).toBe(1);
  expect(chanceAt(500, soon)).toBeNull();
});

test("a handful proves nothing", () => {
  expect(chanceAt(120, { persons: 49, days: [0] })).toBeNull();
  expect(chanceAt(120, { persons: 50, days: [0] })).toBe(0);
});
