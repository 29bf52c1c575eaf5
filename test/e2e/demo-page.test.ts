import { createServer, type Server } from "node:http";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#test/sandbox/start-sandbox.ts";
import { launchBrowser, type TestBrowser } from "#test/support/browser.ts";

/** The demo page by itself; the whole story with the real app is another test. */

const SHOPPER = "+4915123456789";
const NUMBER = {
  wabaId: "102900000000001",
  portfolioId: "300100000000001",
  phoneNumberId: "106500000000001",
  displayPhone: "+49 30 9012345",
  verifiedName: "Leinenwerk",
};
const SOON = { timeout: 10_000 };

let app: Server;
let sandbox: Sandbox;
let browser: TestBrowser;
let context: BrowserContext | undefined;

beforeAll(async () => {
  app = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.method === "POST") request.pipe(response);
    else response.end(JSON.stringify({ offsetMs: 0 }));
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
    shop: { domain: "demo.myshopify.com", name: "Leinenwerk" },
    number: NUMBER,
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await sandbox.close();
  app.closeAllConnections();
  await new Promise((done) => app.close(done));
});
afterEach(() => context?.close());

async function openDemo(options: { width: number; lang?: string }): Promise<Page> {
  context = await browser.openContext({ viewport: { width: options.width, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${sandbox.demoUrl}/?lang=${options.lang ?? "en"}`);
  await expect.poll(() => page.getByRole("timer").textContent(), SOON).toMatch(/\d\d:\d\d:\d\d/);
  return page;
}

test.each([
  { width: 1440, lang: "en" },
  { width: 1440, lang: "de" },
  { width: 390, lang: "en" },
  { width: 390, lang: "de" },
])("has no accessibility faults and no sideways scroll: $width px, $lang", async (how) => {
  const page = await openDemo(how);
  // What the frames hold is tested where it is made.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(how.width);
});

test("every control has its name, and the time steps are said and shown", async () => {
  const page = await openDemo({ width: 1440 });
  const names = await page
    .getByRole("region", { name: "Controls" })
    .getByRole("button")
    .allTextContents();
  expect(names.map((name) => name.trim())).toEqual([
    "+1 hour",
    "+1 day",
    "+2 weeks",
    "Buy on another device",
    "Unsubscribe customer",
    "Subscribe customer",
    "WhatsApp down",
    "WhatsApp up",
    "Template paused",
    "Template approved",
    "Reject the next one",
    "Number rated low",
    "Number rated high",
    "Everybody says STOP",
    "Shop's domain broken",
    "Shop's domain works",
    "Twice",
    "Wrong order",
    "Normal",
  ]);
  await page.getByRole("button", { name: "+1 day" }).click();
  await expect.poll(() => page.getByRole("status").textContent(), SOON).toContain("It is");
  await expect
    .poll(() => page.getByRole("timer").textContent(), SOON)
    .toContain("1 d ahead of real time");
  await expect
    .poll(() => page.getByRole("log").textContent(), SOON)
    .toContain("Time moves on by 24 h.");
});

test("a switch shows where it stands, and what fails is said in words", async () => {
  const page = await openDemo({ width: 1440, lang: "de" });
  const down = page.getByRole("button", { name: "WhatsApp gestört" });
  await down.click();
  await expect.poll(() => down.getAttribute("aria-pressed"), SOON).toBe("true");
  await page.getByRole("button", { name: "WhatsApp läuft" }).click();
  await expect.poll(() => down.getAttribute("aria-pressed"), SOON).toBe("false");
  await page.getByRole("button", { name: "Auf anderem Gerät kaufen" }).click();
  await expect
    .poll(() => page.getByRole("alert").textContent(), SOON)
    .toContain("Es gibt noch keine offene Kasse");
});

test("on a phone tabs choose the window, by keyboard too", async () => {
  const page = await openDemo({ width: 390 });
  const panel = page.getByRole("tabpanel");
  expect(await panel.getAttribute("aria-label")).toBe("Shop");
  await page.getByRole("tab", { name: "Shop" }).press("ArrowRight");
  expect(await panel.getAttribute("aria-label")).toBe("Phone");
  await page.getByRole("tab", { name: "Admin" }).click();
  expect(await panel.getAttribute("aria-label")).toBe("Admin");
  expect(await page.getByRole("tab", { selected: true }).textContent()).toMatch(/Admin/);
});

test("a link that is tapped on the phone opens in the shop's window", async () => {
  const page = await openDemo({ width: 390 });
  await page.getByRole("tab", { name: "Phone" }).click();
  const phone = page.frameLocator('iframe[title="Phone"]');
  await send(`Look: ${sandbox.shopifyUrl}/shop/cart`);
  await phone.getByRole("link", { name: "/shop/cart" }).click();
  await expect.poll(() => page.getByRole("tabpanel").getAttribute("aria-label"), SOON).toBe("Shop");
  const shop = () => page.frames().find((frame) => frame.name() === "shop");
  await expect.poll(() => shop()?.url(), SOON).toBe(`${sandbox.shopifyUrl}/shop/cart`);
  expect(context?.pages()).toHaveLength(1);
});

/** The shopper writes first, which opens the window for a free text. */
async function send(text: string): Promise<void> {
  const headers = { "content-type": "application/json", authorization: "Bearer token" };
  const post = (path: string, body: object) =>
    fetch(sandbox.whatsappUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
  await post("/_control/inbound", { from: SHOPPER, text: "Hello" });
  const sent = await post(`/graph/v26.0/${NUMBER.phoneNumberId}/messages`, {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: SHOPPER,
    type: "text",
    text: { body: text },
  });
  expect(sent.status).toBe(200);
}
