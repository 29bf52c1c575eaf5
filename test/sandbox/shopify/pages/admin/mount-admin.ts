import express, { type Express, type Request, type Response } from "express";
import { z } from "zod";
import type { PageContext } from "../../context.ts";
import { installApp, type Shop } from "../../state.ts";
import { sendScript, sendStyle } from "../../../page-kit/send-source.ts";
import { adminPage } from "./admin-shell.ts";
import { frameUrl } from "./frame-url.ts";
import { adminLocale, adminTexts } from "./admin-texts.ts";

const APP = "/store/:store/apps/beckon";
const tokenBody = z.strictObject({ apiKey: z.string() });
const frameBody = z.strictObject({ path: z.string(), locale: z.enum(["en", "de"]) });

/** The admin with the app in a frame, and the App Bridge script that runs in the app's pages. */
export function mountAdmin(app: Express, context: PageContext): void {
  app.get("/app-bridge.js", sendScript(new URL("bridge/app-bridge.ts", import.meta.url)));
  app.get("/admin-frame.js", sendScript(new URL("frame/admin.ts", import.meta.url)));
  app.get("/admin-frame.css", sendStyle(new URL("admin.css", import.meta.url)));
  const withShop = (handle: Handle) => (request: Request, response: Response) => {
    const shop = context.store.shops.get(`${request.params["store"]}.myshopify.com`)?.shop;
    response.set("Cache-Control", "no-store");
    if (!shop) return void response.status(404).type("text").send("No such store");
    handle({ context, shop, request, response });
  };
  app.post(`${APP}/install`, withShop(install));
  // Same origin only: there are no CORS headers, and a JSON body needs a preflight.
  app.post("/store/:store/session-token", express.json(), withShop(giveToken));
  app.post("/store/:store/frame-url", express.json(), withShop(giveFrameUrl));
  app.get([APP, `${APP}/*`], withShop(showAdmin));
}

type Visit = { context: PageContext; shop: Shop; request: Request; response: Response };
type Handle = (visit: Visit) => void;

function showAdmin({ context, shop, request, response }: Visit): void {
  const locale = adminLocale(request.query["locale"], shop.locale);
  const base = baseOf(shop);
  const query = new URLSearchParams(request.originalUrl.split("?")[1] ?? "");
  query.delete("locale");
  const path = request.path.slice(base.length) + (query.size > 0 ? `?${query.toString()}` : "");
  const page = {
    shop,
    locale,
    texts: adminTexts(locale),
    base,
    appOrigin: new URL(context.appUrl).origin,
    frame: shop.installed ? frameUrl(context, { shop: shop.domain, path, locale }) : null,
  };
  response.type("html").send(adminPage(page));
}

/** An id token for App Bridge; another app's key gets none, as in Shopify. */
function giveToken({ context, shop, request, response }: Visit): void {
  const body = tokenBody.safeParse(request.body);
  if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
  if (!shop.installed || body.data.apiKey !== context.apiKey) {
    return void response.status(403).json({ error: "This app is not installed in this shop" });
  }
  response.json({ token: context.mintAdminToken({ shop: shop.domain }) });
}

function giveFrameUrl({ context, shop, request, response }: Visit): void {
  const body = frameBody.safeParse(request.body);
  if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
  response.json({ url: frameUrl(context, { shop: shop.domain, ...body.data }) });
}

function install({ context, shop, request, response }: Visit): void {
  installApp(context.store, shop.domain);
  const locale = adminLocale(request.query["locale"], shop.locale);
  response.redirect(303, `${baseOf(shop)}?locale=${locale}`);
}

function baseOf(shop: Shop): string {
  return `/store/${shop.domain.split(".")[0]}/apps/beckon`;
}
