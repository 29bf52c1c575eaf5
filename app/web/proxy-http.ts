import type { IncomingMessage, ServerResponse } from "node:http";
import { proxyProof } from "#app/modules/links/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answer } from "./answer.ts";
import type { ClientIps } from "./client-ip.ts";
import { handleLink } from "./link-http.ts";
import { handlePreferences } from "./preference-http.ts";
import { checkProxyQuery } from "./proxy-signature.ts";

/** Everything the routes under /proxy share. */
export interface ProxyLine {
  deps: Deps;
  secrets: readonly string[];
  ips: ClientIps;
  /** null when we have never heard of the shop */
  shopIdOf(domain: string): Promise<string | null>;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

function plain(response: ServerResponse, status: 401 | 404): number {
  const text = status === 401 ? "This address answers through the shop only." : "Not found";
  answer(response, status, { text });
  return status;
}

/** The shop that Shopify's signature names, or the status that says why there is none. */
async function callerOf(line: ProxyLine, request: IncomingMessage): Promise<string | 401 | 404> {
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const checked = checkProxyQuery(query, { secrets: line.secrets, now: new Date() });
  if (!checked.ok) {
    line.deps.log.info("proxy.refused", { reason: checked.reason });
    return 401;
  }
  return (await line.shopIdOf(checked.shop)) ?? 404;
}

/**
 * GET and HEAD /proxy/r/:code: the same link as /r/:code, asked for through the shop's own domain. It
 * opens links of that shop only.
 */
export async function handleProxyLink(
  line: ProxyLine,
  exchange: Exchange,
  code: string,
): Promise<number> {
  const shopId = await callerOf(line, exchange.request);
  if (typeof shopId === "number") return plain(exchange.response, shopId);
  const ip = line.ips.behindCaller(exchange.request);
  return handleLink(line.deps, exchange, { code, ip, onlyShopId: shopId });
}

/** /proxy/p/:token: the preference page on the shop's own domain; it knows persons of that shop only. */
export async function handleProxyPreferences(
  line: ProxyLine,
  exchange: Exchange,
  token: string,
): Promise<number> {
  const shopId = await callerOf(line, exchange.request);
  if (typeof shopId === "number") return plain(exchange.response, shopId);
  const ip = line.ips.behindCaller(exchange.request);
  return handlePreferences(line.deps, exchange, { token, ip, onlyShopId: shopId });
}

/**
 * GET /proxy/health/:nonce: proves to our own check that the proxy reaches us, that its signature is
 * good, and that a redirect gets back to whoever asked, as every link needs it.
 */
export async function handleProxyProbe(
  line: ProxyLine,
  exchange: Exchange,
  nonce: string,
): Promise<number> {
  const shopId = await callerOf(line, exchange.request);
  if (typeof shopId === "number") return plain(exchange.response, shopId);
  const headers = { Location: proxyProof(line.deps, shopId, nonce) };
  answer(exchange.response, 302, { headers });
  return 302;
}
