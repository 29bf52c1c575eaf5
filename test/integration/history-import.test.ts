import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { productsOf } from "#app/modules/catalog/index.ts";
import { erasePerson } from "#app/modules/compliance/index.ts";
import {
  historyImports,
  historyPage,
  personHashesOf,
  purchasesOf,
  readHistory,
  startHistoryImports,
  sweepHistories,
} from "#app/modules/orders/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { shopifyArrives, startStories, type Stories, work } from "./stories.ts";

let stories: Stories;
let domain: string;
let shopId: string;

beforeAll(async () => {
  stories = await startStories();
});
afterAll(() => stories.close());
beforeEach(async () => {
  await stories.shopify("bulk", FINE);
  domain = `history-${randomUUID().slice(0, 8)}.myshopify.com`;
  await stories.shopify("seed", { shops: [{ domain, name: "Leinenwerk" }] });
});

/** What the stand-in does when nothing was ordered to go wrong. */
const FINE = {
  delayMs: 5,
  fail: null,
  cancel: false,
  cutAfterBytes: null,
  expired: false,
  hostileLines: [],
};
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(stories.clock.now().getTime() - days * DAY_MS).toISOString();
const orderSchema = z.object({
  id: z.number(),
  order: z.object({ lines: z.array(z.object({ id: z.number() })) }),
});

async function order(wish: object = {}) {
  return orderSchema.parse(await stories.shopify("orders", { shop: domain, ...wish }));
}

/** The shop sells first and installs then: what the app knows of before, it knows from the import. */
async function install(): Promise<void> {
  await stories.shopify("webhooks/drain", { timeoutMs: 10_000 });
  await stories.install(domain);
  const found = await stories.deps.db.crossShop.shopByDomain(domain);
  shopId = found ?? "";
}

const kinds = ["orders", "products"] as const;
async function imports() {
  const rows = await stories.deps.db.inShop(shopId, (tx) => historyImports(tx, shopId));
  return Object.fromEntries(rows.map((row) => [row.kind, row]));
}

async function step(deps: Deps = stories.deps): Promise<void> {
  for (const kind of kinds) await readHistory(deps, { shopId, kind });
}

const STATE = "query S($id: ID!) { bulkOperation(id: $id) { status } }";
const stateSchema = z.object({ bulkOperation: z.object({ status: z.string() }) });

/** Resolves once Shopify has ended the operations that we wait for. */
async function untilWritten(): Promise<void> {
  const { rows } = await stories.owner.query<{ id: string }>(
    "select bulk_operation_id as id from history_import where shop_id = $1 and bulk_operation_id is not null",
    [shopId],
  );
  for (const { id } of rows) {
    for (let tries = 0; tries < 500; tries += 1) {
      const request = { shop: domain, document: STATE, variables: { id }, schema: stateSchema };
      const { status } = (await stories.deps.shopify.query(request)).bulkOperation;
      if (status !== "CREATED" && status !== "RUNNING") break;
      await new Promise((done) => setTimeout(done, 10));
    }
  }
}

/** What sweep and worker do until nothing is due within an hour. */
async function readAll(deps: Deps = stories.deps): Promise<void> {
  for (let turns = 0; turns < 60; turns += 1) {
    await step(deps);
    const rows = Object.values(await imports());
    if (rows.every(({ state }) => state === "done" || state === "failed")) return;
    await new Promise((done) => setTimeout(done, 15));
    stories.clock.forward({ seconds: 61 });
  }
  throw new Error(`The history was not read: ${JSON.stringify(await imports())}`);
}

async function history() {
  const page = await stories.deps.db.inShop(shopId, (tx) => historyPage(tx, shopId, null, 1000));
  return page.orders;
}

/** Everything that is kept of orders, but for our own ids and times; whether a voided one was paid, a file cannot know. */
async function rowsOfOrders(): Promise<unknown[]> {
  const { rows } = await stories.owner.query<{ id: string }>(
    `select shopify_id, name, checkout_token, cart_token, array(select unnest(person_hashes) order by 1) as persons,
       total_minor, currency, test, source_name, created_at, updated_at, cancelled_at, processed_at, payment_state,
       payment_state = 'voided' or paid_at is not null as paid, delivered_at, country,
       (select json_agg(to_jsonb(l) - 'order_id' order by line_id) from order_line l where l.order_id = o.id) as lines
     from shop_order o where shop_id = $1 order by shopify_id`,
    [shopId],
  );
  return rows;
}

async function bought(email: string): Promise<string[]> {
  const hashes = personHashesOf(stories.deps, { shopId, topic: "orders/create", body: { email } });
  const all = await stories.deps.db.inShop(shopId, (tx) => purchasesOf(tx, shopId, hashes));
  return all.map(({ productId, quantity, returned }) => `${productId} × ${quantity} − ${returned}`);
}

const one = (variantId: number, quantity = 1) => ({ lineItems: [{ variantId, quantity }] });

describe("a shop that installs", () => {
  test("has its orders of sixty days and its products read, as webhooks would have told them", async () => {
    const email = `${randomUUID()}@example.com`;
    await order({ email, ...one(70011), createdAt: ago(90) });
    const back = await order({ email, ...one(70021, 3), createdAt: ago(20), country: "AT" });
    const lineId = back.order.lines[0]?.id;
    await stories.shopify(`orders/${back.id}/refund`, { lines: [{ lineId, quantity: 2 }] });
    await stories.shopify(`orders/${back.id}/fulfil`, { shipmentStatus: "delivered" });
    const gone = await order({ email, ...one(70031), createdAt: ago(10) });
    await stories.shopify(`orders/${gone.id}/cancel`);
    await order({ email, ...one(70041), createdAt: ago(9), test: true });
    const odd = [{ title: "Gutschein", price: "20.00", giftCard: true }, { title: "Maß" }];
    await order({ email, lineItems: [...odd, { variantId: 70051 }], createdAt: ago(8) });
    await install();
    expect((await imports())["orders"]).toMatchObject({ state: "waiting", endedAt: null });
    await readAll();
    const { orders, products } = await imports();
    expect(orders).toMatchObject({ state: "done", days: 60, refused: 0, problem: null });
    expect(orders?.read).toBe(orders?.objects);
    expect(products).toMatchObject({ state: "done", days: null, refused: 0 });
    expect(await bought(email)).toEqual(["7002 × 1 − 2", "7005 × 1 − 0"]);
    const { rows } = await stories.owner.query(
      "select country, payment_state, delivered_at is not null as delivered, paid_at = created_at as paid from shop_order where shop_id = $1 and shopify_id = $2",
      [shopId, String(back.id)],
    );
    expect(rows).toEqual([
      { country: "AT", payment_state: "partially_refunded", delivered: true, paid: true },
    ]);
    const sold = await stories.deps.db.inShop(shopId, (tx) => productsOf(tx, shopId));
    expect(sold.length).toBeGreaterThanOrEqual(10);
    expect(sold.find(({ productId }) => productId === "7002")).toMatchObject({ priceMinor: 3400 });
  });

  test("has all its orders read where Shopify has granted that", async () => {
    await order({ ...one(70011), createdAt: ago(400) });
    await order({ ...one(70021), createdAt: ago(5) });
    await install();
    await stories.shopify("scopes", { shop: domain, add: ["read_all_orders"] });
    await readAll();
    expect((await imports())["orders"]).toMatchObject({ state: "done", days: null, objects: 4 });
    expect(await history()).toHaveLength(2);
  });

  test("that gets to see all its orders later has the older ones read then", async () => {
    await order({ ...one(70011), createdAt: ago(400) });
    await install();
    await readAll();
    expect(await history()).toHaveLength(0);
    const scopes = { previous: ["read_orders"], current: ["read_orders", "read_all_orders"] };
    await stories.shopify("scopes", { shop: domain, add: ["read_all_orders"] });
    await stories.shopify("webhooks/send", {
      shop: domain,
      topic: "app/scopes_update",
      body: scopes,
    });
    await shopifyArrives(stories);
    await work(stories);
    await readAll();
    expect((await imports())["orders"]).toMatchObject({ state: "done", days: null });
    expect(await history()).toHaveLength(1);
  });

  test("knows of orders just what their webhooks told, persons included", async () => {
    await install();
    const email = `${randomUUID()}@example.com`;
    const phone = `+4917${randomInt(10 ** 8, 10 ** 9)}`;
    const address = { firstName: "Mara", country: "AT" };
    const a = await order({ email, phone, ...address, ...one(70011, 2) });
    await order({ email: null, phone, ...one(70021) });
    await order({ email: email.toUpperCase(), ...one(70031), paid: false });
    const cart = { shop: domain, email, shippingPhone: "0660 1234567", country: "AT" };
    const { token } = z
      .object({ token: z.string() })
      .parse(await stories.shopify("checkouts", cart));
    const b = await order({ checkoutToken: token });
    const c = await order({ lineItems: [{ title: "Maßanfertigung", price: "99.90" }], test: true });
    const lines = [{ lineId: a.order.lines[0]?.id, quantity: 1 }];
    stories.clock.forward({ seconds: 2 }); // versions of one moment may come in any order
    await stories.shopify(`orders/${a.id}/refund`, { lines });
    await stories.shopify(`orders/${b.id}/fulfil`, { shipmentStatus: "delivered" });
    await stories.shopify(`orders/${c.id}/cancel`);
    await shopifyArrives(stories);
    await work(stories);
    const told = await rowsOfOrders();
    expect(told).toHaveLength(5);
    await stories.owner.query("delete from shop_order where shop_id = $1", [shopId]);
    await stories.owner.query("delete from order_line where shop_id = $1", [shopId]);
    await stories.owner.query("delete from order_refund where shop_id = $1", [shopId]);
    await readAll();
    expect(await rowsOfOrders()).toEqual(told);
  });

  test("that sold nothing yet is done at once", async () => {
    await install();
    await readAll();
    expect((await imports())["orders"]).toMatchObject({ state: "done", read: 0, problem: null });
  });

  test("is read once: a renewed token changes nothing, a reinstallation reads anew", async () => {
    await order(one(70011));
    await install();
    await readAll();
    await stories.install(domain);
    expect((await imports())["orders"]).toMatchObject({ state: "done" });
    await stories.shopify("uninstall", { shop: domain });
    await shopifyArrives(stories);
    await work(stories);
    await stories.shopify("install", { shop: domain });
    await stories.install(domain);
    expect((await imports())["orders"]).toMatchObject({ state: "waiting", read: 0 });
    await readAll();
    expect(await history()).toHaveLength(1);
  });

  test("has its products read once a week: no webhook tells of collections, or of one that got lost", async () => {
    await install();
    await readAll();
    await stories.shopify("webhooks", { mode: "hold" });
    await stories.shopify("products/7001", { shop: domain, title: "Bettwäsche, neu" });
    stories.clock.forward({ hours: 6 * 24 });
    await readAll();
    const title = async () => {
      const [one] = await stories.deps.db.inShop(shopId, (tx) => productsOf(tx, shopId, ["7001"]));
      return one?.title;
    };
    expect(await title()).not.toBe("Bettwäsche, neu");
    stories.clock.forward({ hours: 25 });
    await step();
    expect(await imports()).toMatchObject({
      products: { state: "waiting" },
      orders: { state: "done" },
    });
    await readAll();
    expect(await title()).toBe("Bettwäsche, neu");
    await stories.shopify("webhooks", { mode: "release" });
    await stories.shopify("webhooks", { mode: "normal" });
  });

  test("has its products read soon after a new one, an hour later and once a day at most", async () => {
    await install();
    await readAll();
    const made = async () => {
      const id = randomInt(10_000, 10 ** 9);
      const variants = [{ id: id * 10, title: "Default Title", price: "9.00" }];
      const product = { id, handle: `neu-${id}`, title: "Neu", variants };
      await stories.shopify("products", { shop: domain, product });
      await shopifyArrives(stories);
      await work(stories);
    };
    const lookAgain = async () => {
      const { rows } = await stories.owner.query<{ hours: number }>(
        `select round(extract(epoch from next_look_at - $2::timestamptz) / 3600)::int as hours
         from history_import where shop_id = $1 and kind = 'products'`,
        [shopId, stories.clock.now()],
      );
      return rows[0]?.hours;
    };
    expect(await lookAgain()).toBe(7 * 24);
    await made();
    expect(await lookAgain()).toBe(24);
    stories.clock.forward({ hours: 2 });
    await made();
    expect(await lookAgain()).toBe(22);
    stories.clock.forward({ hours: 22 });
    await readAll();
    stories.clock.forward({ hours: 30 });
    await made();
    expect(await lookAgain()).toBe(1);
  });

  test("is found by the sweep", async () => {
    await install();
    stories.jobs.added.length = 0;
    await sweepHistories(stories.deps);
    const own = stories.jobs.added.filter(({ payload }) =>
      JSON.stringify(payload).includes(shopId),
    );
    expect(own.map(({ jobId }) => jobId)).toEqual(kinds.map((kind) => `history-${shopId}-${kind}`));
  });
});

/** Deps whose database is gone from the nth transaction on: the worker died there. */
function dyingAfter(transactions: number): Deps {
  let left = transactions;
  const { db } = stories.deps;
  const inShop: Deps["db"]["inShop"] = (id, run) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error("the worker died")) : db.inShop(id, run);
  };
  return { ...stories.deps, db: { ...db, inShop } };
}

describe("a worker that dies", () => {
  test("at any of its steps leaves a history that the next one reads on, nothing lost or counted twice", async () => {
    await stories.shopify("past-orders", { shop: domain, count: 450 });
    await install();
    for (let steps = 1; steps <= 12; steps += 1) {
      await step(dyingAfter(steps)).catch(() => undefined);
      await new Promise((done) => setTimeout(done, 15));
      stories.clock.forward({ seconds: 61 });
    }
    await readAll();
    const { orders, products } = await imports();
    expect(orders).toMatchObject({ state: "done", refused: 0 });
    expect(orders?.read).toBe(orders?.objects);
    expect(products?.read).toBe(products?.objects);
    const { rows } = await stories.owner.query(
      "select count(*)::int as n, count(distinct shopify_id)::int as d from shop_order where shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ n: 450, d: 450 }]);
  });

  test("is not replaced before its time is over", async () => {
    await order(one(70011));
    await install();
    await step(dyingAfter(1)).catch(() => undefined);
    stories.clock.forward({ seconds: 50 });
    await readHistory(stories.deps, { shopId, kind: "orders" });
    expect((await imports())["orders"]?.state).toBe("waiting");
  });

  test("and one that only seemed dead: of two at once one writes, and every line counts once", async () => {
    await stories.shopify("past-orders", { shop: domain, count: 450 });
    await install();
    await step();
    await untilWritten();
    stories.clock.forward({ seconds: 10 });
    const target = { shopId, kind: "orders" } as const;
    const first = readHistory(stories.deps, target);
    const due =
      "update history_import set next_look_at = $2 where shop_id = $1 and kind = 'orders'";
    await stories.owner.query(due, [shopId, stories.clock.now()]);
    await Promise.all([first, readHistory(stories.deps, target)]);
    await readAll();
    const { orders } = await imports();
    expect(orders?.read).toBe(orders?.objects);
    expect(await history()).toHaveLength(445);
  });
});

describe("what goes wrong on the way", () => {
  test("a connection that breaks off costs nothing: reading goes on where it stopped", async () => {
    await stories.shopify("past-orders", { shop: domain, count: 450 });
    await install();
    await stories.shopify("bulk", { cutAfterBytes: 300_000 });
    await step();
    await untilWritten();
    stories.clock.forward({ seconds: 10 });
    await step();
    const broken = (await imports())["orders"];
    expect(broken).toMatchObject({ state: "reading", problem: null });
    expect(broken?.read).toBeGreaterThan(0);
    expect(broken?.read).toBeLessThan(broken?.objects ?? 0);
    await readAll();
    const { orders } = await imports();
    expect(orders).toMatchObject({ state: "done", refused: 0 });
    expect(orders?.read).toBe(orders?.objects);
  });

  test("a file that gives no object before it breaks off is given up, and may be begun anew", async () => {
    await order(one(70011));
    await install();
    await stories.shopify("bulk", { cutAfterBytes: 10 });
    await readAll();
    expect((await imports())["orders"]).toMatchObject({ state: "failed", problem: "unreadable" });
    await stories.shopify("bulk", FINE);
    await startHistoryImports(stories.deps, shopId);
    expect((await imports())["orders"]).toMatchObject({ state: "waiting", problem: null });
    await readAll();
    expect(await history()).toHaveLength(1);
  });

  test("an operation that fails is asked for again, and given up after some times", async () => {
    await order(one(70011));
    await install();
    await stories.shopify("bulk", { fail: "INTERNAL_SERVER_ERROR" });
    await step();
    await untilWritten();
    stories.clock.forward({ seconds: 5 });
    await step();
    expect((await imports())["orders"]).toMatchObject({ state: "waiting", problem: null });
    await stories.shopify("bulk", FINE);
    await readAll();
    expect((await imports())["orders"]).toMatchObject({ state: "done", problem: null });
    await stories.shopify("bulk", { fail: "TIMEOUT" });
    await startHistoryImports(stories.deps, shopId);
    await readAll();
    expect((await imports())["orders"]).toMatchObject({
      state: "failed",
      problem: "shopify_failed",
    });
  });

  test.each([
    ["somebody cancels at Shopify", { cancel: true }, "cancelled"],
    ["the shop has not allowed", { fail: "ACCESS_DENIED" }, "access_denied"],
  ])("what %s is not tried again by itself", async (_what, fault, problem) => {
    await order(one(70011));
    await install();
    await stories.shopify("bulk", fault);
    await readAll();
    const { orders } = await imports();
    expect(orders).toMatchObject({ state: "failed", problem });
    expect(orders?.endedAt).toBeInstanceOf(Date);
  });

  test("a file that has expired is asked for anew", async () => {
    await order(one(70011));
    await install();
    await step();
    await untilWritten();
    await stories.shopify("bulk", { expired: true });
    stories.clock.forward({ seconds: 10 });
    await step();
    expect((await imports())["orders"]).toMatchObject({ state: "waiting" });
    await stories.shopify("bulk", FINE);
    await readAll();
    expect(await history()).toHaveLength(1);
  });

  test("too many operations at once, and Shopify being away, are waited for", async () => {
    await order(one(70011));
    await install();
    await readHistory(silent(), { shopId, kind: "orders" });
    expect((await imports())["orders"]).toMatchObject({ state: "waiting", problem: null });
    await stories.shopify("bulk", { delayMs: null });
    const others = Array.from({ length: 5 }, () => "{ products { edges { node { id } } } }");
    for (const query of others) await runBulk(query);
    stories.clock.forward({ seconds: 61 });
    await readHistory(stories.deps, { shopId, kind: "orders" });
    expect((await imports())["orders"]).toMatchObject({ state: "waiting", problem: null });
  });

  test("lines that are no order are counted and left out, whatever they are", async () => {
    await order({ ...one(70011), createdAt: ago(3) });
    await order({ ...one(70021), createdAt: ago(2) });
    const whole = {
      id: `gid://shopify/Order/${randomInt(10 ** 9, 10 ** 12)}`,
      name: "NUL\u0000 \ud800",
      createdAt: ago(1),
      updatedAt: ago(1),
      totalPriceSet: { shopMoney: { amount: "1.00", currencyCode: "EUR" } },
    };
    const hostile: object[] = [
      { ...whole, id: "gid://shopify/Product/7001" },
      { ...whole, createdAt: "yesterday" },
      { ...whole, createdAt: "+200000-01-01T00:00:00Z" },
      { ...whole, totalPriceSet: null },
      { ...whole, totalPriceSet: { shopMoney: { amount: "1.00", currencyCode: "GOLD" } } },
    ];
    const lines = ["{", '"', "null", '{"id":1}', ...hostile.map((line) => JSON.stringify(line))];
    await stories.shopify("bulk", { hostileLines: [...lines, JSON.stringify(whole)] });
    await install();
    await readAll();
    const { orders, products } = await imports();
    // Each hostile line stands in the file three times; the middle one cuts an order from its lines.
    expect(orders).toMatchObject({ state: "done", problem: null });
    expect(orders?.refused).toBeGreaterThanOrEqual(3 * lines.length);
    expect(products).toMatchObject({ state: "done" });
    const all = await history();
    expect(all).toHaveLength(3);
    const { rows } = await stories.owner.query<{ name: string }>(
      "select name from shop_order where shop_id = $1 and name like 'NUL%'",
      [shopId],
    );
    expect(rows[0]?.name).toMatch(/^NUL ./);
  });
});

/** Shopify does not answer. */
function silent(): Deps {
  const facts = { code: "unavailable", retryable: true };
  const query = () => Promise.reject(new ShopifyError("No answer", facts));
  return { ...stories.deps, shopify: { query } };
}

const RUN = `mutation R($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } userErrors { message } } }`;
async function runBulk(query: string): Promise<void> {
  const request = { shop: domain, document: RUN, variables: { query }, schema: z.unknown() };
  await stories.deps.shopify.query(request);
}

describe("webhooks beside the import", () => {
  test("a newer version that came before its file was read wins over it", async () => {
    const email = `${randomUUID()}@example.com`;
    const made = await order({ email, ...one(70011, 2), createdAt: ago(2) });
    await install();
    await step();
    await untilWritten(); // the file is written, with two pieces
    stories.clock.forward({ seconds: 10 });
    await stories.shopify(`orders/${made.id}/refund`, {
      lines: [{ lineId: made.order.lines[0]?.id, quantity: 1 }],
    });
    await shopifyArrives(stories);
    await work(stories);
    expect(await bought(email)).toEqual(["7001 × 1 − 1"]);
    await readAll();
    expect(await bought(email)).toEqual(["7001 × 1 − 1"]);
  });

  test("an older version that came before does not stand against the file's", async () => {
    const email = `${randomUUID()}@example.com`;
    const made = await order({ email, ...one(70011, 2), createdAt: ago(2) });
    await install();
    await stories.shopify("webhooks", { mode: "hold" });
    await stories.shopify(`orders/${made.id}/cancel`);
    await readAll();
    expect(await bought(email)).toEqual([]);
    await stories.shopify("webhooks", { mode: "release" });
    await stories.shopify("webhooks", { mode: "normal" });
    await shopifyArrives(stories);
    await work(stories);
    expect(await bought(email)).toEqual([]);
  });

  test("bulk_operations/finish makes the file be read at once; twice, late or of others it does no harm", async () => {
    await order(one(70011));
    await install();
    await stories.shopify("webhooks", { mode: "duplicate" });
    await step();
    await untilWritten();
    await shopifyArrives(stories);
    await work(stories);
    await step(); // no time has passed
    expect((await imports())["orders"]).toMatchObject({ state: "done" });
    await stories.shopify("webhooks", { mode: "normal" });
    await stories.shopify("webhooks/send", {
      shop: domain,
      topic: "bulk_operations/finish",
      body: { admin_graphql_api_id: "gid://shopify/BulkOperation/1", status: "completed" },
    });
    await shopifyArrives(stories);
    await work(stories);
    await step();
    const { orders } = await imports();
    expect(orders).toMatchObject({ state: "done" });
    expect(orders?.read).toBe(orders?.objects);
  });

  test("a person who was erased does not come back with the file", async () => {
    const email = `${randomUUID()}@example.com`;
    await order({ email, ...one(70011), createdAt: ago(2) });
    await install();
    const identifiers = [{ kind: "email" as const, value: email }];
    const who = { shopId, orderIds: [], identifiers };
    await erasePerson(stories.deps, who, { reason: "merchant" });
    await readAll();
    expect(await bought(email)).toEqual([]);
    expect(
      (await history()).map(({ personHashes, lines }) => [personHashes, lines.length]),
    ).toEqual([[[], 1]]);
  });
});
