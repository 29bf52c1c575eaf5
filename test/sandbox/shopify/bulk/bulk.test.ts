import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, type Rig, SHOP, startRig, textOf } from "../rig.ts";

// Contract 6.7: bulk operations, their files, and the webhook that ends them.
let rig: Rig;
let token: string;
beforeAll(async () => {
  rig = await startRig();
  token = await rig.accessToken();
});
beforeEach(async () => {
  await rig.control("/reset", { keepShops: true });
  rig.received.length = 0;
});
afterAll(() => rig.close());

const RUN = `mutation Run($query: String!, $groupObjects: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
    bulkOperation { id status }
    userErrors { code field message }
  }
}`;
const FIND = `query Find($id: ID!) { bulkOperation(id: $id) {
  id status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt } }`;
const ORDERS = `{ orders(query: "created_at:>=2020-01-01") { edges { node { id name
  lineItems { edges { node { id quantity product { id } } } } } } } }`;

async function run(query: string, options: { groupObjects?: boolean; token?: string } = {}) {
  const variables = { query, groupObjects: options.groupObjects ?? true };
  const { json } = await rig.graphql(RUN, { variables, token: options.token ?? token });
  return at(json, "data", "bulkOperationRunQuery");
}

async function find(id: string) {
  return at((await rig.graphql(FIND, { variables: { id }, token })).json, "data", "bulkOperation");
}

async function ended(started: unknown): Promise<unknown> {
  const id = textOf(started, "bulkOperation", "id");
  for (let waited = 0; waited < 3000; waited += 10) {
    const found = await find(id);
    if (["COMPLETED", "FAILED", "CANCELED"].includes(textOf(found, "status"))) return found;
    await sleep(10);
  }
  throw new Error("The operation did not end");
}

async function linesOf(operation: unknown, field = "url"): Promise<unknown[]> {
  const answer = await fetch(textOf(operation, field));
  const text = await answer.text();
  return text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

const buy = (fields: object = {}) => rig.control("/orders", { shop: SHOP, ...fields });
const twoLines = { lineItems: [{ variantId: 70011 }, { variantId: 70021, quantity: 2 }] };

describe("a bulk query", () => {
  test.each([
    ["text that is no query", "{ orders {", "Invalid bulk query"],
    ["a field that the schema lacks", "{ orders { edges { node { id colour } } } }", "colour"],
    ["no connection", "{ shop { name } }", "at least one connection"],
    ["a mutation", 'mutation { tagsAdd(id: "x", tags: ["a"]) { node { id } } }', "Only queries"],
    [
      "variables",
      "query A($q: String) { orders(query: $q) { edges { node { id } } } }",
      "no variables",
    ],
    ["several operations", "query A { shop { id } } query B { shop { id } }", "one operation"],
    ["node at the top", '{ node(id: "gid://shopify/Order/1") { id } }', "node"],
    [
      "more than five connections",
      "{ orders { edges { node { id a: lineItems { edges { node { id } } } b: lineItems { edges { node { id } } } c: lineItems { edges { node { id } } } d: lineItems { edges { node { id } } } e: lineItems { edges { node { id } } } } } } }",
      "more than 5",
    ],
    [
      "connections nested three levels deep",
      "{ customers { edges { node { id orders { edges { node { id lineItems { edges { node { id product { variants { edges { node { id } } } } } } } } } } } } } }",
      "nested deeper",
    ],
    [
      "children without the id of their parent",
      "{ orders { edges { node { name lineItems { edges { node { id } } } } } } }",
      "must select 'id'",
    ],
    [
      "a connection inside a list",
      "{ orders { edges { node { id fulfillments { id events { edges { node { id } } } } } } } }",
      "within a list field",
    ],
  ])("is refused with INVALID for %s", async (_what, query, words) => {
    const answer = await run(query);
    expect(at(answer, "bulkOperation")).toBeNull();
    expect(at(answer, "userErrors")).toMatchObject([{ code: "INVALID", field: ["query"] }]);
    expect(textOf(answer, "userErrors", 0, "message")).toContain(words);
  });

  test("is refused with LIMIT_REACHED while five of the shop are under way", async () => {
    await rig.control("/bulk", { delayMs: null });
    for (let nth = 0; nth < 5; nth += 1) expect(at(await run(ORDERS), "userErrors")).toEqual([]);
    expect(at(await run(ORDERS), "userErrors")).toMatchObject([{ code: "LIMIT_REACHED" }]);
  });

  test("fails with ACCESS_DENIED where a scope is missing", async () => {
    const small = await startRig({
      appToml: { apiVersion: "2026-10", scopes: ["read_products"], subscriptions: [] },
    });
    try {
      const own = await small.accessToken();
      const { json } = await small.graphql(RUN, {
        variables: { query: ORDERS, groupObjects: true },
        token: own,
      });
      const id = textOf(json, "data", "bulkOperationRunQuery", "bulkOperation", "id");
      let operation: unknown = null;
      for (let waited = 0; at(operation, "status") !== "FAILED" && waited < 3000; waited += 10) {
        await sleep(10);
        const found = await small.graphql(FIND, { variables: { id }, token: own });
        operation = at(found.json, "data", "bulkOperation");
      }
      expect(operation).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED", url: null });
    } finally {
      await small.close();
    }
  });
});

describe("a bulk operation", () => {
  test("counts its objects and writes a line for each, children under their parent with its id", async () => {
    for (let nth = 0; nth < 3; nth += 1) await buy(twoLines);
    const started = await run(ORDERS);
    expect(at(started, "bulkOperation", "status")).toBe("CREATED");
    const operation = await ended(started);
    expect(operation).toMatchObject({
      status: "COMPLETED",
      errorCode: null,
      objectCount: "9",
      rootObjectCount: "3",
      partialDataUrl: null,
    });
    const lines = await linesOf(operation);
    const parents = lines.map((line) => at(line, "__parentId") ?? null);
    const [first, second, third] = [0, 3, 6].map((index) => at(lines[index], "id"));
    expect(parents).toEqual([null, first, first, null, second, second, null, third, third]);
    expect(textOf(lines[1], "id")).toContain("gid://shopify/LineItem/");
    expect(lines[1]).toMatchObject({
      quantity: 1,
      product: { id: "gid://shopify/Product/7001" },
      __parentId: first,
    });
  });

  test("puts children anywhere behind their parents unless it was asked to group", async () => {
    for (let nth = 0; nth < 2; nth += 1) await buy(twoLines);
    const lines = await linesOf(await ended(await run(ORDERS, { groupObjects: false })));
    expect(lines.map((line) => at(line, "__parentId") !== undefined)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  test("has no file when there was nothing to write", async () => {
    const operation = await ended(await run(ORDERS));
    expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null });
  });

  test("knows no pages: whatever `first` says, everything comes", async () => {
    for (let nth = 0; nth < 4; nth += 1) await buy();
    const query = "{ orders(first: 1) { edges { node { id } } } }";
    expect(await linesOf(await ended(await run(query)))).toHaveLength(4);
  });

  test("reaches back 60 days, and all the way with read_all_orders", async () => {
    await buy({ createdAt: new Date(Date.now() - 100 * 86_400_000).toISOString() });
    await buy();
    expect(await linesOf(await ended(await run(ORDERS)))).toHaveLength(2);
    const all = { scope: "read_orders,read_products,read_all_orders" };
    const grant = rig.store.grants.get(token);
    Object.assign(grant ?? {}, all);
    expect(await linesOf(await ended(await run(ORDERS)))).toHaveLength(4);
  });

  test("ends with bulk_operations/finish, which names no file", async () => {
    const started = await run(ORDERS);
    await ended(started);
    const [got] = await rig.until(1);
    expect(got?.headers["x-shopify-topic"]).toBe("bulk_operations/finish");
    expect(Object.keys(got?.body ?? {}).toSorted()).toEqual([
      "admin_graphql_api_id",
      "completed_at",
      "created_at",
      "error_code",
      "status",
      "type",
    ]);
    expect(got?.body).toMatchObject({
      admin_graphql_api_id: textOf(started, "bulkOperation", "id"),
      error_code: null,
      status: "completed",
      type: "query",
    });
  });

  test("that fails on order leaves what it had, with the code", async () => {
    for (let nth = 0; nth < 4; nth += 1) await buy();
    await rig.control("/bulk", { fail: "TIMEOUT" });
    const operation = await ended(await run("{ orders { edges { node { id } } } }"));
    expect(operation).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null });
    expect(await linesOf(operation, "partialDataUrl")).toHaveLength(2);
    expect((await rig.until(1 + 4 * 2)).at(-1)?.body).toMatchObject({
      status: "failed",
      error_code: "timeout",
    });
  });

  test("is cancelled while it runs, and refused with INVALID afterwards", async () => {
    await rig.control("/bulk", { delayMs: null });
    const started = await run(ORDERS);
    const variables = { id: textOf(started, "bulkOperation", "id") };
    const cancel = `mutation C($id: ID!) { bulkOperationCancel(id: $id) {
      bulkOperation { status } userErrors { field message } } }`;
    const first = await rig.graphql(cancel, { variables, token });
    const path = ["data", "bulkOperationCancel"];
    expect(at(first.json, ...path, "bulkOperation", "status")).toBe("CANCELING");
    expect(await ended(started)).toMatchObject({ status: "CANCELED", url: null });
    const again = await rig.graphql(cancel, { variables, token });
    expect(textOf(again.json, ...path, "userErrors", 0, "message")).toContain("canceled");
  });

  test("is unknown to other shops", async () => {
    const id = textOf(await run(ORDERS), "bulkOperation", "id");
    const other = await rig.graphql(FIND, { variables: { id }, shop: "other.myshopify.com" });
    expect(at(other.json, "data", "bulkOperation")).toBeNull();
  });
});

describe("the file of a bulk operation", () => {
  test("is sent from any byte on, and lives seven days", async () => {
    await buy(twoLines);
    const url = textOf(await ended(await run(ORDERS)), "url");
    const whole = await (await fetch(url)).text();
    const rest = await fetch(url, { headers: { range: "bytes=10-" } });
    expect(rest.status).toBe(206);
    expect(await rest.text()).toBe(whole.slice(10));
    await rig.control("/bulk", { expired: true });
    expect((await fetch(url)).status).toBe(403);
  });

  test("breaks off, and has lines between the others, on order", async () => {
    await buy(twoLines);
    await rig.control("/bulk", { hostileLines: ["{"], cutAfterBytes: 40 });
    const url = textOf(await ended(await run(ORDERS)), "url");
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow("terminated");
    await rig.control("/bulk", { cutAfterBytes: null });
    const text = await (await fetch(url)).text();
    expect(text.split("\n").filter((line) => line === "{")).toHaveLength(3);
  });
});

describe("orders of the past", () => {
  const ordersOf = () => [...(rig.store.shops.get(SHOP)?.orders.values() ?? [])];
  const shape = () =>
    ordersOf().map(({ lines, email, createdAt }) => ({
      email,
      day: createdAt.slice(0, 10),
      products: lines.map((line) => line.productId),
    }));

  test("are the same every time, all within sixty days, and tell no webhook", async () => {
    await rig.control("/past-orders", { shop: SHOP });
    const first = shape();
    expect(first).toHaveLength(400);
    await rig.control("/reset", { keepShops: true });
    await rig.control("/past-orders", { shop: SHOP });
    expect(shape()).toEqual(first);
    expect(rig.received).toEqual([]);
    const oldest = Date.now() - 60 * 86_400_000;
    expect(ordersOf().every(({ createdAt }) => Date.parse(createdAt) > oldest)).toBe(true);
  });

  test("show what goes together: who bought bedding comes back for sheets, not for tea towels", async () => {
    await rig.control("/past-orders", { shop: SHOP });
    const products = [...(rig.store.shops.get(SHOP)?.products.values() ?? [])];
    const idOf = (handle: string) => products.find((one) => one.handle === handle)?.id ?? 0;
    const people = Map.groupBy(ordersOf(), ({ email }) => email);
    const share = (first: string, then: string) => {
      const bought = [...people.values()].map((orders) =>
        orders.flatMap(({ lines }) => lines.map((line) => line.productId)),
      );
      const those = bought.filter((ids) => ids.includes(idOf(first)));
      return those.filter((ids) => ids.includes(idOf(then))).length / those.length;
    };
    expect(share("leinen-bettwaesche", "leinen-spannbettlaken")).toBeGreaterThan(0.4);
    expect(share("leinen-bettwaesche", "geschirrtuch")).toBeLessThan(0.1);
    expect(share("leinen-kissen", "wolldecke")).toBeGreaterThan(0.4);
  });
});

describe("what becomes of an order", () => {
  const body = (topic: string) =>
    rig.received.findLast((got) => got.headers["x-shopify-topic"] === topic)?.body;

  test("parcels are told with orders/fulfilled, and their arrival with orders/updated", async () => {
    const { json } = await buy(twoLines);
    const id = at(json, "id");
    await rig.control(`/orders/${String(id)}/fulfil`, { whole: false });
    await rig.control(`/orders/${String(id)}/parcels`, { shipmentStatus: "delivered" });
    await rig.until(5);
    expect(body("orders/partially_fulfilled")).toMatchObject({
      fulfillments: [{ status: "success", shipment_status: null }],
    });
    expect(body("orders/updated")).toMatchObject({
      fulfillments: [{ shipment_status: "delivered" }],
    });
    const { json: read } = await rig.graphql(
      "{ orders(first: 1) { nodes { displayFulfillmentStatus fulfillments { displayStatus deliveredAt } } } }",
      { token },
    );
    const node = at(read, "data", "orders", "nodes", 0);
    expect(node).toMatchObject({
      displayFulfillmentStatus: "FULFILLED",
      fulfillments: [{ displayStatus: "DELIVERED" }],
    });
    expect(at(node, "fulfillments", 0, "deliveredAt")).toEqual(expect.any(String));
  });

  test("a refund names the pieces that go back, and is refused with 400 for more than is left", async () => {
    const { json } = await buy(twoLines);
    const [id, lineId] = [at(json, "id"), at(json, "order", "lines", 1, "id")];
    const path = `/orders/${String(id)}/refund`;
    await rig.control(path, { lines: [{ lineId, quantity: 1 }] });
    await rig.until(4);
    expect(body("refunds/create")).toMatchObject({
      order_id: id,
      refund_line_items: [{ line_item_id: lineId, quantity: 1 }],
    });
    expect(body("orders/updated")).toMatchObject({ financial_status: "partially_refunded" });
    expect((await rig.control(path, { lines: [{ lineId, quantity: 2 }] })).status).toBe(400);
    expect((await rig.control(path, { lines: [{ lineId: 1, quantity: 1 }] })).status).toBe(404);
    const { json: rest } = await rig.control(path);
    expect(at(rest, "order", "financialStatus")).toBe("refunded");
  });
});
