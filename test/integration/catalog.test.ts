import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  type OfferQuestion,
  type ProductFacts,
  productOfLines,
  productsAround,
  productsOf,
  readOffers,
  recordProducts,
  relatedProducts,
} from "#app/modules/catalog/index.ts";
import { shopifyArrives, startStories, type Stories, work } from "./stories.ts";

/** What a shop sells: from its webhooks to what recommendations may choose from, and what it is to a person now. */

const MUG = 7009;
const COFFEE = 7018;
const FILTERS = 7019;

let stories: Stories;
let shop: { domain: string; shopId: string };
beforeAll(async () => {
  stories = await startStories();
});
afterAll(() => stories.close());
beforeEach(async () => {
  const domain = `c${randomUUID().slice(0, 8)}.myshopify.com`;
  await stories.shopify("webhooks", { mode: "normal" });
  await stories.shopify("seed", { shops: [{ domain, name: "Leinenwerk" }] });
  await stories.install(domain);
  shop = { domain, shopId: await stories.deps.db.crossShop.ensureShop(domain) };
});

const act = (path: string, body: object = {}) =>
  stories.shopify(path, { shop: shop.domain, ...body });

/** A change at the shop, a second after the one before. */
async function change(productId: number, to: object): Promise<void> {
  stories.clock.forward({ seconds: 1 });
  await act(`products/${productId}`, to);
}

/** Everything that Shopify has to tell arrives and is processed. */
async function settle(): Promise<void> {
  await shopifyArrives(stories);
  await work(stories);
}

const products = (ids?: string[]): Promise<ProductFacts[]> =>
  stories.deps.db.inShop(shop.shopId, (tx) => productsOf(tx, shop.shopId, ids));
const product = async (id: number) => (await products([String(id)]))[0];
const offers = (question: Partial<OfferQuestion> = {}) =>
  readOffers(stories.deps, shop.domain, {
    productIds: [String(MUG)],
    country: null,
    language: null,
    ...question,
  });
const offer = async (question: Partial<OfferQuestion> = {}) =>
  (await offers(question)).get(String(MUG));

const related = (ids: number[]) => relatedProducts(stories.deps, shop.domain, ids.map(String));

const logSchema = z.object({
  requests: z.array(z.object({ seq: z.number(), kind: z.string(), shop: z.string() })),
});
/** How often the Storefront API has been asked for this shop. */
async function questions(): Promise<number> {
  const answer = await fetch(`${stories.deps.extraShopOrigins[0]}/_control/log`);
  const { requests } = logSchema.parse(await answer.json());
  return requests.filter(({ kind, shop: of }) => kind === "storefront" && of === shop.domain)
    .length;
}

async function parked(): Promise<string[]> {
  const { rows } = await stories.owner.query<{ topic: string }>(
    "select topic from intake_event where shop_id = $1 and status = 'parked'",
    [shop.shopId],
  );
  return rows.map(({ topic }) => topic);
}

describe("a shop's products", () => {
  test("are known from the webhook that tells of them, and change with the next one", async () => {
    await change(MUG, { price: "26.00", compareAt: "30.00" });
    await settle();
    expect(await product(MUG)).toMatchObject({
      productId: "7009",
      title: "Becher aus Steingut",
      handle: "steingut-becher",
      productType: "Küche",
      vendor: "Leinenwerk",
      tags: ["küche", "keramik"],
      collections: [],
      status: "active",
      published: true,
      priceMinor: 2600,
      compareAtMinor: 3000,
      currency: "EUR",
      pictureUrl: `${stories.deps.extraShopOrigins[0]}/pictures/steingut-becher.jpg`,
      available: true,
      variantId: "70091",
    });
    await change(MUG, { available: false, title: "Becher" });
    await settle();
    expect(await product(MUG)).toMatchObject({ title: "Becher", available: false });
  });

  test("are new ones, too", async () => {
    const variants = [{ id: 80011, price: "12.00" }];
    await act("products", { product: { id: 8001, handle: "new", title: "New", variants } });
    await settle();
    expect(await products()).toMatchObject([{ productId: "8001", priceMinor: 1200 }]);
  });

  test("name the cheapest variant that can be had", async () => {
    await change(COFFEE, { variantId: 70181, available: false });
    await settle();
    expect(await product(COFFEE)).toMatchObject({ variantId: "70182", priceMinor: 4690 });
  });

  test("end as they were last, however often and in whatever order the webhooks come", async () => {
    await stories.shopify("webhooks", { mode: "storm" });
    for (let euros = 10; euros < 30; euros += 1) await change(MUG, { price: `${euros}.00` });
    await settle();
    expect(await product(MUG)).toMatchObject({ priceMinor: 2900 });
    expect(await products()).toHaveLength(1);
  });

  test("stay deleted when an older version arrives late, even where that was the first heard of them", async () => {
    await change(COFFEE, { price: "15.00" });
    await settle();
    for (const id of [COFFEE, MUG]) {
      await act("webhooks/send", { topic: "products/delete", body: { id } });
    }
    await settle();
    expect(await products()).toEqual([]);
    await change(COFFEE, { price: "16.00" });
    await change(MUG, { price: "26.00" });
    await settle();
    expect(await products()).toEqual([]);
  });

  test("leave when the shop deletes them", async () => {
    await change(MUG, { price: "26.00" });
    await change(COFFEE, { price: "15.00" });
    await settle();
    await act(`products/${MUG}/delete`);
    await settle();
    expect(await products()).toMatchObject([{ productId: String(COFFEE) }]);
  });

  test("become drafts and vanish from the online store without being forgotten", async () => {
    await change(MUG, { status: "draft", published: false });
    await settle();
    expect(await product(MUG)).toMatchObject({ status: "draft", published: false });
  });

  test("survive hostile bodies: what has an id and a time is kept, what has none is parked and holds up nobody", async () => {
    const at = { id: 9001, updated_at: stories.clock.now().toISOString() };
    const bodies: (string | object)[] = [
      {
        ...at,
        title: `\u0000${"x".repeat(300_000)}`,
        variants: { id: 1 },
        tags: [null, "a\u0000b"],
      },
      { ...at, id: "9002'; drop table product; --" },
      { id: 9003, title: "no time" },
      `{"id":9004,"updated_at":"${at.updated_at}","title":"\\ud800","tags":"${",".repeat(2000)}"}`,
      '{"id":9005,',
      "[]",
    ];
    for (const body of bodies) {
      await act("webhooks/send", { topic: "products/update", body });
    }
    await act("webhooks/send", { topic: "products/delete", body: { id: null } });
    await change(MUG, { price: "26.00" });
    await settle();
    const kept = await products();
    expect(kept.map(({ productId }) => productId)).toEqual(["7009", "9001", "9004"]);
    expect(kept[1]).toMatchObject({ priceMinor: null, variantId: null, tags: ["ab"] });
    expect((await parked()).toSorted()).toEqual([
      "products/delete",
      ...Array.from({ length: 4 }, () => "products/update"),
    ]);
  });

  test("are narrowed in a large catalogue to those with most in common with a purchase", async () => {
    for (const id of [COFFEE, FILTERS, MUG, 7001, 7002, 7012]) await change(id, { title: `${id}` });
    await change(7012, { published: false });
    await settle();
    const around = async (most: number) => {
      const found = await stories.deps.db.inShop(shop.shopId, (tx) =>
        productsAround(tx, shop.shopId, { productIds: ["7001"], most }),
      );
      return found.map(({ productId }) => productId);
    };
    expect(await around(2)).toEqual(["7001", "7002"]); // both of linen, both for sleeping in
    expect(await around(100)).toEqual(["7001", "7002", "7009", "7018", "7019"]);
  });

  test("belong to one shop alone", async () => {
    const other = await stories.addShop();
    await change(MUG, { price: "26.00" });
    await settle();
    const theirs = await stories.deps.db.inShop(other, (tx) => productsOf(tx, other));
    expect(theirs).toEqual([]);
  });

  test("get their collections from the import, which keeps them over later webhooks and tells nothing stale", async () => {
    await change(MUG, { price: "26.00" });
    await settle();
    const facts = await product(MUG);
    const line = (price: string, updatedAt?: Date) =>
      productOfLines(
        [
          {
            id: `gid://shopify/Product/${MUG}`,
            title: "Stoneware mug",
            createdAt: "2026-01-01T00:00:00Z",
            updatedAt: (updatedAt ?? new Date(0)).toISOString(),
          },
          { id: "gid://shopify/ProductVariant/70091", price, availableForSale: true },
          { id: "gid://shopify/Collection/1", handle: "kueche" },
        ],
        "EUR",
      );
    const old = line("20.00");
    await stories.deps.db.inShop(shop.shopId, (tx) =>
      recordProducts(stories.deps, tx, shop.shopId, old ? [old] : []),
    );
    expect(await product(MUG)).toEqual({ ...facts, collections: ["kueche"] });
    await change(MUG, { price: "27.00" });
    await settle();
    expect(await product(MUG)).toMatchObject({ priceMinor: 2700, collections: ["kueche"] });
  });
});

describe("what a product is to a person now", () => {
  test("is its price, stock, page and picture, in the language that is asked for", async () => {
    expect(await offer({ language: "en-GB" })).toEqual({
      productId: "7009",
      title: "Stoneware mug",
      priceMinor: 2400,
      compareAtMinor: null,
      currency: "EUR",
      available: true,
      published: true,
      url: "/shop/products/steingut-becher",
      pictureUrl: `${stories.deps.extraShopOrigins[0]}/pictures/steingut-becher.jpg`,
      variantId: "70091",
    });
    expect(await offer({ language: "de" })).toMatchObject({ title: "Becher aus Steingut" });
    expect(await offer({ language: "xx" })).toMatchObject({ title: "Becher aus Steingut" });
  });

  test("is as fresh as Shopify's answer, whatever webhooks are still under way", async () => {
    await stories.shopify("webhooks", { mode: "hold" });
    await change(MUG, { price: "31.00", available: false });
    expect(await offer()).toMatchObject({ priceMinor: 3100, available: false });
    await stories.shopify("webhooks", { mode: "normal" });
  });

  test("differs by market: another currency, no stock, or not for sale there at all", async () => {
    await act(`products/${MUG}/market`, { country: "CH", price: "29.90", currency: "CHF" });
    await act(`products/${MUG}/market`, { country: "AT", available: false });
    await act(`products/${MUG}/market`, { country: "US", published: false });
    expect(await offer({ country: "CH" })).toMatchObject({ priceMinor: 2990, currency: "CHF" });
    expect(await offer({ country: "AT" })).toMatchObject({ available: false });
    expect(await offer({ country: "PR" })).toBeUndefined(); // a market of the United States
    expect(await offer({ country: "XX" })).toMatchObject({ priceMinor: 2400, available: true });
  });

  test("is nothing for what is a draft, unpublished, deleted, or never was", async () => {
    await change(7001, { status: "archived" });
    await change(7002, { published: false });
    await act("products/7003/delete");
    const productIds = ["7001", "7002", "7003", "1", String(MUG)];
    expect([...(await offers({ productIds })).keys()]).toEqual([String(MUG)]);
  });

  test("is asked for up to 250 products in one round trip, each once", async () => {
    const productIds = Array.from({ length: 250 }, (_, index) => String(7001 + index));
    const before = await questions();
    expect((await offers({ productIds: [...productIds, "7001"] })).size).toBe(25);
    expect(await questions()).toBe(before + 1);
    expect((await offers({ productIds: [] })).size).toBe(0);
    expect(await questions()).toBe(before + 1);
  });

  test("is asked without a token, in smaller parts, where Shopify refuses the app's", async () => {
    const productIds = Array.from({ length: 60 }, (_, index) => String(7001 + index));
    const before = await questions();
    await act("scopes", { scopes: ["read_products", "read_orders"] });
    expect((await offers({ productIds, language: "en" })).size).toBe(25);
    expect(await questions()).toBe(before + 1 + 3);
    await stories.shopify("tokens", { shop: shop.domain, expire: "revoke" });
    expect(await offer({ language: "en" })).toMatchObject({ title: "Stoneware mug" });
  });

  test("is unknown when Shopify does not answer: then nothing may be sent", async () => {
    await stories.shopify("faults", { graphqlOutage: true });
    const [asked, found] = await Promise.allSettled([offers(), related([COFFEE])]);
    expect(asked).toMatchObject({ reason: { name: "ShopifyError", retryable: true } });
    expect(found).toMatchObject({ value: new Map() });
    await stories.shopify("faults", { graphqlOutage: false });
  });
});

describe("what Shopify itself recommends", () => {
  test("is asked for several products at once, best first, and never the product itself", async () => {
    const before = await questions();
    const found = await related([COFFEE, MUG, COFFEE]);
    expect(await questions()).toBe(before + 1);
    expect([...found.keys()]).toEqual([String(COFFEE), String(MUG)]);
    expect(found.get(String(COFFEE))?.[0]).toBe(String(FILTERS));
    expect(found.get(String(COFFEE))).not.toContain(String(COFFEE));
  });

  test("is nothing for a product that is gone, and asked without a token where that is refused", async () => {
    await act(`products/${FILTERS}/delete`);
    expect(await related([FILTERS])).toEqual(new Map([[String(FILTERS), []]]));
    await act("scopes", { scopes: ["read_products"] });
    expect((await related([COFFEE])).get(String(COFFEE))).not.toHaveLength(0);
  });
});
