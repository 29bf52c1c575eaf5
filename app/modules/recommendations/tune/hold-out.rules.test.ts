import { expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { HistoryBuilder } from "../purchase-history.rules.ts";
import { holdOut } from "./hold-out.rules.ts";

const NOW = Date.UTC(2026, 10, 22);

/** So many persons, each with orders so many days ago. */
function history(persons: number, daysAgo: readonly number[]) {
  const builder = new HistoryBuilder();
  for (let person = 0; person < persons; person++) {
    for (const days of daysAgo) {
      const line = { personId: `p${person}`, at: NOW - days * DAY_MS, productId: `of ${days}` };
      builder.add({ orderId: `${person} ${days}`, ...line });
    }
  }
  return builder.build();
}

const daysOf = (persons: number, daysAgo: number[]) => {
  const found = holdOut(history(persons, daysAgo), NOW);
  return found && { days: (NOW - found.from) / DAY_MS, persons: found.persons.length };
};

test("the latest month is kept back where enough people came back in it", () => {
  expect(daysOf(300, [200, 100, 10])).toEqual({ days: 30, persons: 300 });
});

test("two or three months are, where fewer did", () => {
  expect(daysOf(250, [200, 45])).toEqual({ days: 60, persons: 250 });
  expect(daysOf(100, [200, 80, 10])).toEqual({ days: 90, persons: 100 });
});

test("too few, or nobody before, proves nothing", () => {
  expect(daysOf(29, [200, 10])).toBeNull();
  expect(daysOf(300, [10, 5])).toBeNull();
  expect(daysOf(0, [])).toBeNull();
});

test("what counts is the first order within the window, seen from before it", () => {
  const found = holdOut(history(300, [200, 20, 10]), NOW);
  const [first] = found?.persons ?? [];
  const names = history(300, [200, 20, 10]).products;
  expect([...(first?.next ?? [])].map((item) => names[item])).toEqual(["of 20"]);
  expect([...(first?.profile.own.keys() ?? [])].map((item) => names[item])).toEqual(["of 200"]);
});
