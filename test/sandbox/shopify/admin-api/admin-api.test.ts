import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, type Rig, SHOP, startRig, textOf } from "../rig.ts";

// Contract 8 (limits) and the Admin API of contract 3, 5: executed against Shopify's own schema.
let rig: Rig;
let token: string;
beforeAll(async () => {
  rig = await startRig();
  token = await rig.accessToken();
});
beforeEach(async () => {
  await rig.control("/reset", { keepShops: true });
});
afterAll(() => rig.close());

const ask = async (query: string, variables: object = {}) => {
  const { status, json } = await rig.graphql(query, { variables, token });
  expect(status).toBe(200);
  return json;
};
const errorCodes = (json: unknown) => {
  const errors = at(json, "errors");
  return Array.isArray(errors) ? errors.map((error) => at(error, "extensions", "code")) : [];
};
const buy = async (fields: object) =>
  at((await rig.control("/orders", { shop: SHOP, ...fields })).json, "order");
const open = async (fields: object = {}) =>
  (await rig.control("/checkouts", { shop: SHOP, ...fields })).json;

describe("a request", () => {
  test("is refused with undefinedField for a field that the schema lacks", async () => {
    const json = await ask("{ shop { name colour } }");
    expect(json).not.toHaveProperty("data");
    expect(errorCodes(json)).toEqual(["undefinedField"]);
    expect(at(json, "errors", 0, "message")).toBe("Field 'colour' doesn't exist on type 'Shop'");
  });
  test("is refused with errors for an argument, an enum value or a variable type that the schema lacks", async () => {
    for (const query of [
      "{ orders(first: 1, filter: 2) { nodes { id } } }",
      "{ orders(first: 1, sortKey: COLOUR) { nodes { id } } }",
      "query A($n: String!) { orders(first: $n) { nodes { id } } }",
      "{ orders(first: 1 { nodes { id } }",
    ]) {
      expect(at(await ask(query), "errors", 0, "message")).toEqual(expect.any(String));
    }
  });
  test("is refused with 400 without a query", async () => {
    const headers = {
      "x-forwarded-host": SHOP,
      "x-shopify-access-token": token,
      "content-type": "application/json",
    };
    const path = "/admin/api/2026-10/graphql.json";
    expect((await rig.call(path, { method: "POST", headers, body: "{}" })).status).toBe(400);
  });
  test("is refused with not supported for root fields and required fields that the stand-in lacks", async () => {
    const root = await ask("{ giftCards(first: 1) { nodes { id } } }");
    expect(at(root, "errors", 0, "message")).toMatch(/not supported|Access denied/);
    const field = await ask("{ shop { name weightUnit } }");
    expect(at(field, "errors", 0, "message")).toBe(
      "Shop.weightUnit is not supported by the stand-in",
    );
  });
  test("answers null for optional fields that the stand-in lacks, and notes them", async () => {
    const json = await ask("{ shop { name description } }");
    expect(at(json, "data", "shop")).toEqual({ name: "Leinenwerk", description: null });
    const { json: state } = await rig.read("/state");
    expect(at(state, "unsupportedFields")).toEqual(["Shop.description"]);
  });
});

describe("the limits", () => {
  test("are shown in extensions.cost, with the unused part given back", async () => {
    const json = await ask("{ orders(first: 10) { nodes { id } } }");
    const cost = at(json, "extensions", "cost");
    expect(at(cost, "requestedQueryCost")).toBe(12);
    expect(at(cost, "actualQueryCost")).toBeLessThan(12);
    expect(at(cost, "throttleStatus")).toMatchObject({
      maximumAvailable: 20_000,
      restoreRate: 1000,
    });
  });
  test("refuse with MAX_COST_EXCEEDED a query of more than 1,000 points", async () => {
    const json = await ask(
      "{ orders(first: 100) { nodes { id lineItems(first: 20) { nodes { id } } } } }",
    );
    expect(errorCodes(json)).toEqual(["MAX_COST_EXCEEDED"]);
  });
  test("refuse with THROTTLED and HTTP 200 when the bucket is empty", async () => {
    const domain = "slow.myshopify.com";
    await rig.control("/seed", { shops: [{ domain, name: "Slow", plan: "Standard" }] });
    const slow = await rig.accessToken(domain);
    const aliases = Array.from({ length: 300 }, (_, index) => `s${index}: shop { name }`);
    const dear = `{ ${aliases.join(" ")} }`;
    const codes: unknown[] = [];
    for (let round = 0; round < 8; round++) {
      const { status, json } = await rig.graphql(dear, { token: slow, shop: domain });
      expect(status).toBe(200);
      codes.push(...errorCodes(json));
    }
    // A standard shop holds 2,000 points and regains 100 a second: six rounds of 300 pass, the eighth cannot.
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(["THROTTLED"]));
  });
  test("can refuse everything with THROTTLED on demand", async () => {
    await rig.control("/faults", { throttle: true });
    const json = await ask("{ shop { name } }");
    expect(errorCodes(json)).toEqual(["THROTTLED"]);
    expect(at(json, "extensions", "cost", "actualQueryCost")).toBeNull();
  });
  test("refuse an input array of more than 250, in variables and in the text", async () => {
    const ids = Array.from({ length: 251 }, (_, index) => `gid://shopify/Product/${index}`);
    const variables = await ask("query N($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(errorCodes(variables)).toEqual(["MAX_INPUT_SIZE_EXCEEDED"]);
    const literal = await ask(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`);
    expect(errorCodes(literal)).toEqual(["MAX_INPUT_SIZE_EXCEEDED"]);
  });
  test("refuse a page of more than 250 and a list without first or last", async () => {
    expect(errorCodes(await ask("{ orders(first: 251) { nodes { id } } }"))).toEqual([
      "BAD_REQUEST",
    ]);
    expect(errorCodes(await ask("{ orders { nodes { id } } }"))).toEqual(["BAD_REQUEST"]);
  });
  test("refuse a cursor that was never given out", async () => {
    expect(errorCodes(await ask('{ orders(first: 1, after: "abc") { nodes { id } } }'))).toEqual([
      "BAD_REQUEST",
    ]);
  });
  test("refuse more than 25 metafields in one call and a value of more than 16 KB", async () => {
    const made = await rig.control("/customers", { shop: SHOP, email: "m@example.test" });
    const ownerId = `gid://shopify/Customer/${Number(at(made.json, "customer", "id"))}`;
    const set = `mutation M($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { key value } userErrors { code } } }`;
    const field = { ownerId, namespace: "$app", key: "k", type: "json", value: "{}" };
    const many = Array.from({ length: 26 }, (_, index) => ({ ...field, key: `k${index}` }));
    expect(at(await ask(set, { m: many }), "data", "metafieldsSet", "userErrors")).toHaveLength(1);
    const long = [{ ...field, value: JSON.stringify("x".repeat(17_000)) }];
    expect(at(await ask(set, { m: long }), "data", "metafieldsSet", "userErrors")).toMatchObject([
      { code: "TOO_LONG" },
    ]);
    expect(at(await ask(set, { m: [field] }), "data", "metafieldsSet", "metafields")).toEqual([
      { key: "k", value: "{}" },
    ]);
  });
  test("refuse a metafield without a type, of another type than before, or with a value that is none", async () => {
    const { json } = await rig.graphql("{ shop { id } currentAppInstallation { id } }", { token });
    const ownerId = textOf(json, "data", "shop", "id");
    const set = `mutation M($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { key } userErrors { code elementIndex } } }`;
    const field = { ownerId, namespace: "$app", key: "wording", type: "json", value: "{}" };
    const codeOf = async (change: object) => {
      const answer = await ask(set, { m: [field, { ...field, key: "other", ...change }] });
      expect(at(answer, "data", "metafieldsSet", "userErrors", 0, "elementIndex")).toBe(1);
      return at(answer, "data", "metafieldsSet", "userErrors", 0, "code");
    };
    expect(await codeOf({ type: undefined })).toBe("BLANK");
    expect(await codeOf({ type: "poem" })).toBe("INVALID_TYPE");
    expect(await codeOf({ value: "{" })).toBe("INVALID_VALUE");
    const none = await ask('{ shop { metafield(namespace: "$app", key: "wording") { value } } }');
    expect(at(none, "data", "shop", "metafield")).toBeNull(); // all of them or none
    const app = textOf(json, "data", "currentAppInstallation", "id");
    const both = { m: [field, { ...field, ownerId: app, namespace: "beckon" }] };
    expect(at(await ask(set, both), "data", "metafieldsSet", "userErrors")).toEqual([]);
    expect(await codeOf({ key: "wording", type: "boolean", value: "true" })).toBe("INVALID_TYPE");
    const read = await ask(
      '{ shop { metafield(namespace: "$app", key: "wording") { value } } currentAppInstallation { metafield(namespace: "beckon", key: "wording") { type } } }',
    );
    expect(at(read, "data", "shop", "metafield", "value")).toBe("{}");
    expect(at(read, "data", "currentAppInstallation", "metafield", "type")).toBe("json");
  });
  test("can be an outage: 503 from the Admin API and the token endpoint", async () => {
    await rig.control("/faults", { graphqlOutage: true });
    expect((await rig.graphql("{ shop { name } }", { token })).status).toBe(503);
    expect((await rig.exchange()).status).toBe(503);
  });
});

describe("scopes", () => {
  test("refuse with ACCESS_DENIED what the granted ones do not cover, field by field", async () => {
    const narrow = await startRig({
      appToml: { apiVersion: "2026-10", scopes: ["read_products"], subscriptions: [] },
    });
    const { json } = await narrow.graphql(
      "{ shop { name } products(first: 1) { nodes { id } } orders(first: 1) { nodes { id } } }",
    );
    await narrow.close();
    expect(errorCodes(json)).toEqual(["ACCESS_DENIED"]);
    expect(at(json, "errors", 0, "path")).toEqual(["orders"]);
    expect(at(json, "errors", 0, "message")).toContain("`read_orders`");
  });
  test("hide orders older than 60 days without read_all_orders", async () => {
    const old = new Date(Date.now() - 61 * 86_400_000).toISOString();
    await buy({ email: "old@example.test", createdAt: old });
    const fresh = await buy({ email: "old@example.test" });
    const json = await ask(
      '{ orders(first: 5, query: "email:old@example.test") { nodes { name } } }',
    );
    expect(at(json, "data", "orders", "nodes")).toEqual([{ name: textOf(fresh, "name") }]);
  });
});

describe("the question whether somebody has bought", () => {
  test("is answered for many checkouts in one aliased query", async () => {
    const tokens = await Promise.all([1, 2, 3].map(async () => textOf(await open(), "token")));
    const order = await buy({ checkoutToken: tokens[1] });
    const fields = tokens.map(
      (t, index) =>
        `c${index}: orders(first: 1, query: "checkout_token:${t} OR cart_token:nothing") { nodes { id name } }`,
    );
    const json = await ask(`{ ${fields.join(" ")} }`);
    expect(at(json, "data", "c0", "nodes")).toEqual([]);
    expect(at(json, "data", "c1", "nodes", 0, "name")).toBe(textOf(order, "name"));
    expect(at(json, "data", "c2", "nodes")).toEqual([]);
  });
  test("is answered by cart token, customer, e-mail and time", async () => {
    const checkout = await open({ customerId: 901, email: "Asha@Example.test" });
    await buy({ checkoutToken: textOf(checkout, "token") });
    const queries = [
      `cart_token:${textOf(checkout, "cartToken")}`,
      "customer_id:901",
      "email:asha@example.test",
      "customer_id:901 created_at:>='2020-01-01T00:00:00Z'",
      "(customer_id:901 OR customer_id:902) AND NOT financial_status:refunded",
      "customer_id:901 -test:true",
    ];
    const names = (json: unknown) => at(json, "data", "orders", "nodes");
    const search = "query Q($q: String!) { orders(first: 2, query: $q) { nodes { id } } }";
    for (const q of queries) expect(names(await ask(search, { q }))).toHaveLength(1);
    const others = ["customer_id:902", "customer_id:901 created_at:<2020-01-01"];
    for (const q of others) expect(names(await ask(search, { q }))).toHaveLength(0);
  });
  test("ignores an unknown filter as Shopify does, and warns in extensions.search", async () => {
    await buy({ email: "a@example.test" });
    const json = await ask('{ orders(first: 5, query: "phone:+49151") { nodes { id } } }');
    expect(at(json, "data", "orders", "nodes")).toHaveLength(1);
    expect(at(json, "extensions", "search")).toMatchObject([
      {
        path: ["orders"],
        query: "phone:+49151",
        warnings: [{ field: "phone", code: "invalid_field" }],
      },
    ]);
  });
  test("is refused with not supported for a filter that Shopify has and the stand-in lacks", async () => {
    const json = await ask('{ orders(first: 5, query: "gateway:paypal") { nodes { id } } }');
    expect(at(json, "errors", 0, "message")).toContain("does not support the filter gateway");
  });
  test("is answered by phone through the customer's last order", async () => {
    await buy({ phone: "+4915112345678" });
    const last = await buy({ phone: "+4915112345678", lineItems: [{ variantId: 70041 }] });
    const json = await ask(
      'query W($p: String!) { customerByIdentifier(identifier: { phoneNumber: $p }) { id lastOrder { name createdAt lineItems(first: 5) { nodes { quantity title product { id } } } } } nobody: customerByIdentifier(identifier: { phoneNumber: "+4915100000000" }) { id } }',
      { p: "+4915112345678" },
    );
    expect(at(json, "data", "customerByIdentifier", "lastOrder")).toMatchObject({
      name: textOf(last, "name"),
      lineItems: { nodes: [{ quantity: 1, product: { id: "gid://shopify/Product/7004" } }] },
    });
    expect(at(json, "data", "nobody")).toBeNull();
  });
  test("pages through orders with cursors, newest first", async () => {
    for (const name of ["a", "b", "c"]) await buy({ email: `${name}@example.test` });
    const query =
      "query P($a: String) { orders(first: 2, after: $a, sortKey: CREATED_AT, reverse: true) { pageInfo { hasNextPage endCursor } nodes { email } } }";
    const first = await ask(query);
    expect(at(first, "data", "orders", "nodes", 0, "email")).toBe("c@example.test");
    const after = textOf(first, "data", "orders", "pageInfo", "endCursor");
    const second = await ask(query, { a: after });
    expect(at(second, "data", "orders", "nodes")).toEqual([{ email: "a@example.test" }]);
    expect(at(second, "data", "orders", "pageInfo", "hasNextPage")).toBe(false);
  });
});

describe("other reads", () => {
  test("tell price, picture, page and availability of products and variants", async () => {
    await rig.control("/products/7002", { available: false, variantId: 70021 });
    const json = await ask(
      `{ nodes(ids: ["gid://shopify/ProductVariant/70021", "gid://shopify/Product/7002", "gid://shopify/Product/1"]) {
        ... on ProductVariant { availableForSale price image { url } product { handle } }
        ... on Product { onlineStoreUrl featuredMedia { preview { image { url } } } variants(first: 5) { nodes { availableForSale } } } } }`,
    );
    await rig.control("/products/7002", { available: true });
    const picture = `${rig.url}/pictures/leinen-kissen.jpg`;
    expect(at(json, "data", "nodes")).toEqual([
      {
        availableForSale: false,
        price: "34.00",
        image: { url: picture },
        product: { handle: "leinen-kissen" },
      },
      {
        onlineStoreUrl: `${rig.url}/shop/products/leinen-kissen`,
        featuredMedia: { preview: { image: { url: picture } } },
        variants: { nodes: [{ availableForSale: false }, { availableForSale: true }] },
      },
      null,
    ]);
  });
  test("tell the shop's name, currency, zone and domains", async () => {
    const json = await ask(
      "{ shop { id name currencyCode ianaTimezone myshopifyDomain email contactEmail primaryDomain { host url } plan { shopifyPlus } } }",
    );
    expect(at(json, "data", "shop")).toMatchObject({
      currencyCode: "EUR",
      ianaTimezone: "Europe/Berlin",
      myshopifyDomain: SHOP,
      primaryDomain: { host: new URL(rig.url).host, url: rig.url },
    });
  });
  test("list abandoned checkouts with contact data only, joined by name and recovery address", async () => {
    const known = await open({ email: "a@example.test" });
    await open({ email: null });
    const done = await open({ email: "b@example.test" });
    await buy({ checkoutToken: textOf(done, "token") });
    const json = await ask(
      "{ abandonedCheckouts(first: 5, query: \"status:open updated_at:>='2020-01-01T00:00:00Z'\") { nodes { name abandonedCheckoutUrl totalPriceSet { presentmentMoney { amount currencyCode } } lineItems(first: 5) { nodes { title variant { id } } } } } }",
    );
    expect(at(json, "data", "abandonedCheckouts", "nodes")).toMatchObject([
      {
        name: at(known, "checkout", "name"),
        abandonedCheckoutUrl: `${rig.url}/shop/checkout/recover?token=${textOf(known, "token")}`,
        lineItems: { nodes: [{ variant: { id: "gid://shopify/ProductVariant/70011" } }] },
      },
    ]);
  });
});

describe("native WhatsApp consent", () => {
  const mutation = `mutation Wa($input: CustomerWhatsAppMarketingConsentUpdateInput!) {
    customerWhatsAppMarketingConsentUpdate(input: $input) {
      customerPhoneNumber { phoneNumber whatsAppMarketingConsent { state updatedAt } }
      userErrors { code field message } } }`;
  const write = (customerId: number, state: string, updatedAt: string) =>
    ask(mutation, {
      input: {
        customerId: `gid://shopify/Customer/${customerId}`,
        whatsAppMarketingConsent: { state, optInLevel: "SINGLE_OPT_IN", updatedAt },
      },
    });
  const path = ["data", "customerWhatsAppMarketingConsentUpdate"];
  const stateOf = (json: unknown) =>
    at(json, ...path, "customerPhoneNumber", "whatsAppMarketingConsent", "state");

  test("is written, echoed as a webhook, and an older time does not win", async () => {
    const made = await rig.control("/customers", { shop: SHOP, phone: "+4915112345678" });
    const id = Number(at(made.json, "customer", "id"));
    expect(stateOf(await write(id, "SUBSCRIBED", "2026-11-22T03:34:10Z"))).toBe("SUBSCRIBED");
    expect(stateOf(await write(id, "UNSUBSCRIBED", "2026-11-22T02:00:00Z"))).toBe("SUBSCRIBED");
    await rig.control("/webhooks/drain");
    const echoes = rig.received.filter((got) =>
      String(got.headers["x-shopify-topic"]).startsWith("customers_whats_app"),
    );
    expect(echoes.at(-1)?.body).toMatchObject({
      phone_number: "+4915112345678",
      whats_app_marketing_consent: { state: "subscribed", opt_in_level: "single_opt_in" },
    });
  });
  test("is refused with user errors without a phone and for a state that cannot be set", async () => {
    const made = await rig.control("/customers", { shop: SHOP, email: "only@example.test" });
    const id = Number(at(made.json, "customer", "id"));
    const noPhone = await write(id, "SUBSCRIBED", "2026-11-22T03:34:10Z");
    expect(at(noPhone, ...path, "userErrors", 0, "code")).toBe("MISSING_ARGUMENT");
    await rig.control("/customers", { shop: SHOP, id, phone: "+4915112345679" });
    const never = await write(id, "NEVER_SUBSCRIBED", "2026-11-22T03:34:10Z");
    expect(at(never, ...path, "userErrors", 0, "code")).toBe("INVALID");
  });
  test("is refused with INVALID for a customer who is not there", async () => {
    const gone = await write(1, "SUBSCRIBED", "2026-11-22T03:34:10Z");
    expect(at(gone, ...path, "userErrors", 0, "code")).toBe("INVALID");
    expect(at(gone, ...path, "customerPhoneNumber")).toBeNull();
  });
});
