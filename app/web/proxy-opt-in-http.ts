import type { IncomingMessage, ServerResponse } from "node:http";
import { type OptInAnswer, recordOptIn } from "#app/modules/optin/index.ts";
import { answer } from "./answer.ts";
import { optInPage, type OptInPageKind } from "./opt-in-page.ts";
import type { ProxyLine } from "./proxy-http.ts";
import { checkProxyQuery } from "./proxy-signature.ts";
import { readBody } from "./read-body.ts";
import { readStorefrontRequest, type StorefrontRequest } from "./storefront-form.ts";

const MAX_BYTES = 16 * 1024;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The message tells the block's author what to do; the block has words of its own for shoppers. */
function refuse(response: ServerResponse, status: number, code: string): number {
  const messages: Record<string, string> = {
    not_signed: "This address answers through the shop only.",
    unreadable: "Send JSON with a requestId, or the block's form.",
    too_large: "The body may have at most 16 KB.",
  };
  answer(response, status, { json: { error: { code, message: messages[code] } } });
  return status;
}

function callerOf(line: ProxyLine, request: IncomingMessage) {
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const checked = checkProxyQuery(query, { secrets: line.secrets, now: new Date() });
  if (checked.ok) return checked;
  line.deps.log.info("proxy.refused", { reason: checked.reason });
  return null;
}

function pageOf(result: OptInAnswer): { status: number; kind: OptInPageKind } {
  if (result.outcome === "refused") {
    const kind = result.code === "phone_invalid" ? "phone" : "failed";
    return { status: result.status, kind };
  }
  return { status: 200, kind: result.state === "granted" ? "saved" : result.state };
}

function send(
  response: ServerResponse,
  asked: Extract<StorefrontRequest, { outcome: "read" }>,
  result: OptInAnswer,
): number {
  const { status, kind } = pageOf(result);
  if (asked.isForm) answer(response, status, optInPage(kind, asked.locale));
  else if (result.outcome === "refused") {
    const { code, message } = result;
    answer(response, status, { json: { error: { code, message } } });
  } else answer(response, status, { json: result });
  return status;
}

/**
 * POST /proxy/opt-in: the storefront's block, sent through the shop's own domain. Shopify's signature
 * proves the shop, and who was logged in; the phone is claimed, as everywhere (contract 4.6, 6.1).
 */
export async function handleProxyOptIn(line: ProxyLine, exchange: Exchange): Promise<number> {
  const { request, response } = exchange;
  const caller = callerOf(line, request);
  if (!caller) return refuse(response, 401, "not_signed");
  const read = await readBody(request, { maxBytes: MAX_BYTES });
  if (read.outcome === "aborted") return 400;
  if (read.outcome !== "read") return refuse(response, 413, "too_large");
  const type = request.headers["content-type"] ?? "";
  const asked = readStorefrontRequest(type, read.body.toString("utf8"));
  if (asked.outcome === "unreadable") return refuse(response, 400, "unreadable");
  if (asked.outcome === "not_ticked") {
    answer(response, 422, optInPage("notTicked", asked.locale));
    return 422;
  }
  const { customerId, shop: shopDomain } = caller;
  const result = await recordOptIn(line.deps, {
    claims: { shopDomain, jti: `storefront:${asked.requestId}`, customerId },
    door: "storefront",
    rawBody: JSON.stringify(asked.body),
    ip: line.ips.behindCaller(request),
    userAgent: request.headers["user-agent"] ?? null,
  });
  return send(response, asked, result);
}
