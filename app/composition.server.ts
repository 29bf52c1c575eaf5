import { movableClock, realClock } from "#app/adapters/clock/clock.server.ts";
import { awaitDatabase } from "#app/adapters/db/await-database.server.ts";
import { openDb, queuePool } from "#app/adapters/db/client.server.ts";
import { describeError, openLog } from "#app/adapters/log/log.server.ts";
import { queueBackend } from "#app/adapters/queue/backend.server.ts";
import { openProducer } from "#app/adapters/queue/jobs.server.ts";
import { noRecommender } from "#app/adapters/recommender/no-recommender.ts";
import { openShopify, type ShopifyApp } from "#app/adapters/shopify/open-shopify.server.ts";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { openWebFetch } from "#app/adapters/web-fetch/web-fetch.server.ts";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { announcements } from "./announcements.server.ts";
import type { Settings } from "./env.server.ts";
import { installShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { ShopifyAdmin } from "#app/ports/shopify-admin.ts";

export interface Composition {
  deps: Deps;
  shopify: ShopifyApp;
  backend: ReturnType<typeof queueBackend>;
  producer: ReturnType<typeof openProducer>;
  /** Closes what was opened, last opened first. */
  close(): Promise<void>;
}

/** Three workers listen and fetch, three queues add. */
const QUEUE_CONNECTIONS = 12;

function openStores(settings: Settings, part: string) {
  const log = openLog({ level: settings.LOG_LEVEL, part });
  const onError = (error: unknown) => log.warn("db.connection", describeError(error));
  const pool = { url: settings.DATABASE_URL, poolSize: settings.DATABASE_POOL, onError };
  const db = openDb(pool);
  const clock = settings.SHOPIFY_STANDIN_URL
    ? movableClock(db.crossShop, onError)
    : { ...realClock(), stop: () => {} };
  const backend = queueBackend(
    settings.REDIS_URL
      ? { redisUrl: settings.REDIS_URL }
      : { pool: queuePool({ ...pool, poolSize: QUEUE_CONNECTIONS }) },
  );
  return { log, db, clock, backend, producer: openProducer(backend, log) };
}

/** Nobody can ask Shopify before Shopify's library is set up, which itself needs the rest. */
const notYet: ShopifyAdmin = {
  query: () => Promise.reject(new Error("Shopify's library is not set up yet")),
};

async function connectShopify(settings: Settings, deps: Deps): Promise<ShopifyApp> {
  const { app, admin } = await openShopify({
    apiKey: settings.SHOPIFY_API_KEY,
    apiSecret: settings.SHOPIFY_API_SECRET,
    appUrl: settings.SHOPIFY_APP_URL,
    appBridgeUrl: settings.APP_BRIDGE_URL,
    standinUrl: settings.SHOPIFY_STANDIN_URL,
    db: deps.db,
    vault: deps.vault,
    log: deps.log,
    onInstall: (shop) => installShop(deps, shop),
  });
  deps.shopify = admin;
  return app;
}

/** Builds every adapter once and hands out what use-cases take as their first argument. */
export async function buildDeps(settings: Settings, part: "web" | "worker"): Promise<Composition> {
  const { log, db, clock, backend, producer } = openStores(settings, part);
  const localOrigins = settings.SHOPIFY_STANDIN_URL ? [settings.SHOPIFY_STANDIN_URL] : [];
  const deps: Deps = {
    announce: announcements,
    appUrl: settings.SHOPIFY_APP_URL,
    clock,
    db,
    extraShopOrigins: localOrigins,
    jobs: producer,
    log,
    recommender: noRecommender,
    shopify: notYet,
    web: openWebFetch({ localOrigins }),
    vault: openVault(settings.ENCRYPTION_KEYS, settings.LOOKUP_KEYS),
    whatsapp: openWhatsApp({
      graphUrl: settings.WHATSAPP_GRAPH_URL,
      version: settings.WHATSAPP_GRAPH_VERSION,
      appId: settings.WHATSAPP_APP_ID,
      appSecret: settings.WHATSAPP_APP_SECRET,
    }),
  };
  await awaitDatabase(db.pool, (error) => log.warn("db.waiting", describeError(error)));
  await clock.refresh();
  const shopify = await connectShopify(settings, deps);
  const close = async () => {
    clock.stop();
    await deps.recommender.close();
    await producer.close();
    await backend.close();
    await deps.whatsapp.close();
    await deps.web.close();
    await db.close();
  };
  return { deps, shopify, backend, producer, close };
}
