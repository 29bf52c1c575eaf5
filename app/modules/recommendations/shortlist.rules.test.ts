import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { pullOf, pullRoom, release, tasteFor } from "./features.rules.ts";
import { profileOf, purchasesOf } from "./profile.rules.ts";
import { HistoryBuilder } from "./purchase-history.rules.ts";
import { shortlistOf } from "./shortlist.rules.ts";
import { readSignals } from "./signals.rules.ts";

const NOW = Date.UTC(2026, 10, 22);

const order = fc.record({
  person: fc.nat(5),
  daysAgo: fc.integer({ min: 1, max: 200 }),
  products: fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 5 }),
});

function signalsOf(orders: readonly { person: number; daysAgo: number; products: number[] }[]) {
  const builder = new HistoryBuilder();
  for (const [n, { person, daysAgo, products }] of orders.entries()) {
    const line = { orderId: `o${n}`, personId: `p${person}`, at: NOW - daysAgo * DAY_MS };
    for (const product of products) builder.add({ ...line, productId: `x${product}` });
  }
  return readSignals(builder.build(), NOW);
}

test("a shortlist holds nothing twice, nothing that is not allowed, and their own only where wished", () => {
  fc.assert(
    fc.property(fc.array(order, { minLength: 2, maxLength: 40 }), fc.nat(15), (orders, not) => {
      const signals = signalsOf(orders);
      const { history, upTo } = signals;
      const profile = profileOf(purchasesOf(history, 0, upTo), NOW);
      const pull = pullOf(signals, profile, pullRoom(history.products.length));
      const wish = { top: 3, shortlist: 2, allowed: (item: number) => item !== not };
      const fresh = shortlistOf(signals, profile, { pull, wish: { ...wish, mode: "new" } });
      const any = shortlistOf(signals, profile, { pull, wish: { ...wish, mode: "any" } });
      expect(new Set(any).size).toBe(any.length);
      expect(any).not.toContain(not);
      expect(fresh.filter((item) => profile.own.has(item))).toEqual([]);
      const own = [...profile.own.keys()].filter((item) => item !== not);
      expect(any.filter((item) => profile.own.has(item))).toEqual(own);
    }),
  );
});

test("a person's pull leaves nothing behind for the next", () => {
  fc.assert(
    fc.property(fc.array(order, { minLength: 2, maxLength: 40 }), (orders) => {
      const signals = signalsOf(orders);
      const { history, upTo } = signals;
      const pull = pullRoom(history.products.length);
      pullOf(signals, profileOf(purchasesOf(history, 0, upTo), NOW), pull);
      release(pull);
      const clean = pullRoom(history.products.length);
      expect({ ...pull, peopleRoom: null, peopleTotal: 0 }).toEqual({ ...clean, peopleRoom: null });
    }),
  );
});

test("of a person of whom nothing is known, everybody is asked", () => {
  const signals = signalsOf([
    { person: 0, daysAgo: 3, products: [1, 2] },
    { person: 1, daysAgo: 2, products: [1] },
  ]);
  const { history } = signals;
  const pull = pullOf(signals, profileOf([], NOW), pullRoom(history.products.length));
  const taste = (id: string) => tasteFor(signals, pull, history.productIndex.get(id) ?? -1);
  expect(taste("x1")).toBeGreaterThan(taste("x2"));
  expect(taste("x2")).toBeGreaterThan(0);
});
