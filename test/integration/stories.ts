import { z } from "zod";
import { openShopify } from "#app/adapters/shopify/open-shopify.server.ts";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { sweepIntake } from "#app/modules/intake/index.ts";
import { installShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { startWeb } from "#app/web/start-web.ts";
import { handlers } from "#app/worker/handlers.ts";
import { startShopifyStandIn } from "#test/sandbox/shopify/index.ts";
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { freePort } from "#test/support/ports.ts";
import { BROWSER } from "./admin-kit.ts";
import { API_KEY, SECRET, VERIFY_TOKEN, WHATSAPP_SECRET, webSettings } from "./web-kit.ts";

const tokenSchema = z.object({ token: z.string() });

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const json: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
}

/** Both stand-ins; what they date is as the test's clock says. */
async function startStandIns(appUrl: string, now: () => Date) {
  const shopify = await startShopifyStandIn({
    apiKey: API_KEY,
    apiSecret: SECRET,
    appUrl,
    now,
  });
  const whatsapp = await startWhatsAppStandIn({
    appSecret: WHATSAPP_SECRET,
    verifyToken: VERIFY_TOKEN,
    webhookUrl: `${appUrl}/webhooks/whatsapp`,
    now,
  });
  await post(`${whatsapp.url}/_control/statuses`, { auto: false, batchSize: 1 });
  return { shopify, whatsapp };
}

function shopifyLibrary(deps: Deps, urls: { app: string; standin: string }) {
  return openShopify({
    apiKey: API_KEY,
    apiSecret: SECRET,
    appUrl: urls.app,
    appBridgeUrl: `${urls.standin}/app-bridge.js`,
    standinUrl: urls.standin,
    db: deps.db,
    vault: deps.vault,
    log: deps.log,
    onInstall: (shop) => installShop(deps, shop),
  });
}

/** How the admin opens the app: an embedded page with a token, which installs it. */
function adminRequest(appUrl: string, domain: string, token: string): Request {
  const host = Buffer.from(`admin.shopify.com/store/${domain.split(".")[0]}`).toString("base64");
  const query = new URLSearchParams({ embedded: "1", shop: domain, host, id_token: token });
  return new Request(`${appUrl}/app?${query}`, { headers: { "User-Agent": BROWSER } });
}

export interface Stories extends TestDeps {
  /** the control APIs of the stand-ins */
  shopify(path: string, body?: object): Promise<unknown>;
  whatsapp(path: string, body?: object): Promise<unknown>;
  whatsappUrl: string;
  install(domain: string): Promise<void>;
}

/** Both stand-ins, the web process's server in front of the real use-cases, and time that the test moves. */
export async function startStories(): Promise<Stories> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let now = () => new Date();
  const { shopify, whatsapp } = await startStandIns(url, () => now());
  const { graphUrl } = whatsapp;
  const world = await createTestDeps({
    change: {
      appUrl: url,
      extraShopOrigins: [shopify.url],
      whatsapp: openWhatsApp({ graphUrl, version: "v26.0", appId: "12345" }),
    },
  });
  const { deps, clock } = world;
  now = () => clock.now();
  const library = await shopifyLibrary(deps, { app: url, standin: shopify.url });
  deps.shopify = library.admin;
  const origins = { SHOPIFY_APP_URL: url, SHOPIFY_STANDIN_URL: shopify.url };
  const settings = webSettings({ PORT: String(port), ...origins });
  const web = await startWeb(settings, deps, (_request, response) => {
    response.writeHead(404).end();
  });
  const ofShopify = (path: string, body: object = {}) =>
    post(`${shopify.url}/_control/${path}`, body);
  return {
    ...world,
    shopify: ofShopify,
    whatsapp: (path, body = {}) => post(`${whatsapp.url}/_control/${path}`, body),
    whatsappUrl: whatsapp.url,
    install: async (domain) => {
      const minted = await ofShopify("session-token", { kind: "admin", shop: domain });
      const { token } = tokenSchema.parse(minted);
      await library.app.authenticate.admin(adminRequest(url, domain, token));
    },
    close: async () => {
      await web.close(2000);
      await shopify.close();
      await whatsapp.close();
      await world.close();
    },
  };
}

/** Lets the worker's map process everything that was acknowledged and is due now. */
export async function work({ deps }: Pick<TestDeps, "deps">): Promise<void> {
  while ((await sweepIntake(deps, handlers)) > 0);
}

const stateSchema = z.object({
  webhooks: z.object({ queuedUpdates: z.number(), openPosts: z.number() }),
});

/** Resolves once our web process has acknowledged everything that WhatsApp had to say. */
export async function whatsAppArrives(stories: Stories): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const state = await fetch(`${stories.whatsappUrl}/_control/state`);
    const { queuedUpdates, openPosts } = stateSchema.parse(await state.json()).webhooks;
    if (queuedUpdates + openPosts === 0) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error("WhatsApp's webhooks were not all delivered");
}

const drainSchema = z.object({ drained: z.boolean() });

/** The same for Shopify's webhooks. */
export async function shopifyArrives(stories: Stories): Promise<void> {
  const answer = await stories.shopify("webhooks/drain", { timeoutMs: 20_000 });
  if (!drainSchema.parse(answer).drained) {
    throw new Error("Shopify's webhooks were not all delivered");
  }
}
