import type { IncomingMessage, ServerResponse } from "node:http";
import { sealDelivery } from "#app/modules/intake/index.ts";
import { answer } from "./answer.ts";
import type { IntakeLine } from "./intake-line.ts";
import { readBody } from "./read-body.ts";
import { readShopifyHeaders, shopifyDelivery } from "./shopify-delivery.ts";
import { isSigned, runningSignature } from "./signature.ts";

/** Contract: design.md "Intake". Shopify itself stays far below. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Beyond this we do not even check who sends it. */
const READ_BYTES = 64 * 1024 * 1024;
const KEPT_OF_TOO_LARGE = 64 * 1024;

type HmacRead =
  | { outcome: "signed"; body: Buffer; tooLarge: boolean }
  | { outcome: "refused"; status: number; text: string };

async function readSigned(line: IntakeLine, request: IncomingMessage): Promise<HmacRead> {
  const hmac = request.headers["x-shopify-hmac-sha256"];
  // A body that may turn out too large to keep is signed while it streams by.
  const declared = Number(request.headers["content-length"] ?? Infinity);
  const running = declared > MAX_BYTES ? runningSignature(line.shopifySecrets) : null;
  const read = await readBody(request, {
    maxBytes: MAX_BYTES,
    ...(running ? { readBytes: READ_BYTES, keep: KEPT_OF_TOO_LARGE, observe: running.update } : {}),
  });
  if (read.outcome === "aborted") return { outcome: "refused", status: 400, text: "" };
  if (read.outcome === "no_room") return { outcome: "refused", status: 503, text: "Send it again" };
  if (typeof hmac !== "string")
    return { outcome: "refused", status: 401, text: "No X-Shopify-Hmac-Sha256" };
  if (read.outcome === "read") {
    const signed = isSigned(read.body, { value: hmac, encoding: "base64" }, line.shopifySecrets);
    if (signed) return { outcome: "signed", body: read.body, tooLarge: false };
    return { outcome: "refused", status: 401, text: "X-Shopify-Hmac-Sha256 does not match" };
  }
  if (read.outcome === "too_large" && running?.matches(hmac)) {
    return { outcome: "signed", body: read.head, tooLarge: true };
  }
  return { outcome: "refused", status: 413, text: "Larger than 16 MB" };
}

/**
 * POST /webhooks/shopify: 401 when the signature is not Shopify's, 200 only once the delivery is
 * durable, again 200 for a delivery seen before.
 */
export async function handleShopifyWebhook(
  line: IntakeLine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const read = await readSigned(line, request);
  if (read.outcome === "refused") {
    if (read.status === 413) line.deps.log.error("alarm.webhook_too_large", { known: false });
    if (read.status === 503) line.deps.log.error("alarm.webhook_no_room", { from: "shopify" });
    answer(response, read.status, { text: read.text, ...closing(read.status) });
    return read.status;
  }
  const headers = readShopifyHeaders(request.headers);
  if ("missing" in headers) {
    answer(response, 400, { text: `Missing or unusable header: ${headers.missing}` });
    return 400;
  }
  const shopId = await line.shopIdOf(headers.domain);
  const delivery = shopifyDelivery(shopId, headers, read.body);
  // A cut body is stored too: it is no JSON, so it gets parked, and holds what its head names.
  await line.store(sealDelivery(line.deps, delivery));
  if (read.tooLarge) {
    const { topic, webhookId } = headers;
    line.deps.log.error("alarm.webhook_too_large", { known: true, shopId, topic, webhookId });
  }
  const status = read.tooLarge ? 413 : 200;
  answer(response, status, closing(status));
  return status;
}

function closing(status: number) {
  return status === 413 || status === 503 ? { headers: { Connection: "close" } } : {};
}
