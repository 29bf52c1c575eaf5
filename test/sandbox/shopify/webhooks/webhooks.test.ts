import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, API_SECRET, type Received, type Rig, SHOP, startRig, textOf } from "../rig.ts";

// Contract 2.1: how webhooks are delivered, and 2.5, 2.6: what they say.
let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const checkout = (fields: object = {}) =>
  rig.control("/checkouts", { shop: SHOP, email: "asha@example.test", ...fields });
const deliveries = async () => at((await rig.read("/log")).json, "deliveries");
const topics = () => rig.received.map((got) => got.headers["x-shopify-topic"]);
const idOf = (got: Received | undefined) => got?.headers["x-shopify-webhook-id"];
const drain = () => rig.control("/webhooks/drain", { timeoutMs: 4000 });

describe("a delivery", () => {
  test("carries the headers of the contract and a signature over the raw body", async () => {
    await checkout({ firstName: "Jürgen" });
    const [got] = await rig.until(1);
    const hmac = createHmac("sha256", API_SECRET)
      .update(got?.raw ?? "")
      .digest("base64");
    expect(got).toMatchObject({ method: "POST", path: "/webhooks/shopify" });
    expect(got?.headers).toMatchObject({
      "x-shopify-topic": "checkouts/create",
      "x-shopify-hmac-sha256": hmac,
      "x-shopify-shop-domain": SHOP,
      "x-shopify-api-version": "2026-10",
      "content-type": "application/json",
    });
    expect(got?.headers["x-shopify-triggered-at"]).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(got?.headers["x-shopify-webhook-id"]).toBeTruthy();
  });

  test("shares its event id with the deliveries of the same action only", async () => {
    const { json } = await checkout();
    await rig.control("/orders", { shop: SHOP, email: "b@example.test", paid: true });
    await rig.until(4);
    const eventOf = (topic: string) =>
      rig.received.find((got) => got.headers["x-shopify-topic"] === topic)?.headers[
        "x-shopify-event-id"
      ];
    expect(json["token"]).toBeTruthy();
    expect(eventOf("orders/create")).toBe(eventOf("orders/paid"));
    expect(eventOf("orders/create")).not.toBe(eventOf("checkouts/create"));
  });

  const statuses = [301, 302, 401, 404, 500];
  for (const status of statuses) {
    test(`is refused with ${status}: tried again eight times with the same id and body, then given up`, async () => {
      rig.answerWith((_got, response) => {
        response.writeHead(status, { location: `${rig.url}/elsewhere` }).end();
      });
      await checkout();
      await drain();
      expect(rig.received).toHaveLength(9);
      expect(new Set(rig.received.map(idOf)).size).toBe(1);
      expect(new Set(rig.received.map((got) => got.raw)).size).toBe(1);
      const log = await deliveries();
      expect(at(log, 8)).toMatchObject({ attempt: 9, outcome: "refused", status, isGivenUp: true });
      expect(at(log, 7)).toMatchObject({ attempt: 8, isGivenUp: false });
    });
  }

  test("is refused with a timeout when the app needs longer than the budget", async () => {
    let isFirst = true;
    rig.answerWith((_got, response) => {
      if (!isFirst) return void response.writeHead(200).end();
      isFirst = false;
      setTimeout(() => response.writeHead(200).end(), 500);
    });
    await checkout();
    await rig.until(2);
    await drain();
    const log = await deliveries();
    expect(at(log, 0)).toMatchObject({ attempt: 1, outcome: "timeout", status: null });
    expect(at(log, 1)).toMatchObject({ attempt: 2, outcome: "delivered", status: 200 });
  });

  test("is refused with a closed connection and tried again", async () => {
    let refusals = 2;
    rig.answerWith((_got, response) => {
      if (refusals-- > 0) response.destroy();
      else response.writeHead(200).end();
    });
    await checkout();
    await drain();
    expect(at(await deliveries(), 0)).toMatchObject({ outcome: "unreachable" });
    expect(at(await deliveries(), 2)).toMatchObject({ outcome: "delivered", attempt: 3 });
  });

  test("keeps the original body on a retry, however the checkout has changed since", async () => {
    let isFirst = true;
    rig.answerWith((_got, response) => {
      response.writeHead(isFirst ? 500 : 200).end();
      isFirst = false;
    });
    const { json } = await checkout({ phone: "+4915110000001" });
    await rig.until(1);
    await checkout({ token: json["token"], phone: "+4915110000002" });
    await drain();
    const first = rig.received.filter((got) => idOf(got) === idOf(rig.received[0]));
    expect(first.map((got) => got.body["phone"])).toEqual(["+4915110000001", "+4915110000001"]);
  });

  test("may be signed with an old or a foreign secret, under any topic, with any body", async () => {
    const raw = '{"truncated": ';
    await rig.control("/webhooks/send", {
      shop: SHOP,
      topic: "themes/publish",
      body: raw,
      secret: "old-secret",
      webhookId: "my-id",
    });
    const [got] = await rig.until(1);
    const hmac = createHmac("sha256", "old-secret").update(raw).digest("base64");
    expect(got?.raw).toBe(raw);
    expect(got?.headers).toMatchObject({
      "x-shopify-hmac-sha256": hmac,
      "x-shopify-webhook-id": "my-id",
      "x-shopify-topic": "themes/publish",
    });
  });
});

describe("the modes", () => {
  test("duplicate sends every delivery twice under the same id", async () => {
    await rig.control("/webhooks", { mode: "duplicate" });
    await checkout();
    await rig.until(2);
    expect(idOf(rig.received[0])).toBe(idOf(rig.received[1]));
  });

  test("hold keeps everything back until release", async () => {
    await rig.control("/webhooks", { mode: "hold" });
    await checkout();
    await sleep(60);
    expect(rig.received).toHaveLength(0);
    expect(at((await rig.read("/log")).json, "pending")).toBe(1);
    expect((await rig.control("/webhooks", { mode: "release" })).json["mode"]).toBe("normal");
    await rig.until(1);
  });

  test("shuffle sends everything once, in another order", async () => {
    await rig.control("/webhooks", { mode: "shuffle" });
    await rig.control("/checkouts/burst", { shop: SHOP, count: 60 });
    await rig.until(60);
    const order = rig.received.map((got) => String(got.body["email"]));
    expect(new Set(order).size).toBe(60);
    expect(order).not.toEqual(order.toSorted(byNumber));
  });

  test("storm sends everything twice, in another order", async () => {
    await rig.control("/webhooks", { mode: "storm" });
    await rig.control("/checkouts/burst", { shop: SHOP, count: 20, updates: 1 });
    await rig.until(80);
    expect(new Set(rig.received.map(idOf)).size).toBe(40);
  });
});

function byNumber(a: string, b: string): number {
  return Number(a.replaceAll(/\D/g, "")) - Number(b.replaceAll(/\D/g, ""));
}

function counted(topics: unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const topic of topics) counts[String(topic)] = (counts[String(topic)] ?? 0) + 1;
  return counts;
}

describe("the bodies", () => {
  test("of checkouts have a token, no id, and the contact data when they are known", async () => {
    const { json } = await checkout({ phone: null, shippingPhone: "0151 1", country: "DE" });
    const [got] = await rig.until(1);
    expect(got?.body).not.toHaveProperty("id");
    expect(got?.body).toMatchObject({
      token: json["token"],
      cart_token: json["cartToken"],
      email: "asha@example.test",
      phone: null,
      completed_at: null,
      currency: "EUR",
      total_price: "149.00",
      shipping_address: { phone: "0151 1", country_code: "DE" },
      abandoned_checkout_url: `${rig.url}/shop/checkout/recover?token=${textOf(json, "token")}`,
    });
    expect(at(got?.body, "line_items", 0)).toMatchObject({ product_id: 7001, quantity: 1 });
  });

  test("of a changed checkout come as checkouts/update with a later updated_at", async () => {
    const { json } = await checkout();
    await sleep(5);
    await checkout({ token: json["token"], lineItems: [{ variantId: 70021, quantity: 2 }] });
    await rig.until(2);
    expect(topics()).toContain("checkouts/update");
    const update = rig.received.find(
      (got) => got.headers["x-shopify-topic"] === "checkouts/update",
    );
    expect(update?.body).toMatchObject({ email: "asha@example.test", total_price: "68.00" });
    expect(Date.parse(textOf(update?.body, "updated_at"))).toBeGreaterThan(
      Date.parse(textOf(update?.body, "created_at")),
    );
  });

  test("of a deleted checkout name the cart and not the token", async () => {
    const { json } = await checkout();
    await rig.control(`/checkouts/${textOf(json, "token")}/delete`, { shop: SHOP });
    await rig.until(2);
    const gone = rig.received.find((got) => got.headers["x-shopify-topic"] === "checkouts/delete");
    expect(gone?.body["cart_token"]).toBe(json["cartToken"]);
    expect(gone?.body["id"]).toEqual(expect.any(Number));
    expect(gone?.body).not.toHaveProperty("token");
  });

  test("of an order carry checkout_token and cart_token, no checkout_id, and come with the customer", async () => {
    const { json } = await checkout({ firstName: "Asha", phone: "+4915112345678" });
    await rig.control("/orders", { shop: SHOP, checkoutToken: json["token"] });
    await rig.until(5);
    expect(counted(topics())).toEqual({
      "checkouts/create": 1,
      "checkouts/update": 1,
      "customers/create": 1,
      "orders/create": 1,
      "orders/paid": 1,
    });
    const order = rig.received.find((got) => got.headers["x-shopify-topic"] === "orders/create");
    expect(order?.body).not.toHaveProperty("checkout_id");
    expect(order?.body).toMatchObject({
      checkout_token: json["token"],
      cart_token: json["cartToken"],
      financial_status: "paid",
      total_price: "149.00",
      test: false,
      customer: { first_name: "Asha", email: "asha@example.test" },
    });
    const last = rig.received.findLast(
      (got) => got.headers["x-shopify-topic"] === "checkouts/update",
    );
    expect(last?.body["completed_at"]).toEqual(expect.any(String));
  });

  test("of cancel, refund, payment, consent, customer, product and uninstall go out under their topics", async () => {
    const made = await rig.control("/orders", { shop: SHOP, email: "a@example.test", paid: false });
    const id = Number(at(made.json, "id"));
    await rig.control(`/orders/${id}/pay`);
    await rig.control(`/orders/${id}/refund`);
    await rig.control(`/orders/${id}/cancel`);
    const customer = await rig.control("/customers", { shop: SHOP, phone: "+4915112345678" });
    const customerId = Number(at(customer.json, "customer", "id"));
    await rig.control("/consent", { shop: SHOP, customerId, state: "SUBSCRIBED" });
    await rig.control("/products/7003", { available: false, price: "12.50" });
    await rig.control("/compliance", { shop: SHOP, topic: "customers/redact", customerId });
    await rig.control("/uninstall", { shop: SHOP });
    await rig.control("/compliance", { shop: SHOP, topic: "shop/redact" });
    await drain();
    expect(counted(topics())).toEqual({
      "app/uninstalled": 1,
      "customers/create": 2,
      "customers/redact": 1,
      "customers_whats_app_marketing_consent/update": 1,
      "orders/cancelled": 1,
      "orders/create": 1,
      "orders/paid": 1,
      "orders/updated": 3,
      "products/update": 1,
      "refunds/create": 1,
      "shop/redact": 1,
    });
    const product = rig.received.find(
      (got) => got.headers["x-shopify-topic"] === "products/update",
    );
    expect(at(product?.body, "variants", 0)).toMatchObject({
      price: "12.50",
      inventory_quantity: 0,
    });
  });

  test("stop when the app is uninstalled", async () => {
    await rig.control("/uninstall", { shop: SHOP });
    await rig.until(1);
    await checkout();
    await drain();
    expect(topics()).toEqual(["app/uninstalled"]);
  });
});

describe("subscriptions", () => {
  test("decide what is sent, where to, under which name and with which fields", async () => {
    await rig.close();
    const subscription = {
      uri: "/hooks/here",
      name: "mine",
      includeFields: ["token", "customer.id"],
    };
    rig = await startRig({
      appToml: {
        apiVersion: "2026-10",
        scopes: ["read_orders"],
        subscriptions: [{ topic: "checkouts/create", ...subscription }],
      },
    });
    const { json } = await checkout({ customerId: 77 });
    await rig.control("/orders", { shop: SHOP, checkoutToken: json["token"] });
    await drain();
    expect(rig.received).toHaveLength(1);
    expect(rig.received[0]).toMatchObject({
      path: "/hooks/here",
      body: { token: json["token"], customer: { id: 77 } },
    });
    expect(Object.keys(rig.received[0]?.body ?? {})).toEqual(["token", "customer"]);
    expect(rig.received[0]?.headers["x-shopify-name"]).toBe("mine");
  });
});

test("a burst of 2,000 checkouts arrives whole and at more than 500 a second", async () => {
  const startedAt = performance.now();
  await rig.control("/checkouts/burst", { shop: SHOP, count: 2000 });
  await rig.control("/webhooks/drain", { timeoutMs: 15_000 });
  const seconds = (performance.now() - startedAt) / 1000;
  expect(new Set(rig.received.map((got) => got.body["token"])).size).toBe(2000);
  expect(2000 / seconds).toBeGreaterThan(500);
});
