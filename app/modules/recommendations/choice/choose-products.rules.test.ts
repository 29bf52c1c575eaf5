import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "#app/shared/duration.ts";
import type {
  BoughtLine,
  CatalogueProduct,
  ChoiceFacts,
  MarketOffer,
  RankedFact,
} from "./choice.types.ts";
import { chooseProducts, productsToAsk } from "./choose-products.rules.ts";
import { MOST_HITS_LOST } from "./diversity.rules.ts";

const NOW = new Date("2026-06-01T10:00:00Z");

const inCatalogue = (productId: string, changed: Partial<CatalogueProduct> = {}) => ({
  productId,
  title: `Product ${productId}`,
  productType: "",
  vendor: "",
  tags: [],
  collections: [],
  status: "active",
  published: true,
  priceMinor: 2_000,
  createdAt: addDays(NOW, -300),
  ...changed,
});

const offer = (title: string, changed: Partial<MarketOffer> = {}): MarketOffer => ({
  title,
  priceMinor: 2_000,
  currency: "EUR",
  available: true,
  published: true,
  ...changed,
});

const ranked = (productId: string, probability: number): RankedFact => ({
  productId,
  probability,
  source: "co_purchase",
  reason: { kind: "bought_with", productId: "mug" },
  rhythm: null,
});

const boughtOf = (productId: string, daysAgo: number, changed: Partial<BoughtLine> = {}) => ({
  productId,
  at: addDays(NOW, -daysAgo),
  quantity: 1,
  returned: 0,
  priceMinor: 2_000,
  ...changed,
});

const TITLES: Readonly<Record<string, string>> = {
  mug: "Stoneware mug",
  lamp: "Reading lamp",
  rug: "Woollen rug",
  vase: "Glass vase",
  tray: "Oak tray",
  red: "Linen cushion – red",
  blue: "Linen cushion – blue",
};
const CATALOGUE = Object.entries(TITLES).map(([id, title]) => inCatalogue(id, { title }));

/** Somebody bought a mug; the model proposes a lamp, a rug and a vase, all to be had. */
function facts(changed: Partial<ChoiceFacts> = {}): ChoiceFacts {
  return {
    ranked: [ranked("lamp", 0.08), ranked("rug", 0.06), ranked("vase", 0.04)],
    coldStart: {
      related: new Map(),
      catalogue: CATALOGUE,
      recent: { orders: 0, productsPerOrder: 0, ordersWith: new Map() },
    },
    basket: ["mug"],
    bought: [boughtOf("mug", 10)],
    returned: [],
    excluded: [],
    replenishment: true,
    offers: new Map(Object.entries(TITLES).map(([id, title]) => [id, offer(title)])),
    wish: "after_purchase",
    maxShown: 3,
    ...changed,
  };
}

const idsOf = (products: readonly { productId: string }[]) => products.map((one) => one.productId);
const choose = (changed: Partial<ChoiceFacts> = {}) => {
  const { chosen, dropped } = chooseProducts(facts(changed), NOW);
  return {
    chosen,
    shown: idsOf(chosen),
    why: new Map(dropped.map((one) => [one.productId, one.why])),
  };
};
const offering = (productId: string, changed: Partial<MarketOffer>) =>
  new Map([...facts().offers, [productId, offer(TITLES[productId] ?? productId, changed)]]);

describe("what a person is shown", () => {
  test("is the likeliest products, likeliest first, with the model's chances and reasons", () => {
    expect(choose().chosen).toEqual([
      expect.objectContaining({ productId: "lamp", probability: 0.08, source: "co_purchase" }),
      expect.objectContaining({ productId: "rug", reason: ranked("rug", 0).reason }),
      expect.objectContaining({ productId: "vase" }),
    ]);
  });

  test("is no more than there is room for, and the rest says so", () => {
    const { shown, why } = choose({ maxShown: 2 });
    expect(shown).toEqual(["lamp", "rug"]);
    expect(why.get("vase")).toBe("less_likely");
    expect(choose({ maxShown: 0 }).shown).toEqual([]);
  });

  test.each<[string, Partial<ChoiceFacts>, string]>([
    ["the merchant excludes it", { excluded: ["lamp"] }, "excluded"],
    ["they sent it back", { returned: ["lamp"] }, "returned"],
    [
      "they sent one of two back",
      { bought: [boughtOf("mug", 10), boughtOf("lamp", 90, { returned: 1 })] },
      "returned",
    ],
    ["they bought it", { bought: [boughtOf("lamp", 90)] }, "bought_already"],
    [
      "it is in the last purchase, which is not recorded yet",
      { basket: ["lamp"] },
      "bought_already",
    ],
    ["Shopify does not offer it", { offers: new Map() }, "gone"],
    ["it is not published", { offers: offering("lamp", { published: false }) }, "unpublished"],
    [
      "it is sold out in their market",
      { offers: offering("lamp", { available: false }) },
      "out_of_stock",
    ],
    ["nobody knows its price", { offers: offering("lamp", { priceMinor: null }) }, "no_price"],
    ["it costs nothing", { offers: offering("lamp", { priceMinor: 0 }) }, "no_price"],
    [
      "it costs far more than they pay",
      { bought: [boughtOf("mug", 10, { priceMinor: 300 })] },
      "price_too_high",
    ],
    [
      "it costs next to nothing beside what they pay",
      { bought: [boughtOf("mug", 10, { priceMinor: 90_000 })] },
      "price_too_low",
    ],
  ])("leaves a product out when %s", (_, changed, reason) => {
    const { shown, why } = choose(changed);
    expect(shown).not.toContain("lamp");
    expect(why.get("lamp")).toBe(reason);
  });

  test("never holds one thing in two colours: the likelier stays", () => {
    const { shown, why } = choose({ ranked: [ranked("red", 0.05), ranked("blue", 0.06)] });
    expect(shown).toEqual(["blue"]);
    expect(why.get("red")).toBe("near_identical");
  });

  test("finds two colours by the titles of their offers, too, where the catalogue does not know them", () => {
    const { shown } = choose({
      coldStart: { ...facts().coldStart, catalogue: [] },
      ranked: [ranked("red", 0.05), ranked("blue", 0.06)],
    });
    expect(shown).toEqual(["blue"]);
  });

  test("may be another colour of what they bought where others bought both", () => {
    expect(choose({ basket: ["red"], ranked: [ranked("blue", 0.06)] }).shown).toEqual(["blue"]);
  });

  test("is varied as long as that costs next to nothing", () => {
    const types = { lamp: "Lamp", rug: "Lamp", vase: "Vase", tray: "Tray" };
    const catalogue = Object.entries(types).map(([id, productType]) =>
      inCatalogue(id, { title: TITLES[id] ?? "", productType, collections: [productType] }),
    );
    const chances = { lamp: 0.06, rug: 0.05 };
    const varied = (vase: number) =>
      choose({
        coldStart: { ...facts().coldStart, catalogue },
        ranked: [ranked("lamp", chances.lamp), ranked("rug", chances.rug), ranked("vase", vase)],
        maxShown: 2,
      }).shown;
    expect(varied(0.045)).toEqual(["lamp", "vase"]);
    expect(varied(0.03)).toEqual(["lamp", "rug"]);
  });
});

describe("what is bought again and again", () => {
  const coffee = [boughtOf("mug", 100), boughtOf("mug", 65), boughtOf("mug", 32)];

  test("is shown when it is due, with its rhythm as the reason", () => {
    const { chosen } = choose({ bought: coffee, ranked: [ranked("mug", 0.3)] });
    expect(chosen[0]).toEqual({
      productId: "mug",
      probability: 0.3,
      source: "own_rhythm",
      reason: { kind: "bought_before", times: 3, everyDays: 34 },
    });
  });

  test("is found without a model, with a low chance", () => {
    const { chosen } = choose({ bought: coffee, ranked: [] });
    expect(chosen[0]).toMatchObject({ productId: "mug", source: "own_rhythm", probability: 0.05 });
  });

  test.each<[string, readonly BoughtLine[], Partial<ChoiceFacts>, string]>([
    ["right after the purchase", [...coffee, boughtOf("mug", 2)], {}, "not_due_yet"],
    [
      "long after they stopped",
      coffee.map((one) => ({ ...one, at: addDays(one.at, -90) })),
      {},
      "bought_already",
    ],
    ["when the merchant does not want it", coffee, { replenishment: false }, "bought_already"],
  ])("is not shown %s", (_, bought, changed, reason) => {
    const { shown, why } = choose({ bought, ranked: [ranked("mug", 0.3)], ...changed });
    expect(shown).toEqual([]);
    expect(why.get("mug")).toBe(reason);
  });

  test("waits when a larger pack of the same was bought meanwhile", () => {
    const catalogue = [
      inCatalogue("mug", { title: "Coffee Crema 250 g" }),
      inCatalogue("big", { title: "Coffee Crema 1 kg" }),
    ];
    const { why } = choose({
      coldStart: { ...facts().coldStart, catalogue },
      bought: [...coffee, boughtOf("big", 3)],
      ranked: [ranked("mug", 0.3)],
    });
    expect(why.get("mug")).toBe("not_due_yet");
  });

  test("is all that a replenishment shows", () => {
    const { shown, why } = choose({
      bought: coffee,
      ranked: [ranked("mug", 0.1), ranked("lamp", 0.5)],
      wish: "replenishment",
    });
    expect(shown).toEqual(["mug"]);
    expect(why.get("lamp")).toBe("not_a_replenishment");
  });

  test("is due by the shop's rhythm after one purchase, where many come back for it", () => {
    const own = { ...ranked("mug", 0.2), rhythm: { days: 30, persons: 40 } };
    expect(choose({ bought: [boughtOf("mug", 29)], ranked: [own] }).shown).toEqual(["mug"]);
    expect(choose({ bought: [boughtOf("mug", 10)], ranked: [own] }).shown).toEqual([]);
  });
});

describe("without a model", () => {
  const cold = (changed: Partial<ChoiceFacts["coldStart"]>) =>
    choose({ ranked: [], coldStart: { ...facts().coldStart, ...changed } });

  test("Shopify's own answers come first in their order, with low chances, and say so", () => {
    const { chosen } = cold({ related: new Map([["mug", ["tray", "vase"]]]) });
    expect(chosen).toMatchObject([
      { productId: "tray", source: "shopify_related", reason: { productId: "mug" } },
      { productId: "vase", source: "shopify_related" },
    ]);
    expect(chosen.every(({ probability }) => probability <= 0.03)).toBe(true);
  });

  test("what resembles the purchase is shown, and in what", () => {
    const catalogue = [
      inCatalogue("mug", { title: "Stoneware mug", productType: "Tableware" }),
      inCatalogue("plate", { title: "Dinner plate", productType: "Tableware" }),
      ...["a", "b", "c", "d"].map((id) => inCatalogue(id, { title: `Thing ${id}${id}${id}` })),
    ];
    const offers = new Map([["plate", offer("Dinner plate")]]);
    const { chosen } = choose({
      ranked: [],
      coldStart: { ...facts().coldStart, catalogue },
      offers,
    });
    expect(chosen).toMatchObject([
      { productId: "plate", source: "similar", reason: { productId: "mug", by: "type" } },
    ]);
  });

  test("another colour of the purchase is no idea", () => {
    const { why } = choose({
      ranked: [],
      basket: ["red"],
      bought: [boughtOf("red", 10)],
      coldStart: { ...facts().coldStart, related: new Map([["red", ["blue"]]]) },
    });
    expect(why.get("blue")).toBe("near_identical");
  });

  test("best sellers of recent orders come with a part of their share", () => {
    const { chosen } = cold({
      recent: { orders: 80, productsPerOrder: 2, ordersWith: new Map([["rug", 10]]) },
    });
    expect(chosen).toMatchObject([{ productId: "rug", source: "popularity", probability: 0.05 }]);
  });

  test("drafts are not found", () => {
    const catalogue = CATALOGUE.map((one) => ({ ...one, productType: "x", status: "draft" }));
    expect(cold({ catalogue }).shown).toEqual([]);
  });
});

describe("beside a model", () => {
  test("what it knows and did not rank is no likelier than the last that it ranked", () => {
    const related = new Map([["mug", ["tray"]]]);
    const { chosen } = choose({
      ranked: [ranked("lamp", 0.01)],
      coldStart: { ...facts().coldStart, related },
    });
    expect(chosen.find(({ productId }) => productId === "tray")?.probability).toBe(0.01);
  });

  test("what is new in the shop keeps its chance: the model cannot know it", () => {
    const catalogue = CATALOGUE.filter(({ productId }) => productId !== "tray");
    catalogue.push(inCatalogue("tray", { title: "Oak tray", createdAt: addDays(NOW, -3) }));
    const related = new Map([["mug", ["tray"]]]);
    const { chosen } = choose({
      ranked: [ranked("lamp", 0.01)],
      coldStart: { ...facts().coldStart, catalogue, related },
    });
    expect(chosen[0]?.productId).toBe("tray");
  });
});

describe("what Shopify is asked about", () => {
  test("is what the person's purchases leave, likeliest first, and no more than asked for", () => {
    const asked = facts({ excluded: ["rug"], bought: [boughtOf("vase", 50)] });
    expect(productsToAsk(asked, NOW, 10)).toEqual(["lamp"]);
    expect(productsToAsk(facts(), NOW, 2)).toEqual(["lamp", "rug"]);
  });

  test("leaves out what costs far more than they pay, so that there is room for what suits them", () => {
    const catalogue = CATALOGUE.map((one) =>
      one.productId === "vase" ? { ...one, priceMinor: 400 } : one,
    );
    const bought = [boughtOf("mug", 10, { priceMinor: 300 })];
    const coldStart = { ...facts().coldStart, catalogue };
    expect(productsToAsk(facts({ bought, coldStart }), NOW, 1)).toEqual(["vase"]);
  });

  test("is not missed where it would not have been shown anyway", () => {
    const bought = [boughtOf("mug", 10, { priceMinor: 300 })];
    const { why } = choose({ bought, offers: offering("lamp", { available: false }) });
    expect(why.get("lamp")).toBe("price_too_high");
  });
});

const ids = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
const anyId = fc.constantFrom(...ids);
const anyTitle = fc.constantFrom(
  "Linen shirt – red",
  "Linen shirt – blue",
  "Coffee 250 g",
  "Coffee 1 kg",
  "Reading lamp",
  "Glass vase",
  "花瓶",
  "",
);
const perId = <T>(value: fc.Arbitrary<T>) =>
  fc
    .tuple(...ids.map(() => value))
    .map((all) => new Map(ids.map((id, n) => [id, all[n]] as const)));
const present = <T>(map: ReadonlyMap<string, T | undefined>) =>
  new Map([...map].flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));

const anyOffer = fc.record({
  title: anyTitle,
  priceMinor: fc.constantFrom(null, 0, 500, 2_000, 90_000),
  currency: fc.constant("EUR"),
  available: fc.boolean(),
  published: fc.boolean(),
});
const anyProduct = fc.record({
  title: anyTitle,
  productType: fc.constantFrom("", "Shirt", "Lamp"),
  vendor: fc.constantFrom("", "Linen shirt"),
  tags: fc.subarray(["new", "summer"]),
  collections: fc.subarray(["all", "linen"]),
  status: fc.constantFrom("active", "draft"),
  published: fc.boolean(),
  priceMinor: fc.constantFrom(null, 500, 2_000, 90_000),
  createdAt: fc.nat(100).map((days) => addDays(NOW, -days)),
});
const anyFacts: fc.Arbitrary<ChoiceFacts> = fc.record({
  ranked: fc.array(
    fc.record({
      productId: anyId,
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      source: fc.constantFrom("co_purchase" as const, "popularity" as const),
      reason: fc.constant({ kind: "popular" as const }),
      rhythm: fc.option(fc.record({ days: fc.nat(90), persons: fc.nat(10) })),
    }),
    { maxLength: 12 },
  ),
  coldStart: fc.record({
    related: perId(fc.option(fc.array(anyId), { nil: undefined })).map(present),
    catalogue: perId(fc.option(anyProduct, { nil: undefined })).map((products) =>
      [...present(products)].map(([productId, product]) => ({ ...product, productId })),
    ),
    recent: fc.record({
      orders: fc.nat(50),
      productsPerOrder: fc.double({ min: 0, max: 5, noNaN: true }),
      ordersWith: perId(fc.option(fc.nat(50), { nil: undefined })).map(present),
    }),
  }),
  basket: fc.array(anyId, { maxLength: 3 }),
  bought: fc.array(
    fc.record({
      productId: anyId,
      at: fc.nat(200).map((days) => addDays(NOW, -days)),
      quantity: fc.nat(3),
      returned: fc.constantFrom(0, 0, 0, 1),
      priceMinor: fc.constantFrom(null, 500, 2_000),
    }),
    { maxLength: 8 },
  ),
  returned: fc.array(anyId, { maxLength: 2 }),
  excluded: fc.array(anyId, { maxLength: 2 }),
  replenishment: fc.boolean(),
  offers: perId(fc.option(anyOffer, { nil: undefined })).map(present),
  wish: fc.constantFrom("after_purchase" as const, "replenishment" as const),
  maxShown: fc.nat(5),
});

describe("whatever the facts", () => {
  test("nothing is shown that must not be, and nothing twice", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        const { chosen, dropped } = chooseProducts(some, NOW);
        const shown = idsOf(chosen);
        expect(shown.length).toBeLessThanOrEqual(some.maxShown);
        const all = [...shown, ...idsOf(dropped)];
        expect(new Set(all).size).toBe(all.length);
        for (const id of shown) {
          expect(some.excluded).not.toContain(id);
          expect(some.returned).not.toContain(id);
          expect(some.offers.get(id)).toMatchObject({ available: true, published: true });
          expect(some.offers.get(id)?.priceMinor).toBeGreaterThan(0);
          const lines = some.bought.filter(({ productId }) => productId === id);
          expect(lines.every(({ returned }) => returned === 0)).toBe(true);
          if (!some.replenishment) expect([...some.basket, ...idsOf(lines)]).not.toContain(id);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("chances are never raised above the model's, and come likeliest first", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        const { chosen } = chooseProducts(some, NOW);
        const chances = chosen.map(({ probability }) => probability);
        expect(chances).toEqual(chances.toSorted((a, b) => b - a));
        for (const { productId, probability } of chosen) {
          const of = some.ranked.filter((one) => one.productId === productId);
          const most = Math.min(...of.map((one) => one.probability), of.length === 0 ? 0.1 : 1);
          expect(probability).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the order in which they come changes nothing", () => {
    const turned = (some: ChoiceFacts): ChoiceFacts => ({
      ...some,
      ranked: some.ranked.toReversed(),
      basket: some.basket.toReversed(),
      bought: some.bought.toReversed(),
      returned: some.returned.toReversed(),
      excluded: some.excluded.toReversed(),
      offers: new Map([...some.offers].toReversed()),
      coldStart: {
        ...some.coldStart,
        related: new Map([...some.coldStart.related].toReversed()),
        catalogue: some.coldStart.catalogue.toReversed(),
        recent: {
          ...some.coldStart.recent,
          ordersWith: new Map([...some.coldStart.recent.ordersWith].toReversed()),
        },
      },
    });
    fc.assert(
      fc.property(anyFacts, (some) => {
        expect(chooseProducts(turned(some), NOW)).toEqual(chooseProducts(some, NOW));
      }),
      { numRuns: 200 },
    );
  });

  test("what Shopify was asked about is all that can be shown", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        const asked = productsToAsk(some, NOW, 100);
        for (const id of idsOf(chooseProducts(some, NOW).chosen)) expect(asked).toContain(id);
      }),
      { numRuns: 100 },
    );
  });

  test("variety costs no more than its share of the expected hits", () => {
    const sum = (products: readonly { probability: number }[]) =>
      products.reduce((total, { probability }) => total + probability, 0);
    fc.assert(
      fc.property(anyFacts, (some) => {
        const { chosen, dropped } = chooseProducts(some, NOW);
        const left = new Set(
          dropped.filter(({ why }) => why === "less_likely").map(({ productId }) => productId),
        );
        // All that could have been shown, in a message with room for it.
        const everything = chooseProducts({ ...some, maxShown: 100 }, NOW).chosen;
        expect(everything.length).toBe(chosen.length + left.size);
        const likeliest = everything.slice(0, some.maxShown);
        expect(sum(chosen)).toBeGreaterThanOrEqual(sum(likeliest) * (1 - MOST_HITS_LOST) - 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});
