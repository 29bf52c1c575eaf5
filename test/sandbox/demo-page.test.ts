import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";

const SHOP = "demo.myshopify.com";
const WABA = "102900000000001";
const HOUR = 3_600_000;
const answerSchema = z.looseObject({
  error: z.string().optional(),
  name: z.string().optional(),
  switches: z.record(z.string(), z.unknown()).optional(),
});
type Body = Record<string, unknown>;

let sandbox: Sandbox;
/** The app as far as the demo page knows it: a clock, and a place for webhooks. */
let app: Server;
let appOffsetMs = 0;
let appIsAway = false;

beforeAll(async () => {
  app = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (request.url !== "/standin/clock") return void response.end();
      if (appIsAway) return void response.writeHead(503).end();
      if (request.method === "POST") {
        ({ offsetMs: appOffsetMs } = z.object({ offsetMs: z.number() }).parse(JSON.parse(body)));
      }
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ offsetMs: appOffsetMs }));
    });
  });
  await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
  const address = app.address();
  sandbox = await startSandbox({
    appUrl: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    ports: { demo: 0, shopify: 0, whatsapp: 0 },
    dataDir: null,
    language: "en",
    shopify: { apiKey: "key", apiSecret: "secret" },
    whatsapp: { appSecret: "secret", verifyToken: "verify", accessToken: "token" },
    shop: { domain: SHOP, name: "Leinenwerk" },
    number: {
      wabaId: WABA,
      portfolioId: "300100000000001",
      phoneNumberId: "106500000000001",
      displayPhone: "+49 30 9012345",
      verifiedName: "Leinenwerk",
    },
  });
});
afterAll(async () => {
  await sandbox.close();
  app.closeAllConnections();
  await new Promise((done) => app.close(done));
});
beforeEach(async () => {
  appIsAway = false;
  await post(`${sandbox.shopifyUrl}/_control/reset`, { keepShops: true });
});

async function post(url: string, body: Body): Promise<{ status: number; json: Body }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: z.looseObject({}).parse(await response.json()) };
}

async function press(action: string, body: Body = {}) {
  const { status, json } = await post(`${sandbox.demoUrl}/api/${action}`, body);
  return { status, ...answerSchema.parse(json) };
}

const read = async (url: string) => z.looseObject({}).parse(await (await fetch(url)).json());

test("the page holds shop, phone and admin in its language", async () => {
  const html = await (await fetch(`${sandbox.demoUrl}/?lang=de`)).text();
  expect(html).toContain('<html lang="de">');
  expect(html).toContain(`src="${sandbox.shopifyUrl}/shop?lang=de"`);
  expect(html).toContain(`src="${sandbox.whatsappUrl}/phone?lang=de`);
  expect(html).toContain(`src="${sandbox.shopifyUrl}/store/demo/apps/beckon?locale=de"`);
  expect(await (await fetch(sandbox.demoUrl)).text()).toContain('<html lang="en">');
});

test("time moves for the app and for both stand-ins, and two presses at once are two steps", async () => {
  const before = sandbox.clock.offsetMs();
  const [first] = await Promise.all([
    press("clock", { forwardMs: HOUR }),
    press("clock", { forwardMs: 24 * HOUR }),
  ]);
  expect(first.status).toBe(200);
  expect(appOffsetMs).toBe(before + 25 * HOUR);
  for (const url of [sandbox.shopifyUrl, sandbox.whatsappUrl]) {
    const { now } = z.looseObject({ now: z.string() }).parse(await read(`${url}/_control/state`));
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(before + 24.9 * HOUR);
  }
});

test("time stands still when the app does not answer", async () => {
  appIsAway = true;
  const before = sandbox.clock.offsetMs();
  expect(await press("clock", { forwardMs: HOUR })).toMatchObject({
    status: 409,
    error: "appAway",
  });
  expect(sandbox.clock.offsetMs()).toBe(before);
});

test("a step back is refused", async () => {
  expect((await press("clock", { forwardMs: -HOUR })).status).toBe(400);
});

test("buying elsewhere orders what the newest open checkout holds, with its person and a cart of its own", async () => {
  const checkout = await post(`${sandbox.shopifyUrl}/_control/checkouts`, {
    shop: SHOP,
    email: "mara@example.test",
    phone: "+4915112345678",
    lineItems: [{ variantId: 70011, quantity: 2 }],
  });
  const bought = await press("buy-elsewhere");
  expect(bought).toMatchObject({ status: 200, who: "mara@example.test" });
  const state = await read(`${sandbox.shopifyUrl}/_control/state?shop=${SHOP}`);
  const { shops } = z
    .object({ shops: z.array(z.object({ orders: z.array(z.looseObject({})) })) })
    .parse(state);
  const order = shops[0]?.orders.at(-1);
  expect(order).toMatchObject({
    email: "mara@example.test",
    phone: "+4915112345678",
    checkoutToken: null,
  });
  expect(order?.["cartToken"]).not.toBe(checkout.json["cartToken"]);
  expect(order?.["lines"]).toMatchObject([{ variantId: 70011, quantity: 2 }]);
});

test("buying elsewhere says so when nobody has begun a checkout", async () => {
  expect(await press("buy-elsewhere")).toMatchObject({ status: 409, error: "noCheckout" });
});

test("WhatsApp down refuses messages until it is back", async () => {
  const down = await press("whatsapp", { to: "down" });
  expect(down.switches).toMatchObject({ whatsapp: "down" });
  const state = await read(`${sandbox.whatsappUrl}/_control/state`);
  expect(state["faults"]).toMatchObject({ outage: "http500" });
  expect((await press("whatsapp", { to: "up" })).switches).toMatchObject({ whatsapp: "up" });
});

test("pausing pauses the cart reminders in every language, no other template, and resuming ends it", async () => {
  expect(await press("template", { to: "paused" })).toMatchObject({ error: "noTemplate" });
  const definition = (name: string, language: string) => ({
    wabaId: WABA,
    definition: {
      name,
      language,
      category: "MARKETING",
      components: [{ type: "BODY", text: "Your cart is waiting for you." }],
    },
  });
  await post(`${sandbox.whatsappUrl}/_control/seed`, {
    templates: [
      definition("beckon_cart_reminder_1", "en"),
      definition("beckon_cart_reminder_1", "de"),
      definition("welcome", "en"),
    ],
  });
  const statuses = async () => {
    const { templates } = z
      .looseObject({ templates: z.array(z.looseObject({ status: z.string() })) })
      .parse(await read(`${sandbox.whatsappUrl}/_control/state`));
    return templates.map(({ status }) => status);
  };
  expect((await press("template", { to: "paused" })).switches).toMatchObject({
    template: "paused",
  });
  expect(await statuses()).toEqual(["PAUSED", "PAUSED", "APPROVED"]);
  expect((await press("template", { to: "running" })).switches).toMatchObject({
    template: "running",
  });
  expect(await statuses()).toEqual(["APPROVED", "APPROVED", "APPROVED"]);
});

test.each(["duplicate", "shuffle", "normal"])("webhooks go %s in both stand-ins", async (mode) => {
  expect((await press("webhooks", { to: mode })).switches).toMatchObject({ webhooks: mode });
  for (const url of [sandbox.shopifyUrl, sandbox.whatsappUrl]) {
    expect((await read(`${url}/_control/state`))["webhooks"]).toMatchObject({ mode });
  }
});

test("the feed tells what happened to whoever opens the page later", async () => {
  await press("webhooks", { to: "normal" });
  const leaving = new AbortController();
  const response = await fetch(`${sandbox.demoUrl}/api/events`, { signal: leaving.signal });
  const first = await response.body?.pipeThrough(new TextDecoderStream()).getReader().read();
  leaving.abort();
  expect(first?.value).toContain('"what":"webhooksNormal"');
});
