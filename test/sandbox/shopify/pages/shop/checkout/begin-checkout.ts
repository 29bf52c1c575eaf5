import {
  addToCart,
  createCart,
  findCart,
  toDecimal,
  upsertCheckout,
  type Cart,
  type Checkout,
  type Line,
  type ShopData,
  type Store,
} from "../../../state.ts";

/**
 * The open checkout of a cart, brought up to what the cart holds now; a new one with a token of its
 * own if there is none. It begins when it is opened, not when contact data come (contract 3.1).
 */
export function beginCheckout(
  store: Store,
  data: ShopData,
  { cart, locale }: { cart: Cart; locale: string },
): Checkout {
  const { domain } = data.shop;
  const open = [...data.checkouts.values()].findLast(
    (one) => one.cartToken === cart.token && one.completedAt === null,
  );
  if (!open) return upsertCheckout(store, domain, { cartToken: cart.token, locale });
  if (contents(open.lines) === contents(cart.lines)) return open;
  const lineItems = cart.lines.map(wantedLine);
  return upsertCheckout(store, domain, { token: open.token, lineItems, locale });
}

/** Fills the cart of a checkout again: one that did not begin in the storefront has an empty one behind it. */
export function restoreCart(store: Store, data: ShopData, checkout: Checkout): void {
  const { domain } = data.shop;
  const { cartToken, locale } = checkout;
  const cart = findCart(store, domain, cartToken) ?? createCart(store, domain, cartToken);
  if (cart.lines.length > 0) return;
  for (const { variantId, quantity } of checkout.lines) {
    if (variantId !== null) addToCart(store, domain, { cartToken, variantId, quantity, locale });
  }
}

/** The cart's price stays: it is what the shopper saw. */
function wantedLine({ variantId, quantity, title, priceMinor }: Line) {
  return { variantId: variantId ?? undefined, quantity, title, price: toDecimal(priceMinor) };
}

function contents(lines: Line[]): string {
  return JSON.stringify(lines.map((line) => [line.variantId, line.title, line.quantity]));
}
