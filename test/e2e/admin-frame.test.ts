import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startShopifyStandIn } from "#test/sandbox/shopify/index.ts";
import { launchBrowser, type TestBrowser } from "#test/support/browser.ts";

/**
 * The stand-in's App Bridge against an app of a few lines: what our own admin takes for granted. The app is on
 * 127.0.0.1 and the admin on localhost, so that the frame is third-party, as in Shopify.
 */

const KEY = "bridge-key";
const ADMIN = "/store/demo/apps/beckon";

type Call = { path: string; authorization: string | undefined };

let standIn: Awaited<ReturnType<typeof startShopifyStandIn>>;
let app: Server;
let browser: TestBrowser;
let context: BrowserContext;
let page: Page;
let calls: Call[] = [];
/** How often the next /api calls are refused as Shopify's library refuses an expired token. */
let refusals = 0;

function appPage(query: URLSearchParams): string {
  return `<!doctype html><html lang="en"><head><title>Tiny app</title>
<meta name="shopify-api-key" content="${KEY}"><script src="${standIn.url}/app-bridge.js"></script></head><body>
<ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/second">Second</a></ui-nav-menu>
<h1></h1><p id="out"></p><p id="locale">${query.get("locale") ?? ""}</p>
<button onclick="call()">Call</button>
<button onclick="shopify.toast.show('Saved')">Toast</button>
<button onclick="window.open('/app/second?from=top', '_top')">Leave</button>
<form data-save-bar onsubmit="event.preventDefault(); out('submitted')"><label>Name <input name="n"></label></form>
<ui-modal id="m"><p>Really?</p><ui-title-bar title="Sure"><button variant="primary" onclick="out('yes')">Yes</button></ui-title-bar></ui-modal>
<button onclick="shopify.modal.show('m')">Modal</button>
<script>
const out = (text) => document.getElementById("out").textContent = text;
const title = () => document.querySelector("h1").textContent = location.pathname;
async function call() { const r = await fetch("/api"); out(r.status + " " + await r.text()) }
const router = () => addEventListener("shopify:navigate", (e) => { history.pushState(null, "", e.target.getAttribute("href")); title(); });
setTimeout(router, ${query.get("wakes") ?? 0});
title();
</script></body></html>`;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://app");
  calls.push({ path: url.pathname, authorization: request.headers.authorization });
  if (url.pathname === "/auth/session-token") {
    response.setHeader("content-type", "text/html");
    response.end(`<script data-api-key="${KEY}" src="${standIn.url}/app-bridge.js"></script>`);
  } else if (url.pathname.startsWith("/app")) {
    if (url.searchParams.has("bounce") && !url.searchParams.has("bounced"))
      return bounce(url, response);
    response.setHeader("content-type", "text/html");
    response.end(appPage(url.searchParams));
  } else if (refusals > 0) {
    refusals -= 1;
    response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" }).end();
  } else response.end("fine");
}

/** As the library does without an id token: to a page that has only App Bridge. */
function bounce(url: URL, response: ServerResponse): void {
  url.searchParams.delete("id_token");
  url.searchParams.set("bounced", "1");
  const reload = `${url.pathname}?${url.searchParams.toString()}`;
  const query = new URLSearchParams({ shop: "demo.myshopify.com", "shopify-reload": reload });
  response.writeHead(302, { location: `/auth/session-token?${query.toString()}` }).end();
}

function portOfApp(): number {
  const address = app.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

beforeAll(async () => {
  app = createServer(answer);
  await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
  const appUrl = `http://127.0.0.1:${portOfApp()}`;
  standIn = await startShopifyStandIn({ apiKey: KEY, apiSecret: "secret", appUrl, appToml: null });
  await fetch(`${standIn.url}/_control/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ shops: [{ domain: "demo.myshopify.com", name: "Leinenwerk" }] }),
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await standIn.close();
  app.closeAllConnections();
  await new Promise((done) => app.close(done));
});

beforeEach(async () => {
  calls = [];
  refusals = 0;
  context = await browser.openContext();
  page = await context.newPage();
});
afterEach(() => context.close());

async function openAdmin(path = "", locale = "en"): Promise<FrameLocator> {
  const query = path.includes("?") ? `&locale=${locale}` : `?locale=${locale}`;
  await page.goto(standIn.url + ADMIN + path + query);
  return page.frameLocator('iframe[title="Beckon"]');
}

/** A browser under load may take its time. */
const SOON = { timeout: 10_000 };
const apiTokens = () => calls.filter(({ path }) => path === "/api").map((one) => one.authorization);
const textOf = (frame: FrameLocator, selector: string) => frame.locator(selector).textContent();

test("a request to the app's own origin carries an id token", async () => {
  const frame = await openAdmin();
  await frame.getByRole("button", { name: "Call" }).click();
  await expect.poll(() => textOf(frame, "#out"), SOON).toBe("200 fine");
  expect(apiTokens()).toEqual([expect.stringMatching(/^Bearer eyJ/)]);
});

test("a refused token is replaced by a new one and the request is repeated once", async () => {
  const frame = await openAdmin();
  refusals = 1;
  await frame.getByRole("button", { name: "Call" }).click();
  await expect.poll(() => textOf(frame, "#out"), SOON).toBe("200 fine");
  const [first, second] = apiTokens();
  expect(second).toMatch(/^Bearer eyJ/);
  expect(second).not.toBe(first);

  refusals = 5;
  await frame.getByRole("button", { name: "Call" }).click();
  await expect.poll(() => textOf(frame, "#out"), SOON).toBe("401 ");
  expect(apiTokens()).toHaveLength(4);
});

test("the admin shows the app's menu, moves the app with it and follows in its own address", async () => {
  const frame = await openAdmin();
  await page.getByRole("link", { name: "Second" }).click();
  await expect.poll(() => textOf(frame, "h1"), SOON).toBe("/app/second");
  await expect.poll(() => new URL(page.url()).pathname, SOON).toBe(`${ADMIN}/app/second`);
  expect(await page.getByRole("link", { name: "Second" }).getAttribute("aria-current")).toBe(
    "page",
  );
  expect(await page.getByRole("link", { name: "Home" }).count()).toBe(0);

  await page.reload();
  await expect.poll(() => textOf(frame, "h1"), SOON).toBe("/app/second");
  expect(page.url()).not.toContain("id_token");
});

test("an admin that is slower than its app misses nothing of it", async () => {
  await page.route("**/admin-frame.js", async (route) => {
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  await openAdmin();
  await page.getByRole("link", { name: "Second" }).click();
  await expect.poll(() => new URL(page.url()).pathname, SOON).toBe(`${ADMIN}/app/second`);
});

test("an app that wakes late is busy till then, and goes where the menu was pressed before", async () => {
  const frame = await openAdmin("/app?wakes=1500");
  const busy = page.locator('iframe[aria-busy="true"]');
  expect(await busy.count()).toBe(1);
  await page.getByRole("link", { name: "Second" }).click();
  expect(await textOf(frame, "h1")).toBe("/app");
  await expect.poll(() => textOf(frame, "h1"), SOON).toBe("/app/second");
  expect(await busy.count()).toBe(0);
});

test("a page without a token comes back through the bounce page", async () => {
  const frame = await openAdmin("/app/second?bounce=1");
  await expect.poll(() => textOf(frame, "h1"), SOON).toBe("/app/second");
  expect(calls.map(({ path }) => path)).toContain("/auth/session-token");
});

test("a toast is announced by the admin", async () => {
  const frame = await openAdmin();
  await frame.getByRole("button", { name: "Toast" }).click();
  await expect.poll(() => page.getByRole("status").textContent(), SOON).toContain("Saved");
});

test("unsaved changes hold the merchant back until saved, discarded or left", async () => {
  const frame = await openAdmin();
  const placeOfFrame = () => page.locator('iframe[title="Beckon"]').boundingBox();
  const before = await placeOfFrame();
  await frame.getByLabel("Name").fill("x");
  // The admin knows of the change once it offers to save it.
  await page.getByRole("button", { name: "Save" }).waitFor();
  expect(await placeOfFrame()).toEqual(before);
  await page.getByRole("link", { name: "Second" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  expect(await textOf(frame, "h1")).toBe("/app");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => textOf(frame, "#out"), SOON).toBe("submitted");
  await expect.poll(() => page.getByRole("button", { name: "Save" }).isVisible(), SOON).toBe(false);
});

test("a modal shows its content and presses the app's own button", async () => {
  const frame = await openAdmin();
  await frame.getByRole("button", { name: "Modal" }).click();
  const dialog = frame.getByRole("dialog", { name: "Sure" });
  await dialog.getByText("Really?").waitFor();
  await dialog.getByRole("button", { name: "Yes" }).click();
  await expect.poll(() => textOf(frame, "#out"), SOON).toBe("yes");
});

test("leaving for the top loads the app's page inside the admin", async () => {
  const frame = await openAdmin();
  await frame.getByRole("button", { name: "Leave" }).click();
  await expect.poll(() => textOf(frame, "h1"), SOON).toBe("/app/second");
  await expect.poll(() => new URL(page.url()).searchParams.get("from"), SOON).toBe("top");
});

test("the language of the admin is handed to the app", async () => {
  const frame = await openAdmin("/app/second");
  await expect.poll(() => textOf(frame, "#locale"), SOON).toBe("en");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect.poll(() => textOf(frame, "#locale"), SOON).toBe("de");
  expect(await page.getByRole("navigation", { name: "Menü" }).count()).toBe(1);
  expect(await textOf(frame, "h1")).toBe("/app/second");
});

test("the app opened on its own is sent into the admin", async () => {
  await page.goto(`http://127.0.0.1:${portOfApp()}/app/second?shop=demo.myshopify.com`);
  await expect.poll(() => page.url(), SOON).toBe(`${standIn.url}${ADMIN}/app/second`);
});
