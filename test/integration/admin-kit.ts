import { randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import { buildDeps, type Composition } from "#app/composition.server.ts";
import type { Settings } from "#app/env.server.ts";
import { processIntake } from "#app/modules/intake/index.ts";
import { clientIpReader } from "#app/web/client-ip.ts";
import { openPages } from "#app/web/remix-pages.ts";
import { startWeb } from "#app/web/start-web.ts";
import { handlers } from "#app/worker/handlers.ts";
import { startShopifyStandIn } from "#test/sandbox/shopify/index.ts";
import { ensureBuilt } from "#test/support/ensure-build.ts";
import { freePort } from "#test/support/ports.ts";
import { createTestDatabase } from "#test/support/postgres.ts";
import { API_KEY, SECRET, webSettings } from "./web-kit.ts";

/** A browser as merchants have it: the library answers 410 to programs. */
export const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

export interface AdminWorld {
  built: Composition;
  owner: pg.Pool;
  url: string;
  standinUrl: string;
  /** Origin and path of a shop's page as Shopify's admin opens it. */
  address(shop: string, path: string, change?: Record<string, string | null>): Promise<string>;
  token(shop: string, change?: object): Promise<string>;
  control(path: string, body?: object): Promise<Response>;
  /** Lets the worker's map process what waits. */
  work(): Promise<void>;
  addShop(): Promise<string>;
  close(): Promise<void>;
}

const tokenSchema = z.object({ token: z.string() });

/** The stand-in's control API, as far as these tests use it. */
function standinControl(standinUrl: string) {
  const control = (path: string, body: object = {}) =>
    fetch(`${standinUrl}/_control${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    control,
    token: async (shop: string, change: object = {}) => {
      const answer = await control("/session-token", { kind: "admin", shop, ...change });
      return tokenSchema.parse(await answer.json()).token;
    },
    addShop: async () => {
      const domain = `shop-${randomUUID().slice(0, 8)}.myshopify.com`;
      const shop = { domain, name: "Leinenwerk", currency: "EUR", zone: "Europe/Berlin" };
      const answer = await control("/seed", { shops: [shop], products: [] });
      if (!answer.ok) throw new Error(`Seeding the stand-in failed: ${await answer.text()}`);
      return domain;
    },
  };
}

async function startOurWeb(settings: Settings) {
  const built = await buildDeps(settings, "web");
  const { deps, shopify } = built;
  const pages = await openPages({
    context: { deps, shopify, apiKey: API_KEY, appBridgeUrl: settings.APP_BRIDGE_URL },
    isTrustedProxy: clientIpReader([]).isTrusted,
  });
  return { built, web: await startWeb(settings, deps, pages) };
}

/** Lets the worker's map process what waits. */
async function work({ deps }: Composition): Promise<void> {
  const due = await deps.db.crossShop.intakeDue(deps.clock.now(), 100);
  for (const { shopId, eventId } of due) {
    await processIntake(deps, { shopId, eventIds: [eventId], subscribers: handlers });
  }
}

/** The whole web process with its built pages, in front of the Shopify stand-in. */
export async function startAdminWorld(): Promise<AdminWorld> {
  await ensureBuilt(["web"], () => undefined);
  const database = await createTestDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on("error", () => undefined); // the database is dropped under it
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const standin = await startShopifyStandIn({ apiKey: API_KEY, apiSecret: SECRET, appUrl: url });
  const settings = webSettings({
    DATABASE_URL: database.appUrl,
    DATABASE_POOL: "8",
    PORT: String(port),
    SHOPIFY_APP_URL: url,
    SHOPIFY_STANDIN_URL: standin.url,
    APP_BRIDGE_URL: `${standin.url}/app-bridge.js`,
    LOG_LEVEL: "silent",
  });
  const { built, web } = await startOurWeb(settings);
  const standinParts = standinControl(standin.url);
  return {
    built,
    owner,
    url,
    standinUrl: standin.url,
    ...standinParts,
    address: async (shop, path, change = {}) => {
      const host = Buffer.from(`admin.shopify.com/store/${shop.split(".")[0]}`).toString("base64");
      const id_token = await standinParts.token(shop);
      const all = { embedded: "1", shop, host, id_token, ...change };
      const given = Object.entries(all).filter((e): e is [string, string] => e[1] !== null);
      return `${url}${path}?${new URLSearchParams(given)}`;
    },
    work: () => work(built),
    close: async () => {
      await web.close(2_000);
      await standin.close();
      await built.close();
      await owner.end();
      await database.drop();
    },
  };
}
