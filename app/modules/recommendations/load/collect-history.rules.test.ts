import { expect, test } from "vitest";
import { itemsOf, ordersOf } from "../purchase-history.rules.ts";
import { HistoryCollector, type KnownOrder } from "./collect-history.rules.ts";

function order(orderId: string, change: Partial<KnownOrder> = {}): KnownOrder {
  return { orderId, at: 1_000, personHashes: [`c.${orderId}`], productIds: ["tea"], ...change };
}

function collected(...orders: KnownOrder[]) {
  const collector = new HistoryCollector();
  for (const one of orders) collector.add(one);
  return collector.build();
}

test("orders of one person are theirs, whichever identifier says so, oldest first", () => {
  const history = collected(
    order("late", { at: 3_000, personHashes: ["e.a"] }),
    order("early", { at: 1_000, personHashes: ["c.1", "e.a"] }),
    order("other", { at: 2_000, personHashes: ["c.2"] }),
  );
  expect(history.personIndex.size).toBe(2);
  const person = history.personIndex.get("late") ?? -1;
  expect(Array.from(ordersOf(history, person, 3), (n) => history.orderAt[n])).toEqual([
    1_000, 3_000,
  ]);
});

test("the later version of an order counts, also when nothing of it is left", () => {
  const history = collected(
    order("a", { productIds: ["tea", "cup"] }),
    order("b"),
    order("a", { productIds: ["cup"] }),
    order("b", { productIds: [] }),
  );
  expect(history.orderAt).toHaveLength(1);
  expect(Array.from(itemsOf(history, 0), (item) => history.products[item])).toEqual(["cup"]);
});

test("an order that names nobody is nobody's", () => {
  const history = collected(order("guest", { personHashes: [] }), order("named"));
  expect(history.orderPerson[0]).toBe(-1);
  expect([...history.personIndex.keys()]).toEqual(["named"]);
});

test("where most orders name nobody, each of them is somebody's without a name", () => {
  const guests = [order("one", { personHashes: [] }), order("two", { personHashes: [] })];
  const history = collected(order("named"), ...guests);
  expect(new Set(history.orderPerson)).toEqual(new Set([0, 1, 2]));
  expect([...history.personIndex.keys()]).toEqual(["named"]);
});
