import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWebFetch } from "#app/adapters/web-fetch/web-fetch.server.ts";
import { checkProxy, linkBaseNow, readLinkBase, sweepProxies } from "#app/modules/links/index.ts";
import type { ShopifyAdmin } from "#app/ports/shopify-admin.ts";
import { startShopifyStandIn } from "#test/sandbox/shopify/server.ts";
import { SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

type StandIn = Awaited<ReturnType<typeof startShopifyStandIn>>;

let world: TestWeb;
let standIn: StandIn;
let appFront: Server;
let shopId = "";

/** What Shopify says of the shop when it is asked anew. */
let primaryHost = "shop.example";
const shopify: ShopifyAdmin = {
  query: async ({ schema }) =>
    schema.parse({
      shop: {
        name: "Leinenwerk",
        currencyCode: "EUR",
        ianaTimezone: "Europe/Berlin",
        primaryDomain: { host: primaryHost, localization: null },
      },
    }),
};

/** The stand-in needs the app's address before the app is there: a door in front of it. */
async function openDoor(): Promise<string> {
  appFront = createServer((request, response) => {
    void fetch(`${world.url}${request.url ?? ""}`, { redirect: "manual" }).then(async (answer) => {
      response.writeHead(answer.status, { location: answer.headers.get("location") ?? "" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((done) => appFront.listen(0, "127.0.0.1", done));
  const address = appFront.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${standIn.url}/_control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

beforeAll(async () => {
  const appUrl = await openDoor();
  standIn = await startShopifyStandIn({ apiKey: "key", apiSecret: SECRET, appUrl });
  const web = openWebFetch({ localOrigins: [standIn.url] });
  world = await startTestWeb({ change: { extraShopOrigins: [standIn.url], appUrl, shopify, web } });
});
beforeEach(async () => {
  // A shop keeps its id for ever, so each test has a shop of its own.
  await world.owner.query("update shop set status = 'uninstalled'");
  const domain = `${randomUUID()}.myshopify.com`;
  await control("seed", { shops: [{ domain, name: "Leinenwerk" }] });
  shopId = await world.addShop({ domain });
});
afterEach(() => control("faults", { appProxy: "ok" }));
afterAll(async () => {
  await world.close();
  await standIn.close();
  appFront.closeAllConnections();
  appFront.close();
});

const state = () => world.deps.db.inShop(shopId, (tx) => readLinkBase(tx, shopId));
const base = () => world.deps.db.inShop(shopId, (tx) => linkBaseNow(tx, shopId, world.clock.now()));
const check = () => checkProxy(world.deps, shopId);

async function broken(appProxy: string): Promise<void> {
  await control("faults", { appProxy });
  world.clock.forward({ minutes: 10 });
}

describe("the check of a shop's own domain", () => {
  test("goes through the storefront, and its links run there from then on", async () => {
    expect(await base()).toBe("app");
    expect(await check()).toEqual({ hasSwitched: true, hasMoved: false });
    expect(await base()).toBe("proxy");
    expect(await state()).toMatchObject({ reason: "works", origin: standIn.url });
    expect(await check()).toEqual({ hasSwitched: false, hasMoved: false });
  });

  test.each([
    ["renamed", "not_there"],
    ["password", "password"],
    ["moved", "moved"],
  ])("takes links to our own domain when the path is %s", async (fault, reason) => {
    await check();
    await broken(fault);
    expect(await check()).toMatchObject({ hasSwitched: true });
    expect(await base()).toBe("app");
    expect(await state()).toMatchObject({ base: "app", reason });
  });

  test("forgives one failure that may pass, and trusts the domain again after an hour", async () => {
    await check();
    await broken("down");
    expect(await check()).toMatchObject({ hasSwitched: false });
    world.clock.forward({ minutes: 1 });
    expect(await check()).toMatchObject({ hasSwitched: true });
    await control("faults", { appProxy: "ok" });
    world.clock.forward({ minutes: 10 });
    await check();
    expect(await state()).toMatchObject({ base: "app", reason: "proving" });
    world.clock.forward({ minutes: 61 });
    await check();
    expect(await base()).toBe("proxy");
  });

  test("is not fooled by a storefront that answers in our place", async () => {
    const fake = createServer((_request, response) => {
      response.writeHead(302, { location: `${world.deps.appUrl}/proxy-checked/AAAA` }).end();
    });
    await new Promise<void>((done) => fake.listen(0, "127.0.0.1", done));
    const address = fake.address();
    const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const web = openWebFetch({ localOrigins: [origin] });
    const deps = { ...world.deps, extraShopOrigins: [origin], web };
    await checkProxy(deps, shopId);
    expect(await state()).toMatchObject({ base: "app", reason: "moved" });
    fake.closeAllConnections();
    fake.close();
    await web.close();
  });

  test("asks no private address, whatever a shop's domain points to", async () => {
    const deps = { ...world.deps, extraShopOrigins: [] };
    primaryHost = "127.0.0.1";
    await world.owner.query(
      "update shop set storefront_domains = array['127.0.0.1'] where id = $1",
      [shopId],
    );
    await checkProxy(deps, shopId);
    expect(await state()).toMatchObject({ base: "app", reason: "unreachable" });
    primaryHost = "shop.example";
  });

  test("learns of a new primary domain from Shopify", async () => {
    const deps = { ...world.deps, extraShopOrigins: [] };
    await world.owner.query(
      "update shop set storefront_domains = array['localhost'] where id = $1",
      [shopId],
    );
    primaryHost = "127.0.0.2";
    await checkProxy(deps, shopId);
    expect((await state())?.origin).toBe("https://127.0.0.2");
    primaryHost = "127.0.0.3";
    world.clock.forward({ minutes: 10 });
    expect(await checkProxy(deps, shopId)).toMatchObject({ hasMoved: true });
    primaryHost = "shop.example";
  });

  test("is left out for a shop that has removed the app", async () => {
    await world.owner.query("update shop set status = 'uninstalled' where id = $1", [shopId]);
    await check();
    expect(await state()).toBeNull();
  });

  test("at the same time twice writes once", async () => {
    const results = await Promise.all([check(), check()]);
    expect(results.filter(({ hasSwitched }) => hasSwitched)).toHaveLength(1);
  });
});

describe("the sweep", () => {
  test("asks for a check of new shops, of those that are due, and of nobody else", async () => {
    const asked = async () => {
      world.jobs.added.length = 0;
      await sweepProxies(world.deps);
      return world.jobs.added.map(({ payload }) => payload);
    };
    expect(await asked()).toEqual([{ shopId }]);
    await check();
    expect(await asked()).toEqual([]);
    world.clock.forward({ minutes: 10 });
    expect(await asked()).toEqual([{ shopId }]);
    await world.owner.query("update shop set status = 'uninstalled' where id = $1", [shopId]);
    expect(await asked()).toEqual([]);
  });
});
