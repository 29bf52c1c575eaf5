import { createHmac, randomUUID } from "node:crypto";
import { checkoutBody } from "./checkout-body.ts";
import { inTurn, type NextRequest } from "./prepared-request.ts";

interface Delivery {
  body: Buffer;
  headers: string[];
}

/** All headers but the delivery's id (contract 2.1). */
function signed(body: Buffer, secret: string, shop: string): Delivery {
  const headers = {
    "User-Agent": "Shopify-Captain-Hook",
    Accept: "*/*",
    "Content-Type": "application/json",
    "X-Shopify-API-Version": "2026-10",
    "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("base64"),
    "X-Shopify-Event-Id": randomUUID(),
    "X-Shopify-Name": "checkouts",
    "X-Shopify-Shop-Domain": shop,
    "X-Shopify-Topic": "checkouts/update",
    "X-Shopify-Triggered-At": new Date().toISOString(),
  };
  return { body, headers: Object.entries(headers).flat() };
}

/**
 * `count` signed deliveries of different checkouts and persons, in turn. Every sending is a delivery
 * of its own: the signature covers the body only, so a fresh X-Shopify-Webhook-Id needs no new one.
 */
export function webhookRequests(plan: {
  path: string;
  secret: string;
  shop: string;
  count: number;
}): { next: NextRequest; meanBytes: number } {
  const { path, secret, shop, count } = plan;
  const bodies = Array.from({ length: count }, (_, index) =>
    Buffer.from(checkoutBody(index, shop)),
  );
  const nextDelivery = inTurn(bodies.map((body) => signed(body, secret, shop)));
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  return {
    meanBytes: Math.round(bytes / count),
    next: () => {
      const { body, headers } = nextDelivery();
      const withId = [...headers, "X-Shopify-Webhook-Id", randomUUID()];
      return { method: "POST", path, headers: withId, body, status: 200 };
    },
  };
}
