import { json, Router, type Request, type Response } from "express";
import { z } from "zod";
import type { PageContext } from "../../../context.ts";
import { findCheckoutAnywhere } from "../../../state.ts";
import { setCartMetafield } from "../checkout/cart-metafields.ts";
import { queryText } from "../request.ts";
import { asLang, visitorOf } from "../visitor.ts";
import { builtExtension } from "./extension-files.ts";
import { type Host, hostPage, unbuiltPage } from "./host-page.ts";
import { extensionAt, TARGETS } from "./targets.ts";

const query = z.object({
  target: z.enum(Object.values(TARGETS)),
  checkout: z.string().optional(),
  lang: z.string().max(10).default("en"),
});
const metafield = z.object({
  checkout: z.string(),
  field: z.object({
    namespace: z.string(),
    key: z.string(),
    type: z.string(),
    value: z.string().max(16_384),
  }),
});

/** What a slot is about; null when it names a checkout that is not there, or none where one is needed. */
function hosted(context: PageContext, request: Request, response: Response): Host | null {
  const wanted = query.safeParse(request.query);
  if (!wanted.success) return null;
  const { target, lang, checkout: token } = wanted.data;
  const here = visitorOf(context, request, response);
  const { customerId } = here;
  // The profile is for customers who are logged in, and about no order.
  if (target === TARGETS.profile) {
    return customerId === null
      ? null
      : { target, lang, data: here.data, checkout: null, customerId };
  }
  const found = findCheckoutAnywhere(context.store, token ?? "");
  return found ? { target, lang, ...found, customerId } : null;
}

/** Hosts the built extensions as Shopify's checkout and account pages do, mounted under /shop/extension-host. */
export function hostRoutes(context: PageContext): Router {
  const router = Router();
  const { store, extensionFile } = context;
  router.get("/", (request, response) => {
    const host = hosted(context, request, response);
    if (!host) return response.status(404).send("No such extension slot");
    const isBuilt = builtExtension(extensionAt(host.target), extensionFile) !== null;
    response.send(isBuilt ? hostPage(context, host) : unbuiltPage(asLang(host.lang)));
  });
  for (const name of ["whatsapp-opt-in", "whatsapp-account"] as const) {
    router.get(`/${name}.js`, (_request, response) => {
      const script = builtExtension(name, extensionFile);
      if (script === null) return response.status(404).send("// not built");
      response.type("text/javascript").set("Cache-Control", "no-store").send(script);
    });
  }
  router.get("/session-token", (request, response) => {
    const here = visitorOf(context, request, response);
    const checkout = queryText(request, "checkout");
    const data = checkout ? findCheckoutAnywhere(store, checkout)?.data : here.data;
    if (!data) return response.status(404).type("text").send("No such checkout");
    const customerId = here.customerId ?? undefined;
    const token = context.mintExtensionToken({ shop: data.shop.domain, customerId });
    response.set("Cache-Control", "no-store").type("text").send(token);
  });
  router.post("/metafield", json(), (request, response) => {
    const { checkout, field } = metafield.parse(request.body);
    const found = findCheckoutAnywhere(store, checkout);
    if (!found || found.checkout.completedAt) {
      return response.status(409).type("text").send("The cart cannot be changed any more");
    }
    setCartMetafield(store, checkout, field);
    response.status(204).end();
  });
  return router;
}
