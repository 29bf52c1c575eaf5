import { createHmac } from "node:crypto";
import { Agent, errors, request } from "undici";
import type { Delivery, Outcome } from "./webhook.types.ts";

export type PosterOptions = {
  appUrl: string;
  apiSecret: string;
  concurrency?: number | undefined;
  /** Contract 2.1: 1 s to connect, 5 s in total. */
  budgetMs?: number | undefined;
};

export type Poster = { post(delivery: Delivery): Promise<Outcome>; close(): Promise<void> };

/** One try per call over kept-alive connections. It never follows a redirect: any non-2xx is a failure. */
export function createPoster(options: PosterOptions): Poster {
  const budgetMs = options.budgetMs ?? 5000;
  const agent = new Agent({
    connections: options.concurrency ?? 64,
    connect: { timeout: Math.min(1000, budgetMs) },
  });
  const send = async (delivery: Delivery): Promise<number> => {
    const answer = await request(new URL(delivery.uri, options.appUrl), {
      dispatcher: agent,
      method: "POST",
      headers: headersOf(delivery, options.apiSecret),
      body: delivery.body,
      signal: AbortSignal.timeout(budgetMs),
    });
    await answer.body.dump();
    return answer.statusCode;
  };
  const post = async (delivery: Delivery): Promise<Outcome> => {
    const startedAt = performance.now();
    const ms = () => Math.round(performance.now() - startedAt);
    try {
      const status = await send(delivery);
      const kind = status >= 200 && status < 300 ? "delivered" : "refused";
      return { kind, status, ms: ms() };
    } catch (error) {
      return { kind: isTimeout(error) ? "timeout" : "unreachable", status: null, ms: ms() };
    }
  };
  return { post, close: () => agent.destroy() };
}

/** The headers of contract 2.1; the signature is over the raw body. */
function headersOf(delivery: Delivery, apiSecret: string): Record<string, string> {
  const hmac = createHmac("sha256", delivery.secret ?? apiSecret).update(delivery.body);
  return {
    "Content-Type": "application/json",
    "User-Agent": "Shopify-Captain-Hook",
    "X-Shopify-Topic": delivery.topic,
    "X-Shopify-Hmac-Sha256": hmac.digest("base64"),
    "X-Shopify-Shop-Domain": delivery.shop,
    "X-Shopify-API-Version": delivery.apiVersion,
    "X-Shopify-Webhook-Id": delivery.webhookId,
    "X-Shopify-Event-Id": delivery.eventId,
    "X-Shopify-Triggered-At": delivery.triggeredAt,
    ...(delivery.name === null ? {} : { "X-Shopify-Name": delivery.name }),
  };
}

function isTimeout(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return true;
  return error instanceof Error && error.name === "TimeoutError";
}
