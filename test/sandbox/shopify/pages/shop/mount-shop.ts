import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type Express } from "express";
import { ZodError } from "zod";
import type { PageContext } from "../../context.ts";
import { UnknownThing } from "../../state.ts";
import { accountRoutes } from "./account/account-routes.ts";
import { checkoutRoutes } from "./checkout/checkout-routes.ts";
import { CLIENT_SCRIPTS, sendClientScript } from "./client-script.ts";
import { hostRoutes } from "./extension-host/host-routes.ts";
import { cartPermalink } from "./storefront/cart-permalink.ts";
import { missingPage } from "./storefront/plain-pages.ts";
import { storefrontRoutes } from "./storefront/storefront-routes.ts";
import { THEME_ASSETS } from "./theme/theme-files.ts";
import { visitorOf } from "./visitor.ts";

const ASSETS = fileURLToPath(new URL("./assets", import.meta.url));

/** The storefront with its checkout and the frames of the checkout extension, all under /shop but for cart permalinks. */
export function mountShop(app: Express, context: PageContext): void {
  app.get("/", (_request, response) => response.redirect(302, "/shop"));
  app.get("/cart/:items", cartPermalink(context));
  app.use("/shop/assets", express.static(ASSETS));
  app.use("/shop/theme-assets", express.static(THEME_ASSETS));
  for (const [name, source] of Object.entries(CLIENT_SCRIPTS)) {
    app.get(`/shop/scripts/${name}.js`, (_request, response) => sendClientScript(response, source));
  }
  app.use("/shop/extension-host", hostRoutes(context));
  app.use("/shop/account", accountRoutes(context));
  app.use("/shop", storefrontRoutes(context), checkoutRoutes(context));
  app.use("/shop", (request, response) => {
    response.status(404).send(missingPage(visitorOf(context, request, response)));
  });
  app.use("/shop", failures);
}

const failures: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const status = error instanceof ZodError ? 400 : error instanceof UnknownThing ? 404 : 500;
  response.status(status).type("text/plain").send(String(error));
};
