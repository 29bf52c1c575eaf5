import type { IncomingHttpHeaders } from "node:http";
import type { Delivery } from "#app/modules/intake/index.ts";

export interface ShopifyHeaders {
  topic: string;
  domain: string;
  webhookId: string;
  triggeredAt: Date | null;
}

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/;

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value.trim() : "";
}

/** Null for what is no moment, and for years that a database does not keep. */
function instant(text: string): Date | null {
  const at = new Date(text);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at : null;
}

/** What Shopify says about a delivery (contract 2.1), or which header is missing or wrong. */
export function readShopifyHeaders(
  headers: IncomingHttpHeaders,
): ShopifyHeaders | { missing: string } {
  const topic = header(headers, "x-shopify-topic").toLowerCase();
  const domain = header(headers, "x-shopify-shop-domain").toLowerCase();
  const webhookId = header(headers, "x-shopify-webhook-id");
  if (topic === "" || topic.length > 100) return { missing: "X-Shopify-Topic" };
  if (!SHOP_DOMAIN.test(domain)) return { missing: "X-Shopify-Shop-Domain" };
  if (webhookId === "" || webhookId.length > 200) return { missing: "X-Shopify-Webhook-Id" };
  const triggeredAt = instant(header(headers, "x-shopify-triggered-at"));
  return { topic, domain, webhookId, triggeredAt };
}

const NAMED = ["token", "cart_token", "checkout_token", "email", "phone"] as const;

/**
 * The names that a body which cannot be parsed still gives away at first sight: a guess, good enough
 * to hold marketing for them until a person has looked.
 */
function guessedFields(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of NAMED) {
    const value = new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]{1,200})"`).exec(text)?.[1];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // stored all the same: parked, and shown
  }
}

/** A delivery whose signature is proven. */
export function shopifyDelivery(
  shopId: string,
  headers: ShopifyHeaders,
  rawBytes: Buffer,
): Delivery {
  const rawBody = rawBytes.toString("utf8");
  return {
    shopId,
    source: "shopify",
    topic: headers.topic,
    deliveryId: headers.webhookId,
    triggeredAt: headers.triggeredAt,
    rawBody,
    rawBytes,
    body: parsed(rawBody) ?? guessedFields(rawBody),
  };
}
