import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { fitModel } from "./fit-model.rules.ts";
import { logLikelihoodRatio } from "./neighbours.rules.ts";
import { profileOf, purchasesOf } from "./profile.rules.ts";
import { HistoryBuilder, itemsOf, type PurchaseLine } from "./purchase-history.rules.ts";
import { ranker } from "./ranking.rules.ts";
import { reasonFor } from "./reason.rules.ts";

const NOW = Date.UTC(2026, 10, 22);

function order(orderId: string, personId: string | null, daysAgo: number, products: string[]) {
  const at = NOW - daysAgo * DAY_MS;
  return products.map((productId) => ({ orderId, personId, at, productId }));
}

function historyOf(lines: PurchaseLine[]) {
  const builder = new HistoryBuilder();
  for (const line of lines) builder.add(line);
  return builder.build();
}

/** Twenty people buy a pot and later its lid, twenty buy socks; everybody buys bags. */
function shop(): PurchaseLine[] {
  return Array.from({ length: 20 }, (_, n) => [
    ...order(`pot${n}`, `cook${n}`, 50 + n, ["pot", "bag"]),
    ...order(`lid${n}`, `cook${n}`, 20 + n, ["lid"]),
    ...order(`sock${n}`, `walker${n}`, 5 + n, ["sock", "bag"]),
  ]).flat();
}

function modelOf(lines: PurchaseLine[]) {
  const model = fitModel(historyOf(lines), NOW);
  const number = (id: string) => model.signals.history.productIndex.get(id) ?? -1;
  const profile = (ids: string[]) => profileOf([{ at: NOW - DAY_MS, items: ids.map(number) }], NOW);
  const name = (item: number) => model.signals.history.products[item];
  return { model, number, profile, name };
}

describe("products for a person", () => {
  test("start with what those bought who bought the same", () => {
    const { model, profile, name } = modelOf(shop());
    const [first] = ranker(model)(profile(["pot"]), { mode: "new", top: 3 });
    expect(name(first?.item ?? -1)).toBe("lid");
  });

  test("never hold what they own when only new ones are asked for", () => {
    const { model, profile, name } = modelOf(shop());
    const shown = ranker(model)(profile(["pot", "lid"]), { mode: "new", top: 10 });
    const names = shown.map((one) => name(one.item));
    expect(names).not.toContain("pot");
    expect(names).not.toContain("lid");
    expect(names).toContain("bag");
  });

  test("may hold what they own when anything is asked for", () => {
    const { model, profile, name } = modelOf(shop());
    const shown = ranker(model)(profile(["pot"]), { mode: "any", top: 10 });
    expect(shown.map((one) => name(one.item))).toContain("pot");
  });

  test("are what sells these days for a person who bought nothing yet", () => {
    const { model, name } = modelOf(shop());
    const shown = ranker(model)(profileOf([], NOW), { mode: "new", top: 1 });
    expect(["bag", "sock"]).toContain(name(shown[0]?.item ?? -1));
  });

  test("leave out what the caller does not allow", () => {
    const { model, number, profile, name } = modelOf(shop());
    const allowed = (item: number) => item !== number("lid");
    const shown = ranker(model)(profile(["pot"]), { mode: "new", top: 10, allowed });
    expect(shown.map((one) => name(one.item))).not.toContain("lid");
  });

  test("come with a reason that names a product of theirs, or says that there is none", () => {
    const { model, number, profile } = modelOf(shop());
    const { signals } = model;
    const lid = reasonFor(signals, profile(["pot"]), number("lid"));
    expect(lid).toEqual({ kind: "bought_with", item: number("pot") });
    expect(reasonFor(signals, profile(["pot"]), number("pot"))).toEqual({
      kind: "bought_before",
      times: 1,
    });
    expect(reasonFor(signals, profile([]), number("lid"))).toEqual({ kind: "popular" });
  });

  test("are the same for one person whoever was asked about before", () => {
    const { model, profile } = modelOf(shop());
    const rank = ranker(model);
    const wish = { mode: "new", top: 5 } as const;
    const alone = ranker(model)(profile(["sock"]), wish);
    rank(profile(["pot"]), wish);
    expect(rank(profile(["sock"]), wish)).toEqual(alone);
  });

  test("have chances between 0 and 1, best first, for any history", () => {
    const line = fc.record({
      orderId: fc.nat(30).map(String),
      personId: fc.option(fc.nat(8).map(String)),
      at: fc.nat(300).map((days) => NOW - (days + 1) * DAY_MS),
      productId: fc.nat(12).map(String),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 80 }), (lines) => {
        const model = fitModel(historyOf(lines), NOW);
        const { history, upTo } = model.signals;
        const profile = profileOf(purchasesOf(history, 0, upTo), NOW);
        const shown = ranker(model)(profile, { mode: "any", top: 10 });
        const chances = shown.map((one) => one.probability);
        expect(chances.every((chance) => chance > 0 && chance < 1)).toBe(true);
        expect(chances).toEqual(chances.toSorted((a, b) => b - a));
        expect(new Set(shown.map((one) => one.item)).size).toBe(shown.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a history", () => {
  test("is by time, with each product of an order once, whatever the order of its lines", () => {
    const lines = [
      ...order("b", "ann", 1, ["x", "y", "x"]),
      ...order("a", "ann", 2, ["z"]),
      ...order("b", "ann", 1, ["z"]),
    ];
    const history = historyOf(lines);
    const names = (n: number) =>
      [...itemsOf(history, n)].map((item) => history.products[item] ?? "");
    expect(names(0)).toEqual(["z"]);
    expect(new Set(names(1))).toEqual(new Set(["x", "y", "z"]));
    expect(names(1)).toHaveLength(3);
  });
});

describe("significance", () => {
  test("is nothing where two products meet by chance or less", () => {
    expect(logLikelihoodRatio({ both: 25, one: 50, other: 50, all: 100 })).toBe(0);
    expect(logLikelihoodRatio({ both: 5, one: 50, other: 50, all: 100 })).toBe(0);
  });

  test("grows with evidence, not with the ratio alone", () => {
    const few = logLikelihoodRatio({ both: 1, one: 1, other: 1, all: 1000 });
    const many = logLikelihoodRatio({ both: 40, one: 60, other: 60, all: 1000 });
    expect(many).toBeGreaterThan(few);
  });

  test("is Dunning's figure", () => {
    // 2 · Σ observed · ln(observed / expected) over the four cells
    const cells = [
      [10, 30 * 20],
      [20, 30 * 80],
      [10, 70 * 20],
      [60, 70 * 80],
    ] as const;
    const known = 2 * cells.reduce((sum, [n, of]) => sum + n * Math.log((n * 100) / of), 0);
    expect(logLikelihoodRatio({ both: 10, one: 30, other: 20, all: 100 })).toBeCloseTo(known, 6);
  });
});
