import { raw, Router, type Request, type Response } from "express";
import { request as send } from "undici";
import type { RequestLog } from "../admin-api/request-log.ts";
import type { PageContext } from "../context.ts";
import type { Faults } from "../faults.ts";
import { missingPage } from "../pages/shop/storefront/plain-pages.ts";
import { cookieOf } from "../pages/shop/request.ts";
import { CUSTOMER, visitorOf } from "../pages/shop/visitor.ts";
import type { Shop } from "../shopify.types.ts";
import { type AppProxyConfig, forwardedHeaders, returnedHeaders, signedQuery } from "./forward.ts";

export type AppProxyParts = {
  context: PageContext;
  config: AppProxyConfig;
  apiSecret: string;
  faults: Faults;
  log: RequestLog;
};

/** Shopify gives an app a few seconds, then it shows its own error page. */
const TIMEOUT_MS = 10_000;
const APP_ERROR = "There was an error in the third-party application.";
const ELSEWHERE = "https://another-shop.example";

/**
 * The storefront's `/{prefix}/{subpath}/…`, forwarded to the app as Shopify's app proxy does it. A path
 * that no installed app serves is a page of the storefront that is not there.
 */
export function appProxyRoutes(parts: AppProxyParts): Router {
  const { prefix, subpath } = parts.config;
  const router = Router();
  const body = raw({ type: () => true, limit: "1mb" });
  router.all(`/${prefix}/${subpath}*`, body, (request, response) => {
    void proxied(parts, request, response);
  });
  router.get("/password", (_request, response) => {
    response.type("text/plain").send("This shop will be opening soon.");
  });
  return router;
}

/** All storefronts share one port: servers name the shop, browsers carry it in a cookie. */
function shopOf({ context }: AppProxyParts, request: Request): Shop | undefined {
  const { shops } = context.store;
  const asked = [request.headers["x-forwarded-host"], cookieOf(request, "shop_domain")];
  const named = asked.map((domain) => shops.get(String(domain))).find(Boolean);
  return (named ?? [...shops.values()][0])?.shop;
}

async function proxied(parts: AppProxyParts, request: Request, response: Response): Promise<void> {
  const { config, context, faults, log } = parts;
  const pathPrefix = `/${config.prefix}/${config.subpath}`;
  const rest = request.path.slice(pathPrefix.length);
  const shop = shopOf(parts, request);
  const isRoute = rest === "" || rest.startsWith("/");
  const detail = { method: request.method, path: request.path };
  response.once("finish", () =>
    log.add({ kind: "app_proxy", shop: shop?.domain ?? "", status: response.statusCode, detail }),
  );
  if (faults.appProxy === "password") return response.redirect(302, "/password");
  if (faults.appProxy === "moved") {
    return response.redirect(301, `${ELSEWHERE}${request.originalUrl}`);
  }
  if (!shop?.installed || !isRoute || faults.appProxy === "renamed") {
    response.status(404).send(missingPage(visitorOf(context, request, response)));
    return;
  }
  if (faults.appProxy === "down") {
    response.status(500).type("text/plain").send(APP_ERROR);
    return;
  }
  await forward(parts, { shop: shop.domain, rest, pathPrefix }, { request, response });
}

async function forward(
  { config, context, apiSecret: secret }: AppProxyParts,
  to: { shop: string; rest: string; pathPrefix: string },
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const { shop, rest, pathPrefix } = to;
  const question = request.originalUrl.indexOf("?");
  const query = question === -1 ? "" : request.originalUrl.slice(question + 1);
  const signed = signedQuery({
    shop,
    query,
    pathPrefix,
    customerId: String(Number(cookieOf(request, CUSTOMER)) || ""),
    secret,
    now: new Date(),
  });
  const base = new URL(config.url, context.appUrl).href.replace(/\/$/, "");
  const body: unknown = request.body;
  try {
    const answer = await send(`${base}${rest}?${signed}`, {
      method: request.method,
      headers: forwardedHeaders(request.headers, request.socket.remoteAddress ?? ""),
      body: Buffer.isBuffer(body) && body.length > 0 ? body : null,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    if (String(answer.headers["content-type"]).startsWith("application/liquid")) {
      response.status(501).type("text/plain").send("The stand-in does not evaluate Liquid");
      return;
    }
    // Redirects go back to the visitor; Shopify does not follow them.
    response.writeHead(answer.statusCode, returnedHeaders(answer.headers)).end(bytes);
  } catch {
    response.status(500).type("text/plain").send(APP_ERROR);
  }
}
