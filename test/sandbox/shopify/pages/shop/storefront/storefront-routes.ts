import { Router, urlencoded, type Request, type Response } from "express";
import { z } from "zod";
import type { PageContext } from "../../../context.ts";
import {
  addToCart,
  createCart,
  findOrderByToken,
  findProductByHandle,
  setCartLine,
} from "../../../state.ts";
import { rememberCart, visitorOf, type Visitor } from "../visitor.ts";
import { cartPage } from "./cart-page.ts";
import { homePage } from "./home-page.ts";
import { orderPage } from "./order-page.ts";
import { missingPage, privacyPage } from "./plain-pages.ts";
import { productPage } from "./product-page.ts";

const lineForm = z.object({
  variant: z.coerce.number().int(),
  quantity: z.coerce.number().int().min(0).max(99).catch(1),
  remove: z.string().optional(),
});

/** Range, product, cart and thank-you page, mounted under /shop. */
export function storefrontRoutes(context: PageContext): Router {
  const router = Router();
  const visitor = (request: Request, response: Response) => visitorOf(context, request, response);

  router.get("/", (request, response) => {
    const here = visitor(request, response);
    const notice = request.query["notice"] === "old-cart" ? here.t.oldCart : null;
    response.send(homePage(here, notice));
  });
  router.get("/products/:handle", (request, response) => {
    const here = visitor(request, response);
    const product = findProductByHandle(here.data, request.params.handle);
    if (product) response.send(productPage(here, product));
    else response.status(404).send(missingPage(here));
  });
  router.get("/privacy", (request, response) => {
    response.send(privacyPage(visitor(request, response)));
  });
  router.get("/orders/:token", (request, response) => {
    const here = visitor(request, response);
    const found = orderAnywhere(context, request.params.token);
    if (!found) response.status(404).send(missingPage(here));
    else response.send(orderPage({ ...here, data: found.data }, found.order));
  });
  router.use("/cart", cartRoutes(context, visitor));
  return router;
}

type See = (request: Request, response: Response) => Visitor;

function cartRoutes({ store }: PageContext, visitor: See): Router {
  const router = Router();
  router.use(urlencoded({ extended: false }));
  router.get("/", (request, response) => {
    response.send(cartPage(visitor(request, response)));
  });
  router.post("/add", (request, response) => {
    const { data, lang, cart } = visitor(request, response);
    const { variant, quantity } = lineForm.parse(request.body);
    const { domain } = data.shop;
    const { token } = cart ?? createCart(store, domain);
    addToCart(store, domain, { cartToken: token, variantId: variant, quantity, locale: lang });
    rememberCart(response, token);
    response.redirect(303, "/shop/cart");
  });
  router.post("/update", (request, response) => {
    const { data, lang, cart } = visitor(request, response);
    const { variant, quantity, remove } = lineForm.parse(request.body);
    const wanted = { variantId: variant, quantity: remove ? 0 : quantity, locale: lang };
    if (cart) setCartLine(store, data.shop.domain, { cartToken: cart.token, ...wanted });
    response.redirect(303, "/shop/cart");
  });
  return router;
}

/** Order pages are reached by an unguessable token, whatever shop the visitor was in before. */
function orderAnywhere({ store }: PageContext, token: string) {
  for (const data of store.shops.values()) {
    const order = findOrderByToken(data, token);
    if (order) return { data, order };
  }
  return undefined;
}
