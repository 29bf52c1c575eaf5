import { json, Router, urlencoded, type Request, type Response } from "express";
import type { PageContext } from "../../../context.ts";
import {
  completeCheckout,
  findCheckoutAnywhere,
  upsertCheckout,
  type Checkout,
  type ShopData,
} from "../../../state.ts";
import { isLineAvailable } from "../line-items.ts";
import { queryText } from "../request.ts";
import { missingPage } from "../storefront/plain-pages.ts";
import { rememberCart, suggestLang, visitorOf } from "../visitor.ts";
import { beginCheckout, restoreCart } from "./begin-checkout.ts";
import { keepMetafields } from "./cart-metafields.ts";
import { checkoutPage } from "./checkout-page.ts";
import { contactChange, contactErrors, contactOf, parseContact } from "./contact-form.ts";

type Found = { data: ShopData; checkout: Checkout };

/** The checkout and the ways into it, mounted under /shop. */
export function checkoutRoutes(context: PageContext): Router {
  const router = Router();
  const { store } = context;
  router.use("/checkout", json(), urlencoded({ extended: false }));

  router.post("/cart/checkout", (request, response) => {
    const { data, cart, lang } = visitorOf(context, request, response);
    if (!cart || cart.lines.length === 0) return response.redirect(303, "/shop/cart");
    const checkout = beginCheckout(store, data, { cart, locale: lang });
    response.redirect(303, `/shop/checkout/${checkout.token}`);
  });
  router.get("/checkout/recover", (request, response) => recover(context, request, response));
  router.get("/checkout/:token", (request, response) => {
    const here = visitorOf(context, request, response);
    const found = findCheckoutAnywhere(store, request.params.token);
    if (!found) return response.status(404).send(missingPage(here));
    const { data, checkout } = found;
    if (checkout.completedAt) return response.redirect(302, afterwards(found));
    const filled = { form: contactOf(checkout), errors: {} };
    response
      .set("Cache-Control", "no-store")
      .send(checkoutPage({ ...here, data }, checkout, filled));
  });
  router.post("/checkout/:token/contact", (request, response) => {
    const { lang } = visitorOf(context, request, response);
    const found = findCheckoutAnywhere(store, request.params.token);
    if (!found) return response.status(404).json({ error: "No such checkout" });
    if (found.checkout.completedAt) return response.status(409).json({ error: "Completed" });
    response.json({ changed: takeContact(context, found, { body: request.body, lang }) });
  });
  router.post("/checkout/:token/buy", (request, response) => buy(context, request, response));
  return router;
}

/** Stores what was typed and tells the app, if it changed anything. */
function takeContact(
  { store }: PageContext,
  { data, checkout }: Found,
  { body, lang }: { body: unknown; lang: string },
): boolean {
  const change = contactChange(checkout, parseContact(body));
  if (change) upsertCheckout(store, data.shop.domain, { ...change, locale: lang });
  return change !== null;
}

function buy(context: PageContext, request: Request, response: Response): void {
  const { store } = context;
  const here = visitorOf(context, request, response);
  const found = findCheckoutAnywhere(store, request.params["token"] ?? "");
  if (!found) return void response.status(404).send(missingPage(here));
  const { data, checkout } = found;
  if (checkout.completedAt) return response.redirect(303, afterwards(found));
  takeContact(context, found, { body: request.body, lang: here.lang });
  const form = parseContact(request.body);
  const errors = contactErrors(form, here.t);
  const isGone = checkout.lines.some((line) => !isLineAvailable(data, line));
  if (isGone || Object.keys(errors).length > 0) {
    // The language switch leads to the page, not to the form's own address.
    const url = new URL(`/shop/checkout/${checkout.token}`, here.url);
    const page = checkoutPage({ ...here, data, url }, checkout, { form, errors });
    return void response.status(422).send(page);
  }
  const order = completeCheckout(store, data.shop.domain, checkout.token);
  keepMetafields(store, checkout.token, order);
  response.redirect(303, `/shop/orders/${order.token}`);
}

/** The link of a reminder: the cart is back, in the language it was left in, and the checkout goes on. */
function recover(context: PageContext, request: Request, response: Response): void {
  const found = findCheckoutAnywhere(context.store, queryText(request, "token") ?? "");
  if (!found) return response.redirect(302, "/shop?notice=old-cart");
  if (found.checkout.completedAt) return response.redirect(302, afterwards(found));
  restoreCart(context.store, found.data, found.checkout);
  rememberCart(response, found.checkout.cartToken);
  suggestLang(request, response, found.checkout.locale);
  response.redirect(302, `/shop/checkout/${found.checkout.token}`);
}

/** Where a checkout leads once it was completed. */
function afterwards({ data, checkout }: Found): string {
  const order = [...data.orders.values()].find((one) => one.checkoutToken === checkout.token);
  return order ? `/shop/orders/${order.token}` : "/shop";
}
