import type { ApiVersion, Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { ShopifyApp as AnyShopifyApp } from "@shopify/shopify-app-remix/server";
import type { Db } from "#app/ports/db.ts";
import type { Log } from "#app/ports/log.ts";
import type { ShopifyAdmin } from "#app/ports/shopify-admin.ts";
import type { Vault } from "#app/ports/vault.ts";
import { sessionStorage } from "./session-storage.server.ts";
import { shopifyAdmin } from "./shopify-admin.server.ts";
import { shopifyFetch } from "./shopify-fetch.server.ts";
import { isStaffToken } from "./staff-token.ts";

export interface ShopifyOptions {
  apiKey: string;
  apiSecret: string;
  appUrl: string;
  appBridgeUrl: string;
  standinUrl: string | undefined;
  db: Db;
  vault: Vault;
  log: Log;
  /** A shop has just been given (or given again) a token; must be safe to run twice. */
  onInstall(shop: string): Promise<void>;
}

/** What routes use to know who asks: `authenticate.admin(request)`. */
export type ShopifyApp = Pick<
  AnyShopifyApp<{
    appUrl: string;
    apiSecretKey: string;
    apiVersion: ApiVersion;
    sessionStorage: SessionStorage;
  }>,
  "authenticate" | "addDocumentResponseHeaders" | "unauthenticated"
>;

/** The library speaks of shops and tokens; ours keeps only what names neither. */
function logLine(log: Log, severity: number, message: string): void {
  if (severity > 1) return; // info and debug tell of tokens and of every request
  const line = { message: message.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[jwt]").slice(0, 300) };
  if (severity === 0) log.error("shopify.library", line);
  else log.warn("shopify.library", line);
}

/** The admin's pages open for tokens of the admin alone. */
function forStaffOnly(app: ShopifyApp): ShopifyApp {
  const admin: ShopifyApp["authenticate"]["admin"] = async (request) => {
    const known = await app.authenticate.admin(request);
    if (isStaffToken(known.sessionToken, known.session.shop)) return known;
    throw new Response(null, { status: 401 });
  };
  return { ...app, authenticate: { ...app.authenticate, admin } };
}

/** Shopify's library, set up once, and our own way to the Admin API. */
export async function openShopify(
  options: ShopifyOptions,
): Promise<{ app: ShopifyApp; admin: ShopifyAdmin }> {
  // The library reads this one setting by itself, when it is imported: hence also the import here.
  // oxlint-disable-next-line node/no-process-env
  process.env["APP_BRIDGE_URL"] = options.appBridgeUrl;
  await import("@shopify/shopify-app-remix/adapters/node");
  const { ApiVersion, AppDistribution, shopifyApp } =
    await import("@shopify/shopify-app-remix/server");
  const { setAbstractFetchFunc } = await import("@shopify/shopify-api/runtime");
  const request = shopifyFetch(options.standinUrl);
  setAbstractFetchFunc(request);
  const app = shopifyApp({
    apiKey: options.apiKey,
    apiSecretKey: options.apiSecret,
    appUrl: options.appUrl,
    apiVersion: ApiVersion.October26,
    sessionStorage: sessionStorage(options),
    distribution: AppDistribution.AppStore,
    logger: {
      log: async (severity: number, message: string) => logLine(options.log, severity, message),
    },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: {
      afterAuth: ({ session }: { session: Session }) => options.onInstall(session.shop),
    },
  });
  const tokenOf = async (shop: string) => {
    const { session } = await app.unauthenticated.admin(shop);
    return session.accessToken ?? "";
  };
  const { log } = options;
  const admin = shopifyAdmin({ request, tokenOf, log, apiVersion: ApiVersion.October26 });
  return { app: forStaffOnly(app), admin };
}
