import { createHmac, randomUUID } from "node:crypto";
import { checkoutBody } from "./checkout-body.ts";
import { inTurn, type NextRequest, type PreparedRequest, statusOf } from "./prepared-request.ts";

interface WebhookRequest extends PreparedRequest {
  /** where the 36 characters of the delivery's id stand in `bytes` */
  idAt: number;
}

const PLACEHOLDER = "00000000-0000-0000-0000-000000000000";

function complaint(head: string): string | null {
  return statusOf(head) === 200 ? null : "Expected 200";
}

function signedRequest(task: {
  path: string;
  secret: string;
  shop: string;
  body: string;
}): WebhookRequest {
  const { path, secret, shop, body } = task;
  const hmac = createHmac("sha256", secret).update(body, "utf8").digest("base64");
  const beforeId = [
    `POST ${path} HTTP/1.1`,
    "Host: bench.example",
    "User-Agent: Shopify-Captain-Hook",
    "Accept: */*",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "X-Shopify-API-Version: 2026-10",
    `X-Shopify-Hmac-Sha256: ${hmac}`,
    `X-Shopify-Event-Id: ${randomUUID()}`,
    "X-Shopify-Name: checkouts",
    `X-Shopify-Shop-Domain: ${shop}`,
    "X-Shopify-Topic: checkouts/update",
    `X-Shopify-Triggered-At: ${new Date().toISOString()}`,
    "X-Shopify-Webhook-Id: ",
  ].join("\r\n");
  const bytes = Buffer.from(`${beforeId}${PLACEHOLDER}\r\n\r\n${body}`, "utf8");
  return { bytes, idAt: Buffer.byteLength(beforeId), complaint };
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
  let bodyBytes = 0;
  const requests = Array.from({ length: plan.count }, (_, index) => {
    const body = checkoutBody(index, plan.shop);
    bodyBytes += Buffer.byteLength(body);
    return signedRequest({ ...plan, body });
  });
  const next = inTurn(requests, (request) => {
    request.bytes.latin1Write(randomUUID(), request.idAt);
  });
  return { next, meanBytes: Math.round(bodyBytes / plan.count) };
}
