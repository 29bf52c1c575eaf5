import { makeLines, type WantedLine } from "./catalogue.ts";
import { createCart, findCart } from "./carts.ts";
import { findCustomer, upsertCustomer } from "./customers.ts";
import { checkoutDeletePayload, checkoutPayload } from "./payloads.ts";
import type { Address, Checkout, NameValue, ShopData } from "./shopify.types.ts";
import { newToken, nextId, shopData, type Store, UnknownThing } from "./store.ts";

/** Partial data of a checkout: what is absent stays as it was, null empties it. */
export type CheckoutInput = {
  token?: string | undefined;
  cartToken?: string | undefined;
  email?: string | null | undefined;
  /** Contact phone; the address has its own (`shippingPhone`). */
  phone?: string | null | undefined;
  shippingPhone?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  address1?: string | null | undefined;
  city?: string | null | undefined;
  zip?: string | null | undefined;
  country?: string | null | undefined;
  locale?: string | undefined;
  customerId?: number | null | undefined;
  lineItems?: WantedLine[] | undefined;
  attributes?: NameValue[] | undefined;
  sourceName?: string | undefined;
  /** For tests of clock skew and of old deliveries; default: the sandbox clock. */
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
};

export function findCheckout(store: Store, domain: string, token: string): Checkout | undefined {
  return shopData(store, domain).checkouts.get(token);
}

/** The checkout of a recovery link, whichever shop it belongs to. */
export function findCheckoutAnywhere(
  store: Store,
  token: string,
): { data: ShopData; checkout: Checkout } | undefined {
  for (const data of store.shops.values()) {
    const checkout = data.checkouts.get(token);
    if (checkout) return { data, checkout };
  }
  return undefined;
}

/** Starts or changes a checkout and sends checkouts/create or checkouts/update. */
export function upsertCheckout(store: Store, domain: string, input: CheckoutInput): Checkout {
  const data = shopData(store, domain);
  const known = input.token === undefined ? undefined : data.checkouts.get(input.token);
  const checkout = known ?? newCheckout(store, data, input);
  applyInput(data, checkout, input);
  ensureCustomer(store, data, checkout);
  checkout.updatedAt = input.updatedAt ?? store.now().toISOString();
  data.checkouts.set(checkout.token, checkout);
  const topic = known ? "checkouts/update" : "checkouts/create";
  store.announce(data.shop, topic, checkoutPayload(store, data, checkout));
  store.changed({ kind: "checkout", shop: domain, token: checkout.token });
  return checkout;
}

/** Sends checkouts/update without a change of content: what Shopify does for rates and discounts. */
export function touchCheckout(store: Store, domain: string, token: string): Checkout {
  if (!findCheckout(store, domain, token)) throw new UnknownThing(`No checkout ${token}`);
  return upsertCheckout(store, domain, { token });
}

/** Shopify removes a checkout: checkouts/delete, which names only the cart. */
export function deleteCheckout(store: Store, domain: string, token: string): void {
  const data = shopData(store, domain);
  const checkout = data.checkouts.get(token);
  if (!checkout) throw new UnknownThing(`No checkout ${token} in ${domain}`);
  data.checkouts.delete(token);
  store.announce(data.shop, "checkouts/delete", checkoutDeletePayload(checkout));
  store.changed({ kind: "checkout", shop: domain, token });
}

function newCheckout(store: Store, data: ShopData, input: CheckoutInput): Checkout {
  const at = input.createdAt ?? store.now().toISOString();
  const cartToken = input.cartToken ?? newToken();
  const cart = findCart(store, data.shop.domain, cartToken);
  if (!cart) createCart(store, data.shop.domain, cartToken);
  const id = nextId(store);
  return {
    id,
    token: input.token ?? newToken(),
    cartToken,
    name: `#${id}`,
    email: null,
    phone: null,
    locale: data.shop.locale,
    customerId: null,
    shippingAddress: null,
    attributes: cart?.attributes ?? [],
    lines: structuredClone(cart?.lines ?? []),
    sourceName: "web",
    createdAt: at,
    updatedAt: at,
    completedAt: null,
  };
}

function applyInput(data: ShopData, checkout: Checkout, input: CheckoutInput): void {
  checkout.email = given(input.email, checkout.email);
  checkout.phone = given(input.phone, checkout.phone);
  checkout.locale = given(input.locale, checkout.locale);
  checkout.customerId = given(input.customerId, checkout.customerId);
  checkout.attributes = given(input.attributes, checkout.attributes);
  checkout.sourceName = given(input.sourceName, checkout.sourceName);
  checkout.shippingAddress = addressFrom(input, checkout.shippingAddress);
  if (input.lineItems) checkout.lines = makeLines(data, input.lineItems, checkout.locale);
}

/** A checkout names only customers that exist: an id that a test makes up becomes one. */
function ensureCustomer(store: Store, data: ShopData, checkout: Checkout): void {
  const { customerId, email, phone, shippingAddress, locale } = checkout;
  if (customerId === null || data.customers.has(customerId)) return;
  const { firstName, lastName } = shippingAddress ?? {};
  const isPhoneFree = phone !== null && !findCustomer(data, { phone });
  const fields = { id: customerId, email, firstName, lastName, locale };
  upsertCustomer(store, data.shop.domain, { ...fields, phone: isPhoneFree ? phone : null });
}

const EMPTY_ADDRESS: Address = {
  firstName: null,
  lastName: null,
  phone: null,
  address1: null,
  city: null,
  zip: null,
  countryCode: null,
};

function addressFrom(input: CheckoutInput, before: Address | null): Address | null {
  const { firstName, lastName, address1, city, zip } = input;
  const wanted = { firstName, lastName, address1, city, zip };
  const fields = { ...wanted, phone: input.shippingPhone, countryCode: input.country };
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (said.length === 0) return before;
  return { ...EMPTY_ADDRESS, ...before, ...Object.fromEntries(said) };
}

function given<T>(value: T | undefined, before: T): T {
  return value === undefined ? before : value;
}
