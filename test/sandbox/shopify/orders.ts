import { makeLines, type WantedLine } from "./catalogue.ts";
import { customerForOrder } from "./customers.ts";
import { orderPayload, refundPayload } from "./order-payloads.ts";
import { checkoutPayload } from "./payloads.ts";
import type { Address, Checkout, Line, Order, ShopData } from "./shopify.types.ts";
import { indexOrder, newToken, nextId, shopData, type Store, UnknownThing } from "./store.ts";

export type OrderInput = {
  /** Completes this checkout; the rest is then taken from it unless given. */
  checkoutToken?: string | undefined;
  /** false: a "pending" order, without orders/paid. */
  paid?: boolean | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  customerId?: number | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  country?: string | null | undefined;
  locale?: string | undefined;
  lineItems?: WantedLine[] | undefined;
  cartToken?: string | undefined;
  sourceName?: string | undefined;
  landingSite?: string | undefined;
  test?: boolean | undefined;
  createdAt?: string | undefined;
  processedAt?: string | undefined;
};

/** An order from a checkout: orders/create, orders/paid and the checkout's last checkouts/update. */
export function completeCheckout(store: Store, domain: string, token: string): Order {
  return createOrder(store, domain, { checkoutToken: token });
}

/** An order from a checkout or from nothing (another device, the point of sale), with its webhooks. */
export function createOrder(store: Store, domain: string, input: OrderInput): Order {
  const data = shopData(store, domain);
  const checkout = openCheckout(data, input.checkoutToken);
  const person = personOf(data, input, checkout);
  const customerId = customerForOrder(store, data, person)?.id ?? null;
  const lines = input.lineItems
    ? makeLines(data, input.lineItems, person.locale)
    : (checkout?.lines ?? []);
  const order = makeOrder(store, { input, checkout, person, customerId, lines });
  data.orders.set(order.id, order);
  indexOrder(store, domain, order);
  if (checkout) closeCheckout(store, data, checkout);
  const topics = order.financialStatus === "paid" ? ["create", "paid"] : ["create"];
  announceOrder(store, { data, order }, topics);
  return order;
}

/** Marks a pending order as paid: orders/paid and orders/updated. */
export function payOrder(store: Store, domain: string, orderId: number): Order {
  const known = knownOrder(store, domain, orderId);
  const { order } = known;
  order.financialStatus = "paid";
  return changed(store, known, ["paid", "updated"]);
}

/** orders/cancelled and orders/updated. */
export function cancelOrder(store: Store, domain: string, orderId: number): Order {
  const known = knownOrder(store, domain, orderId);
  const { order } = known;
  order.cancelledAt = store.now().toISOString();
  order.cancelReason = "customer";
  order.financialStatus = "voided";
  return changed(store, known, ["cancelled", "updated"]);
}

/** Pieces of a line that go back. */
export type RefundedLine = { lineId: number; quantity: number };

/** Gives everything back, or these pieces: refunds/create and orders/updated. */
export function refundOrder(
  store: Store,
  domain: string,
  orderId: number,
  wanted?: RefundedLine[],
): Order {
  const known = knownOrder(store, domain, orderId);
  const { order } = known;
  const back = piecesOf(order, wanted);
  const at = store.now().toISOString();
  const refund = refundPayload(order, back, { refundId: nextId(store), at });
  for (const line of order.lines) line.currentQuantity -= back.get(line.id) ?? 0;
  const isWhole = order.lines.every((line) => line.currentQuantity === 0);
  order.financialStatus = isWhole ? "refunded" : "partially_refunded";
  store.announce(known.data.shop, "refunds/create", refund);
  return changed(store, known, ["updated"]);
}

/** By line; Shopify gives back no more than there is. */
function piecesOf(order: Order, wanted: RefundedLine[] | undefined): Map<number, number> {
  if (!wanted) return new Map(order.lines.map((line) => [line.id, line.currentQuantity]));
  for (const { lineId, quantity } of wanted) {
    const line = order.lines.find((one) => one.id === lineId);
    if (!line) throw new UnknownThing(`No line ${lineId} in order ${order.id}`);
    if (quantity > line.currentQuantity) {
      throw new Error("Refund cannot be more than the quantity that is left");
    }
  }
  return new Map(wanted.map(({ lineId, quantity }) => [lineId, quantity]));
}

export function findOrderByToken(data: ShopData, token: string): Order | undefined {
  return [...data.orders.values()].find((order) => order.token === token);
}

export type KnownOrder = { data: ShopData; order: Order };

export function changed(store: Store, known: KnownOrder, topics: string[]): Order {
  known.order.updatedAt = store.now().toISOString();
  announceOrder(store, known, topics);
  return known.order;
}

function announceOrder(store: Store, { data, order }: KnownOrder, topics: string[]): void {
  const payload = orderPayload(store, data, order);
  for (const topic of topics) store.announce(data.shop, `orders/${topic}`, payload);
  store.changed({ kind: "order", shop: data.shop.domain, orderId: order.id });
}

export function knownOrder(store: Store, domain: string, orderId: number): KnownOrder {
  const data = shopData(store, domain);
  const order = data.orders.get(orderId);
  if (!order) throw new UnknownThing(`No order ${orderId} in ${domain}`);
  return { data, order };
}

function openCheckout(data: ShopData, token: string | undefined): Checkout | undefined {
  if (token === undefined) return undefined;
  const checkout = data.checkouts.get(token);
  if (!checkout) throw new UnknownThing(`No checkout ${token} in ${data.shop.domain}`);
  if (checkout.completedAt) throw new Error(`Checkout ${token} was completed before`);
  return checkout;
}

function closeCheckout(store: Store, data: ShopData, checkout: Checkout): void {
  checkout.completedAt = store.now().toISOString();
  checkout.updatedAt = checkout.completedAt;
  data.carts.delete(checkout.cartToken);
  store.announce(data.shop, "checkouts/update", checkoutPayload(store, data, checkout));
  store.changed({ kind: "checkout", shop: data.shop.domain, token: checkout.token });
}

type Person = {
  email: string | null;
  phone: string | null;
  customerId: number | null;
  firstName: string | null;
  lastName: string | null;
  locale: string;
};

/** Who buys: what the caller says, else what the checkout knows. */
function personOf(data: ShopData, input: OrderInput, checkout: Checkout | undefined): Person {
  const said = {
    email: input.email,
    phone: input.phone,
    customerId: input.customerId,
    firstName: input.firstName,
    lastName: input.lastName,
    locale: input.locale,
  };
  const given = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== null && value !== undefined),
  );
  return { ...knownOf(data, checkout), ...given };
}

function knownOf(data: ShopData, checkout: Checkout | undefined): Person {
  const nobody = { email: null, phone: null, customerId: null, firstName: null, lastName: null };
  if (!checkout) return { ...nobody, locale: data.shop.locale };
  const { email, phone, customerId, locale, shippingAddress } = checkout;
  const { firstName = null, lastName = null } = shippingAddress ?? {};
  return { email, phone, customerId, locale, firstName, lastName };
}

type OrderParts = {
  input: OrderInput;
  checkout: Checkout | undefined;
  person: Person;
  customerId: number | null;
  lines: Line[];
};

export function makeOrder(store: Store, parts: OrderParts): Order {
  const { input, checkout, person, customerId, lines } = parts;
  const { sourceName = checkout?.sourceName ?? "web", landingSite = null, test = false } = input;
  const at = input.createdAt ?? store.now().toISOString();
  const number = store.counters.order++;
  return {
    id: nextId(store),
    token: newToken(),
    number,
    name: `#${number}`,
    ...linksOf(input, checkout),
    email: person.email,
    phone: person.phone,
    locale: person.locale,
    customerId,
    shippingAddress: checkout?.shippingAddress ?? addressOf(input, person),
    metafields: [],
    tags: [],
    lines: lines.map((line) => ({ ...line, id: nextId(store), currentQuantity: line.quantity })),
    sourceName,
    test,
    landingSite,
    financialStatus: input.paid === false ? "pending" : "paid",
    cancelledAt: null,
    cancelReason: null,
    fulfillments: [],
    processedAt: input.processedAt ?? at,
    createdAt: at,
    updatedAt: at,
  };
}

function linksOf(
  input: OrderInput,
  checkout: Checkout | undefined,
): Pick<Order, "checkoutToken" | "cartToken" | "attributes"> {
  return {
    checkoutToken: checkout?.token ?? null,
    cartToken: checkout?.cartToken ?? input.cartToken ?? null,
    attributes: checkout?.attributes ?? [],
  };
}

function addressOf(input: OrderInput, person: Person): Address | null {
  if (!input.country && !person.firstName) return null;
  const { firstName, lastName } = person;
  const countryCode = input.country ?? null;
  return { firstName, lastName, phone: null, address1: null, city: null, zip: null, countryCode };
}
