import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { fittedBaskets, personBaskets } from "./co-purchase.rules.ts";
import { askPeople, PeopleRoom } from "./people.rules.ts";
import { profileOf } from "./profile.rules.ts";
import { HistoryBuilder } from "./purchase-history.rules.ts";

const NOW = Date.UTC(2026, 10, 22);

/** What people alike say to somebody who has `own`; baskets are one order per person. */
function asked(baskets: readonly (readonly string[])[], own: readonly string[]) {
  const builder = new HistoryBuilder();
  for (const [n, productIds] of baskets.entries()) {
    const line = { orderId: `o${n}`, personId: `p${n}`, at: NOW - DAY_MS };
    for (const productId of productIds) builder.add({ ...line, productId });
  }
  const history = builder.build();
  const items = own.flatMap((id) => history.productIndex.get(id) ?? []);
  const into = new Float32Array(history.products.length);
  const touched: number[] = [];
  const room = new PeopleRoom();
  const people = fittedBaskets(personBaskets(history, baskets.length));
  const ask = () =>
    askPeople(people, profileOf([{ at: NOW, items }], NOW), { room, into, touched });
  return {
    total: ask(),
    ask,
    said: new Map(history.products.map((id, n) => [id, into[n] ?? 0])),
    touched,
  };
}

describe("people alike", () => {
  test("speak for what else they bought, and the more alike the louder", () => {
    const { said } = asked([["pot", "pan", "lid"], ["pot", "sock"], ["shoe"]], ["pot", "pan"]);
    expect(said.get("lid")).toBeGreaterThan(said.get("sock") ?? 0);
    expect(said.get("sock")).toBeGreaterThan(0);
    expect(said.get("shoe")).toBe(0);
  });

  test("share what is rare rather than what everybody has", () => {
    const everybody = Array.from({ length: 20 }, (_, n) => ["bag", `thing ${n}`]);
    const { said } = asked([...everybody, ["truffle", "oil"]], ["bag", "truffle"]);
    expect(said.get("oil")).toBeGreaterThan(said.get("thing 3") ?? 0);
  });

  test("are not the person themselves, nor who has nothing that is new", () => {
    const { said, total } = asked([["pot", "pan"], ["pot"]], ["pot", "pan"]);
    expect([...said.values()]).toEqual([0, 0]);
    expect(total).toBe(0);
  });

  test("leave no trace for whoever is asked next", () => {
    const product = fc.constantFrom("a", "b", "c", "d", "e");
    const basket = fc.uniqueArray(product, { minLength: 1 });
    fc.assert(
      fc.property(fc.array(basket, { minLength: 1, maxLength: 20 }), basket, (baskets, own) => {
        const { total, ask, touched, said } = asked(baskets, own);
        expect([...said.values()].filter((weight) => weight > 0)).toHaveLength(touched.length);
        expect(ask()).toBeCloseTo(total, 6);
      }),
    );
  });

  test("are a bounded number, however many bought the same", () => {
    const many = Array.from({ length: 3_000 }, (_, n) => ["bag", `thing ${n}`]);
    const { touched } = asked(many, ["bag"]);
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.length).toBeLessThan(600);
  });
});
