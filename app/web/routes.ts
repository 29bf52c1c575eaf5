import type { IncomingMessage, ServerResponse } from "node:http";
import type { Deps } from "#app/ports/deps.ts";
import { answer } from "./answer.ts";
import type { ClientIps } from "./client-ip.ts";
import type { IntakeLine } from "./intake-line.ts";
import { handleLink } from "./link-http.ts";
import type { Metrics } from "./metrics.ts";
import { handleClock, handleMetrics, handleReady } from "./operations-http.ts";
import { handleOptIn, type OptInLine } from "./opt-in-http.ts";
import { handlePreferences } from "./preference-http.ts";
import { handlePoster } from "./poster-http.ts";
import {
  handleProxyLink,
  handleProxyPreferences,
  handleProxyProbe,
  type ProxyLine,
} from "./proxy-http.ts";
import { handleProxyOptIn } from "./proxy-opt-in-http.ts";
import { handleShopifyWebhook } from "./shopify-webhook-http.ts";
import { handleSignup, type SignupLine } from "./signup-http.ts";
import { handleWhatsAppChallenge, handleWhatsAppWebhook } from "./whatsapp-webhook-http.ts";

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

export interface QuickRoute {
  /** for metrics: the pattern, never the path */
  name: string;
  /** answers, and gives the status it answered with */
  handle(exchange: Exchange): Promise<number>;
}

/** The route that answers before Remix, or null. */
export type Routes = (request: IncomingMessage) => QuickRoute | null;

/** What a merchant's own Meta app is checked with, or null when there is no such connection. */
export type ConnectionSecret = (connectionId: string) => Promise<{
  shopId: string;
  wabaId: string;
  secret: string | null;
  verifyToken: string | null;
  awaitsWebhook: boolean;
} | null>;

interface Parts {
  deps: Deps;
  intake: IntakeLine;
  optIn: OptInLine;
  ips: ClientIps;
  proxy: ProxyLine;
  metrics: Metrics;
  metricsToken: string | undefined;
  connectionSecret: ConnectionSecret;
  /** A signed webhook of messages came in for a connection that had waited for one. */
  confirmConnection(connection: { shopId: string; numberId: string }): Promise<void>;
  signup: SignupLine;
  /** only with a stand-in can time be moved */
  clockIsMovable: boolean;
  isClosing(): boolean;
}

const LINK = /^\/r\/([^/]{1,100})$/;
const PROXY = /^\/proxy\/(r|health)\/([^/]{1,100})$/;
const PREFERENCES = /^\/(proxy\/)?p\/([^/]{1,300})$/;
const POSTER = /^\/poster\/([\w-]{20,500})$/;
const CONNECTION = /^\/webhooks\/whatsapp\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

async function notAllowed({ response }: Exchange, allow: string): Promise<number> {
  answer(response, 405, { headers: { Allow: allow } });
  return 405;
}

function only(methods: string[], handle: QuickRoute["handle"]): QuickRoute["handle"] {
  return (exchange) =>
    methods.includes(exchange.request.method ?? "")
      ? handle(exchange)
      : notAllowed(exchange, methods.join(", "));
}

/** /webhooks/whatsapp/:connection: the merchant's app has its own verify token and its own secret. */
async function handleConnection(parts: Parts, exchange: Exchange, id: string): Promise<number> {
  const { intake } = parts;
  const found = await parts.connectionSecret(id);
  if (!found) {
    answer(exchange.response, 404, { text: "Not found" });
    return 404;
  }
  if (exchange.request.method === "GET") {
    const token = found.verifyToken ?? intake.verifyToken;
    return handleWhatsAppChallenge(token, exchange.request, exchange.response);
  }
  const { shopId, wabaId } = found;
  const confirm = () => parts.confirmConnection({ shopId, numberId: id });
  const onMessages = found.awaitsWebhook ? confirm : undefined;
  const secrets = [found.secret ?? intake.whatsAppSecret];
  return handleWhatsAppWebhook(intake, exchange, { secrets, only: { shopId, wabaId, onMessages } });
}

function webhookRoutes(parts: Parts) {
  const { intake } = parts;
  const ours = { secrets: [intake.whatsAppSecret] };
  return {
    shopify: only(["POST"], ({ request, response }) =>
      handleShopifyWebhook(intake, request, response),
    ),
    whatsapp: only(["GET", "POST"], async (exchange) =>
      exchange.request.method === "GET"
        ? handleWhatsAppChallenge(intake.verifyToken, exchange.request, exchange.response)
        : handleWhatsAppWebhook(intake, exchange, ours),
    ),
    connection: (id: string) =>
      only(["GET", "POST"], (exchange) => handleConnection(parts, exchange, id)),
  };
}

function operationRoutes(parts: Parts): Record<string, QuickRoute["handle"]> {
  const { deps, ips, metrics } = parts;
  return {
    "/health/live": only(["GET", "HEAD"], async ({ response }) => {
      answer(response, 200, { json: { live: true } });
      return 200;
    }),
    "/health/ready": only(["GET", "HEAD"], (exchange) =>
      handleReady(deps, exchange, parts.isClosing()),
    ),
    "/metrics": only(["GET"], (exchange) =>
      handleMetrics(metrics, exchange, {
        token: parts.metricsToken,
        ip: ips.of(exchange.request),
      }),
    ),
    ...(parts.clockIsMovable
      ? { "/standin/clock": only(["GET", "POST"], (exchange) => handleClock(deps, exchange)) }
      : {}),
  };
}

/** Links on our own domain, and what comes by the shop's. */
function linkRoute(parts: Parts, path: string): QuickRoute | null {
  const { deps, ips, proxy } = parts;
  const reading = (handle: QuickRoute["handle"]) => only(["GET", "HEAD"], handle);
  const code = LINK.exec(path)?.[1];
  if (code !== undefined) {
    const handle = reading((exchange) =>
      handleLink(deps, exchange, { code, ip: ips.of(exchange.request) }),
    );
    return { name: "/r/:code", handle };
  }
  const [, what, word] = PROXY.exec(path) ?? [];
  if (word === undefined) return null;
  return what === "r"
    ? { name: "/proxy/r/:code", handle: reading((each) => handleProxyLink(proxy, each, word)) }
    : { name: "/proxy/health", handle: reading((each) => handleProxyProbe(proxy, each, word)) };
}

/** The preference page behind every message, on our own domain and on the shop's. */
function preferenceRoute(parts: Parts, path: string): QuickRoute | null {
  const { deps, ips, proxy } = parts;
  const [, byProxy, token] = PREFERENCES.exec(path) ?? [];
  if (token === undefined) return null;
  const methods = ["GET", "HEAD", "POST"];
  if (byProxy !== undefined) {
    const handle = only(methods, (exchange) => handleProxyPreferences(proxy, exchange, token));
    return { name: "/proxy/p/:token", handle };
  }
  const handle = only(methods, (exchange) =>
    handlePreferences(deps, exchange, { token, ip: ips.of(exchange.request) }),
  );
  return { name: "/p/:token", handle };
}

/** Everything that is answered without Remix, by path. */
export function quickRoutes(parts: Parts): Routes {
  const { ips } = parts;
  const webhooks = webhookRoutes(parts);
  const fixed = new Map<string, QuickRoute>(
    Object.entries({
      "/webhooks/shopify": webhooks.shopify,
      "/webhooks/whatsapp": webhooks.whatsapp,
      "/api/opt-in": (exchange: Exchange) =>
        handleOptIn(parts.optIn, exchange, ips.of(exchange.request)),
      "/proxy/opt-in": only(["POST"], (exchange: Exchange) =>
        handleProxyOptIn(parts.proxy, exchange),
      ),
      "/connect/whatsapp": only(["GET", "POST"], (exchange: Exchange) =>
        handleSignup(parts.signup, exchange),
      ),
      ...operationRoutes(parts),
    }).map(([name, handle]) => [name, { name, handle }]),
  );
  return (request) => {
    const url = request.url ?? "/";
    const question = url.indexOf("?");
    const path = question === -1 ? url : url.slice(0, question);
    const route = fixed.get(path);
    if (route) return route;
    const asked = linkRoute(parts, path) ?? preferenceRoute(parts, path);
    if (asked) return asked;
    const poster = POSTER.exec(path)?.[1];
    if (poster !== undefined) {
      const handle = only(["GET", "HEAD"], ({ response }) =>
        handlePoster(parts.deps, response, poster),
      );
      return { name: "/poster/:token", handle };
    }
    const connection = CONNECTION.exec(path)?.[1];
    if (connection === undefined) return null;
    return { name: "/webhooks/whatsapp/:connection", handle: webhooks.connection(connection) };
  };
}
