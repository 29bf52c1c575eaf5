import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import { prismaSessions } from "./prisma-sessions.server.ts";

const shopify = shopifyApp({
  apiKey: process.env["SHOPIFY_API_KEY"] ?? "",
  apiSecretKey: process.env["SHOPIFY_API_SECRET"] ?? "",
  appUrl: process.env["SHOPIFY_APP_URL"] ?? "",
  apiVersion: ApiVersion.October26,
  scopes: ["read_orders"],
  authPathPrefix: "/auth",
  sessionStorage: prismaSessions,
  distribution: AppDistribution.AppStore,
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  logger: { level: 0 }, // errors only: a line per webhook would slow it down
});

export const { authenticate } = shopify;
