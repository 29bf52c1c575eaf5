import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { fitModel } from "./fit-model.rules.ts";
import { forgetOrder, learnOrder, moveTo } from "./learn-order.rules.ts";
import type { NewOrder } from "./live-history.rules.ts";
import { type LiveModel, liveModel } from "./live-model.rules.ts";
import type { Model } from "./model.types.ts";
import { ageDays, idleDays } from "./popularity.rules.ts";
import { profileOf, purchasesOf } from "./profile.rules.ts";
import { HistoryBuilder, itemsOf } from "./purchase-history.rules.ts";
import { ranker } from "./ranking.rules.ts";
import { reasonFor } from "./reason.rules.ts";
import { logRepeat } from "./repeats.rules.ts";
import type { Signals } from "./signals.rules.ts";

const NOW = Date.UTC(2026, 10, 22);

function historyOf(orders: readonly NewOrder[], guestsCount: boolean) {
  const builder = new HistoryBuilder();
  for (const { orderId, personId, at, productIds } of orders) {
    for (const productId of productIds) builder.add({ orderId, personId, at, productId });
  }
  return builder.build(guestsCount);
}

const fitted = (orders: readonly NewOrder[], { at = NOW, guestsCount = false } = {}) =>
  fitModel(historyOf(orders, guestsCount), at);

/** Pairs by the products' names: how many bought both, and the significance of that. */
function pairsOf({ neighbours, history }: Signals): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const [item, name] of history.products.entries()) {
    neighbours.freshen?.(item);
    const { start, end, target, together, significance } = neighbours;
    for (let n = start[item] ?? 0; n < (end[item] ?? 0); n++) {
      const pair = `${name} for ${history.products[target[n] ?? -1]}`;
      pairs.set(pair, `${together[n]} ${significance[n]?.toFixed(4)}`);
    }
  }
  return pairs;
}

/** All that is known of each product that was ever sold, by name. */
function salesOf({ popularity, history, repeats, at }: Signals) {
  const sold = [...history.products.entries()].filter(([item]) => popularity.counts[4]?.[item]);
  const facts = sold.map(([item, name]): [string, number[]] => [
    name,
    [
      ...popularity.counts.map((column) => column[item] ?? NaN),
      idleDays(popularity, item, at),
      ageDays(popularity, item, at),
      Math.round(logRepeat(repeats, item) * 1e6),
    ],
  ]);
  return { facts: new Map(facts), orders: [...popularity.orders] };
}

/** Who has each product, and how many buyers it counts, by name. */
function buyersByName({ baskets, history }: Signals): [string, string[], number][] {
  const names = new Map(Array.from(history.personIndex, ([name, person]) => [person, name]));
  const sold = [...history.products.entries()].filter(([item]) => baskets.buyersOf(item) > 0);
  return sold
    .map(([item, name]): [string, string[], number] => {
      const persons = Array.from(baskets.personsWith(item), (person) => names.get(person) ?? "");
      return [name, persons.toSorted(), baskets.buyersOf(item)];
    })
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function ordersOfPerson({ signals }: Model, personId: string): string[][] {
  const { history, upTo } = signals;
  const person = history.personIndex.get(personId);
  if (person === undefined) return [];
  return purchasesOf(history, person, upTo).map(({ items }) =>
    Array.from(items, (item) => history.products[item] ?? "").toSorted(),
  );
}

/**
 * What the live model knows, beside what a fit on the same orders does. A pair that no order touched since
 * the fit may have become significant because of the others: the live one misses it.
 */
function compared(live: LiveModel, anew: Model) {
  const [kept, fit] = [pairsOf(live.signals), pairsOf(anew.signals)];
  const pairs = [...kept].filter(([pair, facts]) => fit.has(pair) || !facts.endsWith(" 0.0000"));
  const persons = [...anew.signals.history.personIndex.keys()];
  return {
    is: {
      pairs,
      sales: salesOf(live.signals),
      buyers: buyersByName(live.signals),
      orders: persons.map((id) => ordersOfPerson(live, id)),
    },
    wanted: {
      pairs: pairs.map(([pair]) => [pair, fit.get(pair)]),
      sales: salesOf(anew.signals),
      buyers: buyersByName(anew.signals),
      orders: persons.map((id) => ordersOfPerson(anew, id)),
    },
  };
}

/** The pairs of what the last order brought to its person with all that they have. */
function touchedPairs(live: LiveModel, anew: Model, orders: readonly NewOrder[]) {
  const last = orders.at(-1);
  const isTheirs = ({ personId }: NewOrder) => personId !== null && personId === last?.personId;
  const theirs = orders.slice(0, -1).filter(isTheirs);
  const had = new Set(theirs.flatMap(({ productIds }) => productIds));
  const isPerson = last?.personId !== null || anew.signals.history.guestsCount;
  const brought = (last?.productIds ?? []).filter((id) => isPerson && !had.has(id));
  const pairs = brought.flatMap((one) =>
    [...had, ...brought].flatMap((other) => [`${one} for ${other}`, `${other} for ${one}`]),
  );
  const [kept, fit] = [pairsOf(live.signals), pairsOf(anew.signals)];
  const wanted = pairs.filter((pair) => fit.has(pair));
  return {
    is: wanted.map((pair) => [pair, kept.get(pair)]),
    wanted: wanted.map((pair) => [pair, fit.get(pair)]),
  };
}

const anOrder = fc.record({
  personId: fc.option(fc.nat(7).map((n) => `person ${n}`)),
  // Some at the very same moment.
  at: fc.nat(200).map((days) => NOW - (days + 1) * DAY_MS),
  productIds: fc.array(
    fc.nat(9).map((n) => `product ${n}`),
    { minLength: 1, maxLength: 5 },
  ),
});
const someOrders = (minLength: number) =>
  fc
    .array(anOrder, { minLength, maxLength: 25 })
    .map((all) => all.map((one, n): NewOrder => ({ orderId: `order ${n}`, ...one })));
/** Counts of all pairs kept, or counted when asked for. */
const countsKept = fc.constantFrom(0, 6_000);

const order = (orderId: string, personId: string | null, productIds: string[], daysAgo = 1) => ({
  orderId,
  personId,
  at: NOW - daysAgo * DAY_MS,
  productIds,
});

/** Twenty people buy a pot and later its lid; everybody buys bags. */
const shop = Array.from({ length: 20 }, (_, n) => [
  order(`pot${n}`, `cook${n}`, ["pot", "bag"], 50 + n),
  order(`lid${n}`, `cook${n}`, ["lid"], 20 + n),
  order(`sock${n}`, `walker${n}`, ["sock", "bag"], 5 + n),
]).flat();

function shown(model: Model, personId: string): string[] {
  const { history, upTo, at } = model.signals;
  const person = history.personIndex.get(personId) ?? -1;
  const profile = profileOf(purchasesOf(history, person, upTo), at);
  const ranked = ranker(model)(profile, { mode: "new", top: 10 });
  return ranked.map(({ item }) => history.products[item] ?? "");
}

describe("a model that learns orders one by one", () => {
  test("knows what a fit on the same orders knows, whatever their order", () => {
    fc.assert(
      fc.property(
        someOrders(2),
        fc.nat(20),
        countsKept,
        fc.boolean(),
        (orders, cut, kept, guests) => {
          const before = orders.slice(0, Math.min(cut, orders.length - 1));
          const live = liveModel(fitted(before, { guestsCount: guests }), kept);
          for (const one of orders.slice(before.length)) learnOrder(live, one, NOW);
          const anew = fitted(orders, { guestsCount: guests });
          const all = compared(live, anew);
          expect(all.is).toEqual(all.wanted);
          const touched = touchedPairs(live, anew, orders);
          expect(touched.is).toEqual(touched.wanted);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("knows what a fit knows when time passes between the orders", () => {
    fc.assert(
      fc.property(someOrders(2), fc.nat(20), (unsorted, cut) => {
        const orders = unsorted.toSorted((a, b) => a.at - b.at);
        const before = orders.slice(0, Math.min(cut, orders.length - 1));
        const at = (before.at(-1)?.at ?? NOW - 300 * DAY_MS) + 1;
        const live = liveModel(fitted(before, { at }));
        for (const one of orders.slice(before.length)) learnOrder(live, one, one.at + 1);
        moveTo(live, NOW);
        const { is, wanted } = compared(live, fitted(orders));
        expect(is).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });

  test("forgets a cancelled order as if it had never been", () => {
    fc.assert(
      fc.property(
        someOrders(3),
        fc.nat(20),
        fc.nat(),
        fc.boolean(),
        (orders, cut, which, guestsCount) => {
          const before = orders.slice(0, Math.min(cut, orders.length - 1));
          const live = liveModel(fitted(before, { guestsCount }), which % 2 === 0 ? 0 : 6_000);
          for (const one of orders.slice(before.length)) learnOrder(live, one, NOW);
          const gone = orders[which % orders.length];
          forgetOrder(live, gone?.orderId ?? "");
          const { is, wanted } = compared(
            live,
            fitted(
              orders.filter((one) => one !== gone),
              { guestsCount },
            ),
          );
          expect(is).toEqual(wanted);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("never shows as new what the person has bought meanwhile", () => {
    fc.assert(
      fc.property(someOrders(2), fc.nat(20), (orders, cut) => {
        const before = orders.slice(0, Math.min(cut, orders.length - 1));
        const live = liveModel(fitted(before));
        for (const one of orders.slice(before.length)) learnOrder(live, one, NOW);
        for (const { personId, productIds } of orders) {
          if (personId === null) continue;
          for (const name of shown(live, personId)) expect(productIds).not.toContain(name);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("ranks from now on for a person who just came, and gives the reason", () => {
    const live = liveModel(fitted(shop));
    const rank = ranker(live);
    learnOrder(live, order("o1", "newcomer", ["pot"]), NOW);
    const { history, upTo } = live.signals;
    const person = history.personIndex.get("newcomer") ?? -1;
    const profile = profileOf(purchasesOf(history, person, upTo), NOW);
    const lid = history.productIndex.get("lid") ?? -1;
    expect(rank(profile, { mode: "new", top: 1 })[0]?.item).toBe(lid);
    expect(reasonFor(live.signals, profile, lid)).toMatchObject({ kind: "bought_with" });
  });

  test("shows a product that the fit did not know, once others bought it together", () => {
    const live = liveModel(fitted(shop));
    const rank = ranker(live);
    for (let n = 0; n < 15; n++) {
      learnOrder(live, order(`o${n}`, `cook${n}`, [`thing ${n}`, "spoon"]), NOW);
    }
    const { history, upTo } = live.signals;
    const person = history.personIndex.get("cook19") ?? -1;
    const profile = profileOf(purchasesOf(history, person, upTo), NOW);
    const names = rank(profile, { mode: "new", top: 3 }).map(({ item }) => history.products[item]);
    expect(names).toContain("spoon");
  });

  test("learns an order once, and never one that was cancelled before it came", () => {
    const live = liveModel(fitted(shop));
    expect(learnOrder(live, order("o1", "cook1", ["sock"]), NOW)).toBe("learned");
    expect(learnOrder(live, order("o1", "cook1", ["sock"]), NOW)).toBe("known");
    expect(learnOrder(live, order("pot1", "cook1", ["pot"]), NOW)).toBe("known");
    expect(forgetOrder(live, "o2")).toBe(false);
    expect(learnOrder(live, order("o2", "cook2", ["sock"]), NOW)).toBe("known");
    const { is, wanted } = compared(live, fitted([...shop, order("o1", "cook1", ["sock"])]));
    expect(is).toEqual(wanted);
  });

  test("learns nothing from an order of tomorrow or one without products", () => {
    const live = liveModel(fitted(shop));
    expect(learnOrder(live, order("o1", "cook1", ["sock"], -1), NOW)).toBe("not_yet");
    expect(learnOrder(live, order("o1", "cook1", []), NOW)).toBe("without_products");
    const { is, wanted } = compared(live, fitted(shop));
    expect(is).toEqual(wanted);
  });

  test("leaves the model it started from as it was", () => {
    const model = fitted(shop);
    const live = liveModel(model);
    learnOrder(live, order("o1", "newcomer", ["pot", "spoon"]), NOW);
    const { is, wanted } = compared(liveModel(model), fitted(shop));
    expect(is).toEqual(wanted);
    expect(itemsOf(model.signals.history, 0)).toHaveLength(2);
  });

  test("lets a better companion take the place of the weakest of 64", () => {
    // Everybody has the tea, and with it one of 70 things each; then honey goes with it more and more.
    const orders = Array.from({ length: 280 }, (_, n) =>
      n < 140
        ? order(`o${n}`, `p${n}`, ["tea", `thing ${n % 70}`], 30)
        : order(`o${n}`, `p${n}`, [`stone ${n % 3}`], 30),
    );
    const live = liveModel(fitted(orders));
    const later = Array.from({ length: 10 }, (_, n) => order(`h${n}`, `p${n}`, ["honey"]));
    for (const one of later) learnOrder(live, one, NOW);
    const [is, wanted] = [pairsOf(live.signals), pairsOf(fitted([...orders, ...later]).signals)];
    expect(is.get("honey for tea")).toBe(wanted.get("honey for tea"));
    expect([...is.keys()].filter((pair) => pair.endsWith(" for tea"))).toHaveLength(64);
    for (const [pair, facts] of is) if (wanted.has(pair)) expect(facts).toBe(wanted.get(pair));
  });
});
