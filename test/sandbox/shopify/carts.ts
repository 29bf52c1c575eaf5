import { makeLines } from "./catalogue.ts";
import { cartPayload } from "./payloads.ts";
import type { Cart } from "./shopify.types.ts";
import { newToken, shopData, UnknownThing, type Store } from "./store.ts";

export function findCart(store: Store, domain: string, token: string): Cart | undefined {
  return shopData(store, domain).carts.get(token);
}

/** An empty cart; like Shopify it announces nothing until it holds something. */
export function createCart(store: Store, domain: string, token: string = newToken()): Cart {
  const at = store.now().toISOString();
  const cart: Cart = { token, lines: [], attributes: [], createdAt: at, updatedAt: at };
  shopData(store, domain).carts.set(token, cart);
  return cart;
}

export type CartLineChange = {
  cartToken: string;
  variantId: number;
  quantity: number;
  locale?: string | undefined;
};

/** Adds to what the cart holds of the variant and sends carts/create or carts/update. */
export function addToCart(store: Store, domain: string, change: CartLineChange): Cart {
  const cart = knownCart(store, domain, change.cartToken);
  const held = cart.lines.find((line) => line.variantId === change.variantId)?.quantity ?? 0;
  return setCartLine(store, domain, { ...change, quantity: held + change.quantity });
}

/** Sets the quantity of one variant; 0 removes the line. Announces only real changes. */
export function setCartLine(store: Store, domain: string, change: CartLineChange): Cart {
  const data = shopData(store, domain);
  const cart = knownCart(store, domain, change.cartToken);
  const isFirst = cart.lines.length === 0;
  const line = cart.lines.find((candidate) => candidate.variantId === change.variantId);
  if ((line?.quantity ?? 0) === change.quantity) return cart;
  if (change.quantity <= 0) cart.lines = cart.lines.filter((candidate) => candidate !== line);
  else if (line) line.quantity = change.quantity;
  else cart.lines.push(...makeLines(data, [change], change.locale ?? data.shop.locale));
  cart.updatedAt = store.now().toISOString();
  store.announce(data.shop, isFirst ? "carts/create" : "carts/update", cartPayload(data, cart));
  store.changed({ kind: "cart", shop: domain, cartToken: cart.token });
  return cart;
}

function knownCart(store: Store, domain: string, token: string): Cart {
  const cart = findCart(store, domain, token);
  if (!cart) throw new UnknownThing(`No cart ${token} in ${domain}`);
  return cart;
}
