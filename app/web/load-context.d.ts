import type { ShopifyApp } from "#app/adapters/shopify/open-shopify.server.ts";
import type { Deps } from "#app/ports/deps.ts";

declare module "@remix-run/server-runtime" {
  /** What loaders and actions get as `context`. */
  interface AppLoadContext {
    deps: Deps;
    shopify: ShopifyApp;
    apiKey: string;
    appBridgeUrl: string;
  }
}
