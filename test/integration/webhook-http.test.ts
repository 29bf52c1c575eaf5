import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { processIntake } from "#app/modules/intake/index.ts";
import {
  hmacOf,
  postShopify,
  PREVIOUS_SECRET,
  startTestWeb,
  storedEvents,
  type TestWeb,
} from "./web-kit.ts";

const CHECKOUT = {
  token: "c0ffee01",
  cart_token: "cart-01",
  email: "Mara@Example.test",
  phone: "+4915112345678",
  updated_at: "2026-11-22T09:58:00Z",
  line_items: [{ title: "Leinenhemd, grün", quantity: 1, price: "59.90" }],
  shipping_address: { first_name: "Mara", phone: null, country_code: "DE" },
};
const BODY = JSON.stringify(CHECKOUT);
const MEGABYTE = 1024 * 1024;

let world: TestWeb;
let shopId = "";
let domain = "";

beforeAll(async () => {
  world = await startTestWeb();
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `${randomUUID()}.myshopify.com`;
  shopId = await world.addShop({ domain });
});

const post = (wish: Partial<Parameters<typeof postShopify>[1]> = {}) =>
  postShopify(world, { domain, body: BODY, ...wish });

const hash = (kind: "phone" | "email" | "checkout" | "cart", value: string) =>
  world.deps.vault.hash(shopId, kind, value);

describe("POST /webhooks/shopify", () => {
  test("has stored the delivery, sealed, when it answers 200", async () => {
    const response = await post();
    expect(response.status).toBe(200);
    const [event, ...others] = await storedEvents(world, shopId);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      source: "shopify",
      topic: "checkouts/update",
      status: "received",
    });
    expect(event?.body.includes("Mara")).toBe(false);
    expect(world.deps.vault.open(event?.body ?? Buffer.alloc(0), `${shopId}:intake_event`)).toBe(
      BODY,
    );
  });

  test("holds everybody and everything that the delivery names", async () => {
    await post();
    const [event] = await storedEvents(world, shopId);
    expect(event?.holds).toEqual(
      [
        hash("checkout", "c0ffee01"),
        hash("cart", "cart-01"),
        hash("email", "mara@example.test"),
        hash("phone", "+4915112345678"),
      ].toSorted(),
    );
  });

  test.each([
    ["a wrong HMAC", { "X-Shopify-Hmac-Sha256": hmacOf(BODY, "somebody else's secret") }],
    ["an HMAC of other bytes", { "X-Shopify-Hmac-Sha256": hmacOf(`${BODY} `) }],
    ["an HMAC that is none", { "X-Shopify-Hmac-Sha256": "%%%" }],
    ["no HMAC", { "X-Shopify-Hmac-Sha256": null }],
  ])("answers 401 to %s and stores nothing", async (_name, headers) => {
    expect((await post({ headers })).status).toBe(401);
    expect(await storedEvents(world, shopId)).toEqual([]);
  });

  test("takes what the previous secret still signs", async () => {
    const headers = { "X-Shopify-Hmac-Sha256": hmacOf(BODY, PREVIOUS_SECRET) };
    expect((await post({ headers })).status).toBe(200);
    expect(await storedEvents(world, shopId)).toHaveLength(1);
  });

  test.each(["X-Shopify-Topic", "X-Shopify-Shop-Domain", "X-Shopify-Webhook-Id"])(
    "answers 400 without %s and says so",
    async (name) => {
      const response = await post({ headers: { [name]: null } });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(name);
      expect(await storedEvents(world, shopId)).toEqual([]);
    },
  );

  test("answers 400 to a domain that is no shop's", async () => {
    const response = await post({ headers: { "X-Shopify-Shop-Domain": "evil.example" } });
    expect(response.status).toBe(400);
  });

  test("answers 405 to a GET", async () => {
    expect((await fetch(`${world.url}/webhooks/shopify`)).status).toBe(405);
  });

  test("answers 200 to the same delivery again and keeps one", async () => {
    const headers = { "X-Shopify-Webhook-Id": "same" };
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await post({ headers })).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await storedEvents(world, shopId)).toHaveLength(1);
  });

  test("keeps deliveries of several shops apart that arrive at once", async () => {
    const others = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const own = `${randomUUID()}.myshopify.com`;
        return { own, id: await world.addShop({ domain: own }) };
      }),
    );
    await Promise.all(
      others.flatMap(({ own }) =>
        Array.from({ length: 20 }, (_, index) =>
          post({ domain: own, body: JSON.stringify({ ...CHECKOUT, token: `${own}-${index}` }) }),
        ),
      ),
    );
    for (const { own, id } of others) {
      const events = await storedEvents(world, id);
      const tokens = events.map((event) => {
        const body: unknown = JSON.parse(world.deps.vault.open(event.body, `${id}:intake_event`));
        return body;
      });
      expect(events).toHaveLength(20);
      expect(JSON.stringify(tokens)).not.toMatch(
        new RegExp(
          others
            .map((o) => o.own)
            .filter((o) => o !== own)
            .join("|"),
        ),
      );
    }
  });

  test("makes a row for a shop whose webhook comes before its first visit", async () => {
    const unknown = `${randomUUID()}.myshopify.com`;
    expect((await post({ domain: unknown })).status).toBe(200);
    const id = await world.deps.db.crossShop.shopByDomain(unknown);
    expect(await storedEvents(world, id ?? "")).toHaveLength(1);
  });

  test("wakes the worker with the row's id", async () => {
    await post();
    const [event] = await storedEvents(world, shopId);
    await expect
      .poll(() =>
        world.jobs.added.filter((job) => JSON.stringify(job.payload).includes(event?.id ?? "?")),
      )
      .toHaveLength(1);
  });
});

describe("bad bodies with a good signature", () => {
  const process = (eventIds: string[]) =>
    processIntake(world.deps, {
      shopId,
      eventIds,
      subscribers: { "shopify:checkouts/update": [{ name: "nobody", run: async () => {} }] },
    });

  test("truncated JSON is stored, parked, and keeps holding whom it names at first sight", async () => {
    const truncated = BODY.slice(0, BODY.indexOf("line_items"));
    expect((await post({ body: truncated })).status).toBe(200);
    const [before] = await storedEvents(world, shopId);
    await process([before?.id ?? ""]);
    const [after] = await storedEvents(world, shopId);
    expect(after).toMatchObject({ status: "parked", last_error: "the body is not JSON" });
    expect(after?.holds).toEqual(
      expect.arrayContaining([hash("checkout", "c0ffee01"), hash("phone", "+4915112345678")]),
    );
  });

  test("missing fields and a null phone are stored and processed, and hold nobody", async () => {
    await post({ body: "{}" });
    await post({ body: JSON.stringify({ token: null, phone: null, email: null, customer: null }) });
    const events = await storedEvents(world, shopId);
    expect(events.map((event) => event.holds)).toEqual([[], []]);
    await process(events.map((event) => event.id));
    expect((await storedEvents(world, shopId)).map((event) => event.status)).toEqual([
      "processed",
      "processed",
    ]);
  });

  test("10,000 line items are taken", async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      title: `Item ${index}`,
      quantity: 1,
      price: "1.00",
      properties: [],
    }));
    const body = JSON.stringify({ ...CHECKOUT, line_items: items });
    expect((await post({ body })).status).toBe(200);
    expect((await storedEvents(world, shopId))[0]?.holds).toHaveLength(4);
  });

  test("more than 16 MB is answered 413, and the checkout is held all the same", async () => {
    const body = Buffer.from(JSON.stringify({ ...CHECKOUT, note: "x".repeat(17 * MEGABYTE) }));
    expect((await post({ body })).status).toBe(413);
    const [event] = await storedEvents(world, shopId);
    expect(event?.holds).toContain(hash("checkout", "c0ffee01"));
    await process([event?.id ?? ""]);
    expect((await storedEvents(world, shopId))[0]?.status).toBe("parked");
  });

  test("more than 16 MB that nobody signed leaves nothing behind", async () => {
    const body = Buffer.alloc(17 * MEGABYTE, 65);
    const headers = { "X-Shopify-Hmac-Sha256": "AAAA" };
    expect((await post({ body, headers })).status).toBe(413);
    expect(await storedEvents(world, shopId)).toEqual([]);
  });
});
