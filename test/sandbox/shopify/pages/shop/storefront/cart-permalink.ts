import type { RequestHandler } from "express";
import type { PageContext } from "../../../context.ts";
import { addToCart, createCart, findVariant, type ShopData } from "../../../state.ts";
import { beginCheckout } from "../checkout/begin-checkout.ts";
import { rememberCart, visitorOf } from "../visitor.ts";
import { missingPage } from "./plain-pages.ts";

type Wanted = { variantId: number; quantity: number };

/** "70091:1,70181:2"; null for anything else, and for what the shop does not have. */
function wantedLines(data: ShopData, items: string): Wanted[] | null {
  const lines: Wanted[] = [];
  for (const item of items.split(",")) {
    const [, variant, quantity] = /^(\d{1,16}):([1-9]\d?)$/.exec(item) ?? [];
    const found = findVariant(data, Number(variant));
    if (variant === undefined || quantity === undefined || !found) return null;
    lines.push({ variantId: Number(variant), quantity: Number(quantity) });
  }
  return lines;
}

/** `/cart/VARIANT:QTY,…` of every Shopify store: a cart with just that, and its checkout (contract 6.6). */
export function cartPermalink(context: PageContext): RequestHandler {
  const { store } = context;
  return (request, response) => {
    const here = visitorOf(context, request, response);
    const { data, lang } = here;
    const lines = wantedLines(data, request.params["items"] ?? "");
    if (!lines) return void response.status(404).send(missingPage(here));
    const { domain } = data.shop;
    const cart = createCart(store, domain);
    for (const line of lines) {
      addToCart(store, domain, { ...line, cartToken: cart.token, locale: lang });
    }
    rememberCart(response, cart.token);
    const checkout = beginCheckout(store, data, { cart, locale: lang });
    response.redirect(302, `/shop/checkout/${checkout.token}`);
  };
}
