import { json, Router } from "express";
import { z } from "zod";
import type { PageContext } from "../../../context.ts";
import { findCheckoutAnywhere } from "../../../state.ts";
import { setCartMetafield } from "../checkout/cart-metafields.ts";
import { queryText } from "../request.ts";
import { asLang } from "../visitor.ts";
import { builtExtension } from "./extension-files.ts";
import { TARGETS } from "./extension-slot.ts";
import { hostPage, unbuiltPage } from "./host-page.ts";

const query = z.object({
  target: z.enum(Object.values(TARGETS)),
  checkout: z.string(),
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

/** Hosts the built checkout extension as Shopify's checkout does, mounted under /shop/extension-host. */
export function hostRoutes(context: PageContext): Router {
  const router = Router();
  const { store, extensionFile } = context;
  router.get("/", (request, response) => {
    const wanted = query.safeParse(request.query);
    const found = wanted.success && findCheckoutAnywhere(store, wanted.data.checkout);
    if (!wanted.success || !found) return response.status(404).send("No such extension slot");
    const { target, lang } = wanted.data;
    if (builtExtension(extensionFile) === null) return response.send(unbuiltPage(asLang(lang)));
    response.send(hostPage(context, { target, lang, ...found }));
  });
  router.get("/extension.js", (_request, response) => {
    const script = builtExtension(extensionFile);
    if (script === null) return response.status(404).send("// not built");
    response.type("text/javascript").set("Cache-Control", "no-store").send(script);
  });
  router.get("/session-token", (request, response) => {
    const found = findCheckoutAnywhere(store, queryText(request, "checkout") ?? "");
    if (!found) return response.status(404).type("text").send("No such checkout");
    const token = context.mintExtensionToken({ shop: found.data.shop.domain });
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
