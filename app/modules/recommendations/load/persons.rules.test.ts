import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Persons } from "./persons.rules.ts";

/** Groups of orders that are one person's, by their place. */
function groupsOf(orders: readonly (readonly string[])[]): number[][] {
  const persons = new Persons();
  for (const hashes of orders) persons.addOrder(hashes);
  const groups = new Map<number, number[]>();
  for (const [order, person] of persons.join().entries()) {
    if (person < 0) continue;
    groups.set(person, [...(groups.get(person) ?? []), order]);
  }
  return [...groups.values()].toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

describe("who is one person", () => {
  test.each<[string, string[][], number[][]]>([
    ["the same customer twice", [["c.1"], ["c.1"]], [[0, 1]]],
    ["two customers", [["c.1"], ["c.2"]], [[0], [1]]],
    ["a guest with the customer's e-mail", [["c.1", "e.a"], ["e.a"]], [[0, 1]]],
    [
      "two that only a later order joins",
      [["e.a"], ["p.1"], ["x"], ["e.a", "p.1"]],
      [[0, 1, 3], [2]],
    ],
    ["orders that name nobody", [[], ["c.1"], []], [[1]]],
  ])("%s", (_name, orders, wanted) => {
    expect(groupsOf(orders)).toEqual(wanted);
  });

  test("an identifier of thousands of orders joins nobody", () => {
    const orders = Array.from({ length: 1_001 }, (_, n) => ["e.till", `c.${n}`]);
    expect(groupsOf(orders)).toHaveLength(1_001);
    expect(groupsOf(orders.slice(1))).toHaveLength(1);
  });

  test("the sequence of orders does not matter", () => {
    const orders = fc.array(
      fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 3 }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(orders, (given) => {
        const last = given.length - 1;
        const back = groupsOf(given.toReversed()).map((group) =>
          group.map((order) => last - order).toSorted((a, b) => a - b),
        );
        const sorted = back.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
        expect(sorted).toEqual(groupsOf(given));
      }),
    );
  });
});
