import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PROXY_PATH } from "#app/modules/shops/storefront.rules.ts";

const API_VERSION = "2026-10";
const root = new URL("../../", import.meta.url);

const appSchema = z.object({
  application_url: z.url(),
  embedded: z.literal(true),
  access_scopes: z.object({ scopes: z.string() }),
  app_proxy: z.object({ url: z.string(), prefix: z.string(), subpath: z.string() }),
  auth: z.object({ redirect_urls: z.array(z.url()).min(1) }),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z.array(
      z.object({
        name: z.string().max(50).optional(),
        topics: z.array(z.string()).default([]),
        compliance_topics: z.array(z.string()).default([]),
        uri: z.string(),
        include_fields: z.array(z.string()).optional(),
      }),
    ),
  }),
});

const topicsSchema = z.object({
  __schema: z.object({
    types: z.array(
      z.object({
        name: z.string().nullable(),
        enumValues: z
          .array(
            z.object({
              name: z.string(),
              description: z.string().nullable(),
              isDeprecated: z.boolean(),
            }),
          )
          .nullish(),
      }),
    ),
  }),
});

function shopifyTopics() {
  const file = `node_modules/@shopify/dev-mcp/dist/data/admin_${API_VERSION}.json.gz`;
  const dump: unknown = JSON.parse(gunzipSync(readFileSync(new URL(file, root))).toString("utf8"));
  const { types } = z.object({ data: topicsSchema }).parse(dump).data.__schema;
  const values = types.find(({ name }) => name === "WebhookSubscriptionTopic")?.enumValues ?? [];
  return new Map(values.map((value) => [value.name, value]));
}

const app = appSchema.parse(parse(readFileSync(new URL("shopify.app.toml", root), "utf8")));
const { subscriptions } = app.webhooks;
const topics = subscriptions.flatMap((each) => each.topics);
const scopes = app.access_scopes.scopes.split(",");
const known = shopifyTopics();
const enumName = (topic: string) => topic.toUpperCase().replaceAll(/[/.]/g, "_");

describe("shopify.app.toml", () => {
  it("asks for webhooks of the API version whose schema the tests use", () => {
    expect(app.webhooks.api_version).toBe(API_VERSION);
  });

  it("subscribes to every topic of the flows, each once", () => {
    expect(topics.toSorted()).toEqual(
      [
        "app/scopes_update",
        "app/uninstalled",
        "bulk_operations/finish",
        "checkouts/create",
        "checkouts/delete",
        "checkouts/update",
        "customers/update",
        "customers_whats_app_marketing_consent/update",
        "orders/cancelled",
        "orders/create",
        "orders/fulfilled",
        "orders/paid",
        "orders/partially_fulfilled",
        "orders/updated",
        "products/create",
        "products/delete",
        "products/update",
        "refunds/create",
      ].toSorted(),
    );
  });

  it("subscribes to the compliance topics, which Shopify demands of every app", () => {
    expect(subscriptions.flatMap((each) => each.compliance_topics)).toEqual([
      "customers/data_request",
      "customers/redact",
      "shop/redact",
    ]);
  });

  it.each(topics)("spells %s as Shopify's schema does", (topic) => {
    expect(known.get(enumName(topic))).toMatchObject({ isDeprecated: false });
  });

  it.each(topics)("holds a scope that lets it hear of %s", (topic) => {
    const needed = known.get(enumName(topic))?.description?.match(/\b(?:read|write)_\w+/g) ?? [];
    const lifecycle = /^(app|bulk_operations)\//.test(topic);
    expect(lifecycle ? needed : needed.filter((scope) => scopes.includes(scope))).toHaveLength(
      lifecycle ? 0 : 1,
    );
  });

  it("asks for the least scopes", () => {
    expect(scopes).toEqual([
      "read_orders",
      "read_products",
      "read_customers",
      "write_customers",
      "write_app_proxy",
      "unauthenticated_read_product_listings",
    ]);
  });

  it("has the app proxy where templates say that links are", () => {
    const { url, prefix, subpath } = app.app_proxy;
    expect(`/${prefix}/${subpath}`).toBe(PROXY_PATH);
    expect(url).toBe("/proxy");
  });

  it("sends everything to the one intake address", () => {
    expect(new Set(subscriptions.map(({ uri }) => uri))).toEqual(new Set(["/webhooks/shopify"]));
  });

  it("keeps in every trimmed body what identifies and orders it", () => {
    const keys: Record<string, string[]> = {
      "checkouts/create": ["token", "cart_token", "updated_at", "completed_at"],
      "checkouts/update": ["token", "cart_token", "updated_at", "completed_at"],
      "checkouts/delete": ["cart_token"],
      "orders/create": ["id", "checkout_token", "cart_token", "updated_at", "test"],
      "orders/paid": ["id", "checkout_token", "cart_token", "updated_at", "test"],
      "orders/updated": ["id", "checkout_token", "cart_token", "updated_at", "cancelled_at"],
      "orders/cancelled": ["id", "checkout_token", "cart_token", "updated_at", "cancelled_at"],
      "orders/fulfilled": ["id", "checkout_token", "cart_token", "updated_at", "cancelled_at"],
      "orders/partially_fulfilled": ["id", "updated_at", "cancelled_at"],
      "refunds/create": ["id", "order_id"],
      "products/create": ["id", "updated_at"],
      "products/update": ["id", "updated_at"],
      "customers/update": ["id", "updated_at"],
    };
    for (const { topics: names, include_fields } of subscriptions) {
      for (const name of include_fields ? names : []) {
        expect(include_fields).toEqual(expect.arrayContaining(keys[name] ?? ["no keys listed"]));
      }
    }
  });

  it("names no field twice", () => {
    for (const { include_fields = [] } of subscriptions) {
      expect(new Set(include_fields).size).toBe(include_fields.length);
    }
  });

  it("has one address of its own everywhere", () => {
    const release = new URL("extensions/whatsapp-opt-in/src/release.ts", root);
    expect(readFileSync(release, "utf8")).toContain(`"${app.application_url}"`);
    for (const url of app.auth.redirect_urls) {
      expect(url.startsWith(`${app.application_url}/`)).toBe(true);
    }
  });
});
