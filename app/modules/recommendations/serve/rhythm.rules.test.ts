import { expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { HistoryBuilder } from "../purchase-history.rules.ts";
import { rhythmsOf } from "./rhythm.rules.ts";

function rhythmOf(days: Readonly<Record<string, readonly number[]>>) {
  const builder = new HistoryBuilder();
  for (const [personId, bought] of Object.entries(days)) {
    for (const day of bought) {
      const orderId = `${personId} ${day}`;
      builder.add({ orderId, personId, at: day * DAY_MS, productId: "beans" });
      builder.add({ orderId, personId, at: day * DAY_MS, productId: orderId });
    }
  }
  return rhythmsOf(builder.build());
}

test("the middle pause of all who bought it again, each person counted once", () => {
  const rhythms = rhythmOf({ a: [0, 30, 60], b: [0, 28], c: [5, 205], d: [7] });
  expect([...rhythms.values()]).toEqual([{ days: 30, persons: 3 }]);
});

test("two who did may have their reasons", () => {
  expect(rhythmOf({ a: [0, 30, 60, 90], b: [0, 28], c: [5] }).size).toBe(0);
});
