import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAppToml } from "./webhooks/app-toml.ts";
import { at, type Rig, SHOP, startRig, textOf } from "./rig.ts";
import { addToCart, createCart, setCartLine, upsertCheckout } from "./state.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const shopState = async (path: string[], from = rig) =>
  at((await from.read(`/state?shop=${SHOP}`)).json, "shops", 0, ...path);

describe("the control API", () => {
  test("refuses with 400 an unknown key, so that a typo in a test cannot pass unseen", async () => {
    const answer = await rig.control("/checkouts", { shop: SHOP, emial: "a@example.test" });
    expect(answer.status).toBe(400);
    expect(textOf(answer.json, "error")).toContain("emial");
  });
  test("refuses with 404 an unknown shop, checkout, variant or call", async () => {
    const calls: Array<[string, object]> = [
      ["/checkouts", { shop: "nobody.myshopify.com" }],
      ["/orders", { shop: SHOP, checkoutToken: "nothing" }],
      ["/checkouts", { shop: SHOP, lineItems: [{ variantId: 1 }] }],
      ["/nothing", {}],
    ];
    for (const [path, body] of calls) expect((await rig.control(path, body)).status).toBe(404);
  });
  test("refuses with 400 to complete a checkout twice and to give a phone to two customers", async () => {
    const { json } = await rig.control("/checkouts", { shop: SHOP });
    const order = { shop: SHOP, checkoutToken: json["token"] };
    expect((await rig.control("/orders", order)).status).toBe(200);
    expect((await rig.control("/orders", order)).status).toBe(400);
    await rig.control("/customers", { shop: SHOP, phone: "+4915112345678" });
    const second = await rig.control("/customers", { shop: SHOP, phone: "+4915112345678" });
    expect(second).toMatchObject({ status: 400, json: { error: "Phone has already been taken" } });
  });
  test("seeds the same shop twice without losing anything", async () => {
    await rig.control("/checkouts", { shop: SHOP, token: "kept" });
    await rig.control("/seed", { shops: [{ domain: SHOP, name: "Renamed" }] });
    await rig.control("/seed", { shops: [{ domain: SHOP, name: "Leinenwerk" }] });
    expect(JSON.stringify(await shopState(["checkouts"]))).toContain('"kept"');
    expect(await shopState(["products"])).toHaveLength(25);
  });
  test("keeps what a partial update leaves out, and empties what it sets to null", async () => {
    const first = {
      shop: SHOP,
      token: "partial",
      email: "a@example.test",
      phone: "+4915112345678",
    };
    await rig.control("/checkouts", { ...first, firstName: "Asha", country: "DE" });
    const { json } = await rig.control("/checkouts", { shop: SHOP, token: "partial", phone: null });
    expect(json["checkout"]).toMatchObject({
      email: "a@example.test",
      phone: null,
      shippingAddress: { firstName: "Asha", countryCode: "DE" },
    });
  });
  test("dates everything by the sandbox clock", async () => {
    const ahead = await startRig({ now: () => new Date("2027-03-01T12:00:00Z") });
    const { json } = await ahead.control("/checkouts", { shop: SHOP });
    const [got] = await ahead.until(1);
    await ahead.close();
    expect(at(json, "checkout", "createdAt")).toBe("2027-03-01T12:00:00.000Z");
    expect(got?.headers["x-shopify-triggered-at"]).toBe("2027-03-01T12:00:00.000Z");
  });
  test("numbers the persons of a burst", async () => {
    const { json } = await rig.control("/checkouts/burst", { shop: SHOP, count: 3, from: 7 });
    expect(at(json, "checkouts", 0)).toMatchObject({
      email: "burst-7@example.test",
      phone: "+491510000007",
    });
    expect(at(json, "checkouts")).toHaveLength(3);
  });
  test("takes a checkout of 10,000 line items", async () => {
    const lineItems = Array.from({ length: 10_000 }, () => ({ variantId: 70011, quantity: 1 }));
    const answer = await rig.control("/checkouts", { shop: SHOP, token: "huge", lineItems });
    expect(answer.status).toBe(200);
    expect(at(answer.json, "checkout", "lines")).toHaveLength(10_000);
  });
  test("tells open pages of every change", async () => {
    const stream = await request(`${rig.url}/_control/events`);
    await rig.control("/checkouts", { shop: SHOP, token: "seen" });
    let text = "";
    for await (const chunk of stream.body) {
      text += String(chunk);
      if (text.includes('"token":"seen"')) break;
    }
    expect(text).toContain(`data: {"kind":"checkout","shop":"${SHOP}","token":"seen"}`);
  });
  test("answers pages of any origin", async () => {
    const answer = await request(`${rig.url}/_control/state`, { method: "OPTIONS" });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
  });
  test("forgets carts and persons on reset, but keeps shops and tokens when asked to", async () => {
    const token = await rig.accessToken();
    await rig.control("/checkouts", { shop: SHOP });
    await rig.control("/reset", { keepShops: true });
    expect(await shopState(["checkouts"])).toEqual([]);
    expect((await rig.graphql("{ shop { name } }", { token })).status).toBe(200);
    await rig.control("/reset");
    expect((await rig.graphql("{ shop { name } }", { token })).status).toBe(404);
    await rig.control("/seed", { shops: [{ domain: SHOP, name: "Leinenwerk" }] });
  });
});

describe("a cart", () => {
  test("sends carts/create, then carts/update for real changes only, and becomes a checkout", async () => {
    rig.received.length = 0;
    const cart = createCart(rig.store, SHOP);
    const change = { cartToken: cart.token, variantId: 70041, quantity: 1 };
    addToCart(rig.store, SHOP, change);
    addToCart(rig.store, SHOP, change);
    setCartLine(rig.store, SHOP, { ...change, quantity: 2 });
    const checkout = upsertCheckout(rig.store, SHOP, { cartToken: cart.token });
    await rig.control("/webhooks/drain");
    const topics = rig.received.map((got) => got.headers["x-shopify-topic"]);
    expect(topics).toEqual(["carts/create", "carts/update", "checkouts/create"]);
    expect(checkout).toMatchObject({
      cartToken: cart.token,
      lines: [{ variantId: 70041, quantity: 2 }],
    });
    expect(rig.received[0]?.body).not.toHaveProperty("email");
  });
});

describe("a restart", () => {
  test("keeps shops, checkouts, orders, tokens and deliveries that were under way", async () => {
    const folder = mkdtempSync(join(tmpdir(), "shopify-stand-in-"));
    const dataFile = join(folder, "nested", "shopify.json");
    const first = await startRig({ dataFile });
    const token = await first.accessToken();
    const { json } = await first.control("/checkouts", { shop: SHOP, email: "a@example.test" });
    const order = await first.control("/orders", { shop: SHOP, checkoutToken: json["token"] });
    await first.control("/webhooks/drain");
    await first.control("/webhooks", { mode: "hold" });
    await first.control("/checkouts", { shop: SHOP, token: "under-way" });
    await first.close();

    const second = await startRig({ dataFile });
    const [got] = await second.until(1);
    expect(got?.body["token"]).toBe("under-way");
    const query = `{ orders(first: 1, query: "checkout_token:${textOf(json, "token")}") { nodes { name } } }`;
    const answer = await second.graphql(query, { token });
    expect(at(answer.json, "data", "orders", "nodes", 0, "name")).toBe(at(order.json, "name"));
    const next = await second.control("/orders", { shop: SHOP, email: "b@example.test" });
    expect(Number(at(next.json, "id"))).toBeGreaterThan(Number(at(order.json, "id")));
    await second.close();
    rmSync(folder, { recursive: true });
  });
});

describe("the app's TOML", () => {
  const toml = `
    client_id = "x"
    [access_scopes]
    scopes = "read_orders, read_products" # why
    [webhooks]
    api_version = "2026-10"
      [[webhooks.subscriptions]]
      name = "orders"
      topics = [
        "orders/create", # one
        "orders/paid",
      ]
      uri = "/webhooks/shopify"
      include_fields = ["id", "note#1"]
      [[webhooks.subscriptions]]
      compliance_topics = ["shop/redact"]
      uri = "https://app.example.test/c"
    [order.metafields.app.wa_optin]
    type = "json"
    access.admin = "merchant_read"`;

  test("gives scopes and one subscription per topic", () => {
    const shared = { uri: "/webhooks/shopify", name: "orders", includeFields: ["id", "note#1"] };
    expect(parseAppToml(toml)).toEqual({
      apiVersion: "2026-10",
      scopes: ["read_orders", "read_products"],
      subscriptions: [
        { topic: "orders/create", ...shared },
        { topic: "orders/paid", ...shared },
        {
          topic: "shop/redact",
          uri: "https://app.example.test/c",
          name: null,
          includeFields: null,
        },
      ],
    });
  });
  test("is refused with a filter, which the stand-in could not honour", () => {
    expect(() => parseAppToml(`${toml}\n[[webhooks.subscriptions]]\nfilter = "a:1"`)).toThrow(
      "filter",
    );
  });
});
