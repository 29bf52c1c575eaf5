import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import express, { type Express } from "express";
import { adminRoutes } from "./admin-api/admin-routes.ts";
import { appProxyRoutes } from "./app-proxy/app-proxy-routes.ts";
import { bulkFiles } from "./bulk/bulk-files.ts";
import { createBulkOperations } from "./bulk/bulk-operations.ts";
import { executeBulk } from "./admin-api/execute-admin.ts";
import { readAppToml, type AppConfig } from "./webhooks/app-toml.ts";
import type { PageContext } from "./context.ts";
import { controlRoutes } from "./control/control-routes.ts";
import { noFaults } from "./faults.ts";
import { mountPages } from "./pages/index.ts";
import { createRequestLog } from "./admin-api/request-log.ts";
import { mintAdminToken, mintExtensionToken } from "./tokens/session-tokens.ts";
import { createSnapshots } from "./snapshot.ts";
import { createStore, type Store } from "./store.ts";
import { storefrontApi } from "./storefront-api/storefront-routes.ts";
import { createWebhookSender } from "./webhooks/webhook-sender.ts";

export type ShopifyStandInOptions = {
  /** Where the data survive a restart; null or absent keeps them in memory. */
  dataFile?: string | null | undefined;
  apiKey: string;
  apiSecret: string;
  /** Origin of the app under test: webhooks and extension calls go there. */
  appUrl: string;
  /** The sandbox clock, for everything that the shop dates. */
  now?: (() => Date) | undefined;
  /** Default: the project's shopify.app.toml; null: no TOML, every topic is sent and every scope granted. */
  appToml?: string | AppConfig | null | undefined;
  /** The built checkout extension that the checkout hosts; default: where its build puts it. */
  extensionFile?: string | undefined;
  webhooks?:
    | {
        concurrency?: number;
        budgetMs?: number;
        backoffMs?: number[];
        shuffleWindowMs?: number;
      }
    | undefined;
};

export type ShopifyStandIn = {
  app: Express;
  store: Store;
  /** To be called once the origin is known: starts what was still under way before a restart. */
  begin(origin: string): void;
  close(): Promise<void>;
};

const PROJECT_TOML = fileURLToPath(new URL("../../../shopify.app.toml", import.meta.url));
const PICTURES = fileURLToPath(new URL("./pages/pictures", import.meta.url));

/** Scopes granted while the project has no TOML. */
const ALL_SCOPES =
  "read_orders,write_orders,read_products,read_customers,write_customers,read_discounts,write_discounts,write_marketing_events,write_pixels,unauthenticated_read_product_listings".split(
    ",",
  );

/** Builds the stand-in as an express app, without listening. */
export function createShopifyStandIn(options: ShopifyStandInOptions): ShopifyStandIn {
  const { apiSecret, appUrl } = options;
  const now = options.now ?? (() => new Date());
  const config = appConfig(options.appToml);
  const store = createStore(now);
  const webhooks = createWebhookSender({ appUrl, apiSecret, now, config, ...options.webhooks });
  const snapshots = options.dataFile
    ? createSnapshots(store, options.dataFile, webhooks.pending)
    : null;
  store.announce = webhooks.announce;
  store.changed = (event) => {
    webhooks.endAction();
    snapshots?.soon();
    store.events.emit("change", event);
  };
  const underWay = snapshots?.load() ?? [];
  return {
    app: buildApp(store, { ...options, webhooks, config }),
    store,
    begin: (origin) => {
      store.origin = origin;
      webhooks.restore(underWay);
    },
    close: async () => {
      snapshots?.soon();
      snapshots?.flush();
      await webhooks.close();
    },
  };
}

type Building = Omit<ShopifyStandInOptions, "webhooks"> & {
  webhooks: ReturnType<typeof createWebhookSender>;
  config: AppConfig | null;
};

function buildApp(store: Store, building: Building): Express {
  const { apiKey, apiSecret, appUrl, webhooks, config } = building;
  const signer = { apiKey, apiSecret };
  const faults = noFaults();
  const bulk = createBulkOperations({ store, execute: executeBulk });
  const requests = createRequestLog();
  const unsupported = new Set<string>();
  const scopes = config && config.scopes.length > 0 ? config.scopes : ALL_SCOPES;
  const oauth = { apiKey, apiSecret, scopes };
  const pages: PageContext = {
    store,
    apiKey,
    appUrl,
    extensionFile: building.extensionFile,
    mintAdminToken: (wanted) => mintAdminToken(signer, wanted),
    mintExtensionToken: (wanted) => mintExtensionToken(signer, wanted),
  };
  const app = express();
  app.disable("x-powered-by");
  app.use(
    "/_control",
    controlRoutes({ store, webhooks, requests, faults, bulk, signer, appUrl, unsupported }),
  );
  app.use(adminRoutes({ store, app: oauth, faults, log: requests, bulk, unsupported }));
  app.use(bulkFiles(bulk));
  app.use(storefrontApi({ store, faults, log: requests, unsupported }));
  app.use("/pictures", express.static(PICTURES, { maxAge: "1h" }));
  if (config?.appProxy) {
    const proxy = { context: pages, config: config.appProxy, apiSecret, faults, log: requests };
    app.use(appProxyRoutes(proxy));
  }
  mountPages(app, pages);
  return app;
}

function appConfig(given: ShopifyStandInOptions["appToml"]): AppConfig | null {
  if (given === undefined) return readAppToml(PROJECT_TOML);
  return typeof given === "string" ? readAppToml(given) : given;
}

/** Starts the stand-in on `port` (0: any free one). Rejects when the port is taken. */
export async function startShopifyStandIn(
  options: ShopifyStandInOptions & { port?: number | undefined; host?: string | undefined },
): Promise<{ url: string; store: Store; close(): Promise<void> }> {
  const host = options.host ?? "localhost";
  const standIn = createShopifyStandIn(options);
  const server = createServer(standIn.app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  const url = `http://${host}:${port}`;
  standIn.begin(url);
  return {
    url,
    store: standIn.store,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await standIn.close();
    },
  };
}
