import express, { type Request, type Response, type Router } from "express";
import type { PageContext } from "../../context.ts";
import type { Shop } from "../../state.ts";
import { languageOf } from "../request.ts";
import { adminPage } from "./admin-page.ts";

/** `/store/:store/apps/beckon/*`: the admin, as admin.shopify.com frames an app. */
export function adminRoutes(context: PageContext): Router {
  const router = express.Router();
  const known = (request: Request, response: Response): Shop | undefined => {
    const domain = `${request.params["store"] ?? ""}.myshopify.com`;
    const shop = context.store.shops.get(domain)?.shop;
    if (!shop) response.status(404).type("text").send(`No shop ${domain}`);
    return shop;
  };
  router.post("/:store/id-token", (request, response) => {
    const shop = known(request, response);
    if (shop) response.type("text").send(context.mintAdminToken({ shop: shop.domain }));
  });
  router.get(["/:store/apps/beckon", "/:store/apps/beckon/*"], (request, response) => {
    const shop = known(request, response);
    if (!shop) return;
    const language = languageOf(request, response);
    const store = request.params["store"] ?? "";
    const page = adminPage(shop, language, {
      appOrigin: new URL(context.appUrl).origin,
      path: appPath(request),
      parameters: {
        embedded: "1",
        shop: shop.domain,
        host: Buffer.from(`admin.shopify.com/store/${store}`).toString("base64"),
        locale: language,
      },
      tokenUrl: `/store/${store}/id-token`,
    });
    response.type("html").send(page.text);
  });
  return router;
}

/** The rest of the admin's address is the app's own; without one Shopify opens the app at "/". */
function appPath(request: Request): string {
  const url = new URL(request.originalUrl, "http://admin");
  url.searchParams.delete("lang");
  const rest = /\/apps\/beckon(\/.*)?$/.exec(url.pathname)?.[1] ?? "/";
  return rest + url.search;
}
