import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, type Rig, SHOP, startRig } from "../rig.ts";

// Contract 6.6 and 8: the Storefront API as an app's server asks it, executed against Shopify's own schema.
let rig: Rig;
let token: string;
beforeAll(async () => {
  rig = await startRig();
  token = await rig.accessToken();
});
beforeEach(async () => {
  await rig.control("/reset", {});
  await rig.control("/seed", { shops: [{ domain: SHOP, name: "Leinenwerk" }] });
  token = await rig.accessToken();
});
afterAll(() => rig.close());

type Asking = {
  variables?: object;
  headers?: Record<string, string>;
  version?: string;
  from?: Rig;
};

const post = (
  query: string,
  { variables = {}, headers, version = "2026-10", from = rig }: Asking = {},
) =>
  from.call(`/api/${version}/graphql.json`, {
    method: "POST",
    headers: {
      "x-forwarded-host": SHOP,
      "content-type": "application/json",
      ...(headers ?? { "shopify-storefront-private-token": token }),
    },
    body: JSON.stringify({ query, variables }),
  });
const ask = async (query: string, variables: object = {}) => {
  const { status, json } = await post(query, { variables });
  expect(status).toBe(200);
  return json;
};
const gid = (id: number) => `gid://shopify/Product/${id}`;
const FIELDS = `... on Product { title availableForSale onlineStoreUrl priceRange { minVariantPrice { amount currencyCode } } }`;
const inMarket = `query P($ids: [ID!]!, $c: CountryCode, $l: LanguageCode) @inContext(country: $c, language: $l) { nodes(ids: $ids) { ${FIELDS} } }`;

describe("a request", () => {
  test("is refused with 401 with a wrong token, or with it in the Admin API's header", async () => {
    const wrong = [
      { "shopify-storefront-private-token": "shpat_wrong" },
      { "x-shopify-access-token": token },
      { "x-shopify-storefront-access-token": token },
    ];
    for (const headers of wrong) {
      const { status, json } = await post("{ shop { name } }", { headers });
      expect(status).toBe(401);
      expect(at(json, "errors", 0, "extensions", "code")).toBe("UNAUTHORIZED");
    }
  });
  test("is answered without a token, and refused then beyond a complexity of 1,000", async () => {
    const asked = async (count: number) => {
      const ids = Array.from({ length: count }, (_, index) => gid(7001 + index));
      return (await post(inMarket, { headers: {}, variables: { ids } })).json;
    };
    expect(at(await asked(24), "data", "nodes", 23, "title")).toBe("Kerzenhalter Messing");
    expect(at(await asked(250), "data", "nodes", 23)).toMatchObject({ availableForSale: true });
    const deep = `{ nodes(ids: ["${gid(7001)}"]) { ... on Product { variants(first: 250) { nodes { id price { amount } image { url } product { id } } } } } }`;
    const refused = (await post(deep, { headers: {} })).json;
    expect(at(refused, "errors", 0, "extensions", "code")).toBe("MAX_COMPLEXITY_EXCEEDED");
    expect(at((await post(deep)).json, "errors")).toBeUndefined();
  });
  test("is refused with 404 for another version and a shop that is none", async () => {
    expect((await post("{ shop { name } }", { version: "2024-01" })).status).toBe(404);
    const headers = { "x-forwarded-host": "none.myshopify.com" };
    expect((await post("{ shop { name } }", { headers })).status).toBe(404);
  });
  test("is refused with ACCESS_DENIED where the app lacks the scope", async () => {
    const appToml = { apiVersion: "2026-10", scopes: ["read_products"], subscriptions: [] };
    const narrow = await startRig({ appToml });
    const headers = { "shopify-storefront-private-token": await narrow.accessToken() };
    for (const query of [
      `{ nodes(ids: ["${gid(7001)}"]) { id } }`,
      `{ product(id: "${gid(7001)}") { title } }`,
      `{ productRecommendations(productId: "${gid(7001)}") { id } }`,
    ]) {
      const { json } = await post(query, { headers, from: narrow });
      expect(at(json, "errors", 0, "extensions", "code")).toBe("ACCESS_DENIED");
    }
    await narrow.close();
  });
  test("is refused with an error for a country or a language that Shopify does not know", async () => {
    for (const variables of [{ c: "PR" }, { l: "KLINGON" }]) {
      const json = await ask(inMarket, { ids: [gid(7001)], ...variables });
      expect(at(json, "errors", 0, "message")).toContain("does not exist in");
    }
  });
  test("is refused with an error for a field of the Admin API, more than 250 ids, and an id that is none", async () => {
    const field = await ask(`{ product(id: "${gid(7001)}") { status } }`);
    expect(at(field, "errors", 0, "extensions", "code")).toBe("undefinedField");
    const ids = Array.from({ length: 251 }, (_, index) => gid(index));
    const many = await ask(inMarket, { ids });
    expect(at(many, "errors", 0, "extensions", "code")).toBe("MAX_INPUT_SIZE_EXCEEDED");
    expect(at(await ask(inMarket, { ids: ["7001"] }), "errors", 0, "message")).toContain("Invalid");
  });
  test("can meet an outage, and a throttle with HTTP 200", async () => {
    await rig.control("/faults", { graphqlOutage: true });
    expect((await post("{ shop { name } }")).status).toBe(503);
    await rig.control("/faults", { graphqlOutage: false, throttle: true });
    expect(at(await ask("{ shop { name } }"), "errors", 0, "extensions", "code")).toBe("THROTTLED");
    await rig.control("/faults", { throttle: false });
  });
});

describe("products", () => {
  test("are answered 250 at a time, null for those that are not there", async () => {
    const ids = Array.from({ length: 250 }, (_, index) => gid(7001 + index));
    const json = await ask(inMarket, { ids });
    const nodes = at(json, "data", "nodes");
    expect(Array.isArray(nodes) ? nodes.filter((node) => node !== null) : []).toHaveLength(25);
    expect(at(json, "extensions", "cost")).toBeUndefined();
  });
  test("speak the language that is asked for, else the shop's", async () => {
    const title = async (variables: object) =>
      at(await ask(inMarket, { ids: [gid(7009)], ...variables }), "data", "nodes", 0, "title");
    expect(await title({})).toBe("Becher aus Steingut");
    expect(await title({ l: "EN" })).toBe("Stoneware mug");
  });
  test("have price, stock and publication of their own in a market", async () => {
    await rig.control("/products/7009/market", { country: "CH", price: "29.90", currency: "CHF" });
    await rig.control("/products/7009/market", { country: "AT", available: false });
    await rig.control("/products/7009/market", { country: "US", published: false });
    const seen = async (c: string | null) =>
      at(await ask(inMarket, { ids: [gid(7009)], c }), "data", "nodes", 0);
    expect(await seen("CH")).toMatchObject({
      priceRange: { minVariantPrice: { amount: "29.9", currencyCode: "CHF" } },
    });
    expect(await seen("AT")).toMatchObject({ availableForSale: false });
    expect(await seen("US")).toBeNull();
    expect(await seen(null)).toMatchObject({ availableForSale: true });
  });
  test("are not there as a draft, unpublished or deleted", async () => {
    await rig.control("/products/7001", { status: "draft" });
    await rig.control("/products/7002", { published: false });
    await rig.control("/products/7003/delete", {});
    const json = await ask(inMarket, { ids: [gid(7001), gid(7002), gid(7003)] });
    expect(at(json, "data", "nodes")).toEqual([null, null, null]);
  });
});

describe("recommendations", () => {
  const related = (id: number, intent = "RELATED") =>
    ask(`{ productRecommendations(productId: "${gid(id)}", intent: ${intent}) { title } }`);
  test("are up to ten others that go with a product", async () => {
    const json = await related(7018);
    expect(at(json, "data", "productRecommendations", 0, "title")).toBe("Kaffeefilter, 100 Stück");
    const all = at(json, "data", "productRecommendations");
    expect(Array.isArray(all) ? all.length : 0).toBeLessThanOrEqual(10);
  });
  test("leave out what the market does not see, and are null for a product that it does not see", async () => {
    await rig.control("/products/7019", { published: false });
    expect(JSON.stringify(await related(7018))).not.toContain("Kaffeefilter");
    expect(at(await related(7019), "data", "productRecommendations")).toBeNull();
  });
  test("are empty as complementary ones: no shop here has configured them", async () => {
    expect(at(await related(7018, "COMPLEMENTARY"), "data", "productRecommendations")).toEqual([]);
  });
});
