import type { Request, Response } from "express";
import type { PageContext } from "../../context.ts";
import { findCart, UnknownThing, type Cart, type ShopData } from "../../state.ts";
import { cookieOf, languageOf, queryText } from "./request.ts";
import { TEXTS, type Lang, type Texts } from "./texts.ts";

/** Who looks at a page of the shop: what every page needs to draw itself. */
export type Visitor = {
  data: ShopData;
  lang: Lang;
  t: Texts;
  cart: Cart | undefined;
  /** Shopify's number of the customer who is logged in. */
  customerId: number | null;
  /** Path and query of this page, for the language switch. */
  url: URL;
};

const LANG = "lang";
const CART = "shop_cart";
const SHOP = "shop_domain";
/** The cookie of who is logged in: Shopify's number of the customer. */
export const CUSTOMER = "shop_customer";
const TWO_WEEKS_MS = 14 * 24 * 3_600_000;

/** Reads shop, language and cart of a request; `?lang=` and `?shop=` are remembered in cookies. */
export function visitorOf(context: PageContext, request: Request, response: Response): Visitor {
  const asked = queryText(request, "shop");
  const data = shopOf(context, [asked, cookieOf(request, SHOP)]);
  if (asked) keep(response, SHOP, data.shop.domain);
  const lang = languageOf(request, response);
  const cart = findCart(context.store, data.shop.domain, cookieOf(request, CART) ?? "");
  const url = new URL(request.originalUrl, "http://shop");
  return { data, lang, t: TEXTS[lang], cart, customerId: customerOf(data, request), url };
}

function customerOf(data: ShopData, request: Request): number | null {
  const id = Number(cookieOf(request, CUSTOMER));
  return data.customers.has(id) ? id : null;
}

export function rememberCustomer(response: Response, customerId: number): void {
  keep(response, CUSTOMER, String(customerId));
}

export function forgetCustomer(response: Response): void {
  response.clearCookie(CUSTOMER);
}

export function rememberCart(response: Response, token: string): void {
  keep(response, CART, token);
}

/** Takes the language of a checkout for a visitor who never chose one here. */
export function suggestLang(request: Request, response: Response, locale: string): void {
  if (queryText(request, "lang") || cookieOf(request, LANG)) return;
  keep(response, LANG, asLang(locale));
}

export function asLang(locale: string): Lang {
  return locale.toLowerCase().startsWith("de") ? "de" : "en";
}

/** The first name that is a shop, else the first shop of all: all shops share one port. */
function shopOf(context: PageContext, wanted: Array<string | undefined>): ShopData {
  const { shops } = context.store;
  const named = wanted.map((domain) => shops.get(domain ?? "")).find(Boolean);
  const data = named ?? [...shops.values()][0];
  if (!data) throw new UnknownThing("No shop yet");
  return data;
}

function keep(response: Response, name: string, value: string): void {
  response.cookie(name, value, { httpOnly: true, sameSite: "lax", maxAge: TWO_WEEKS_MS });
}
