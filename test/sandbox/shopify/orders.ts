import { makeLines, type WantedLine } from "./catalogue.ts";
import { customerForOrder } from "./customers.ts";
import { checkoutPayload, orderPayload, refundPayload } from "./payloads.ts";
import type { Address, Checkout, Line, NameValue, Order, ShopData } from "./shopify.types.ts";
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
};

/** An order from a checkout: orders/create, orders/paid and the checkout's last checkouts/update. */
export function completeCheckout(store: Store, domain: string, token: string): Order {
  return createOrder(store, domain, { checkoutToken: token });
}

/** An order from a checkout or from nothing (another device, the point of sale), with its webhooks. */
export function createOrder(store: Store, domain: string, input: OrderInput): Order {
  const data = shopData(store, domain);
  const checkout = openCheckout(data, input.checkoutToken);
  const person = personOf(input, checkout);
  const customer = customerForOrder(store, data, person);
  const lines = input.lineItems
    ? makeLines(data, input.lineItems, person.locale ?? data.shop.locale)
    : (checkout?.lines ?? []);
  const order = makeOrder(store, data, { input, checkout, lines });
  order.customerId = customer?.id ?? null;
  data.orders.set(order.id, order);
  indexOrder(store, domain, order);
  if (checkout) closeCheckout(store, data, checkout);
  announceOrder(
    store,
    data,
    order,
    order.financialStatus === "paid" ? ["create", "paid"] : ["create"],
  );
  return order;
}

/** Marks a pending order as paid: orders/paid and orders/updated. */
export function payOrder(store: Store, domain: string, orderId: number): Order {
  const { data, order } = knownOrder(store, domain, orderId);
  order.financialStatus = "paid";
  return changed(store, data, order, ["paid", "updated"]);
}

/** orders/cancelled and orders/updated. */
export function cancelOrder(store: Store, domain: string, orderId: number): Order {
  const { data, order } = knownOrder(store, domain, orderId);
  order.cancelledAt = store.now().toISOString();
  order.cancelReason = "customer";
  order.financialStatus = "voided";
  return changed(store, data, order, ["cancelled", "updated"]);
}

/** Gives everything back: refunds/create and orders/updated. */
export function refundOrder(store: Store, domain: string, orderId: number): Order {
  const { data, order } = knownOrder(store, domain, orderId);
  const refund = refundPayload(order, nextId(store), store.now().toISOString());
  for (const line of order.lines) line.currentQuantity = 0;
  order.financialStatus = "refunded";
  store.announce(data.shop, "refunds/create", refund);
  return changed(store, data, order, ["updated"]);
}

export function findOrderByToken(data: ShopData, token: string): Order | undefined {
  return [...data.orders.values()].find((order) => order.token === token);
}

function changed(store: Store, data: ShopData, order: Order, topics: string[]): Order {
  order.updatedAt = store.now().toISOString();
  announceOrder(store, data, order, topics);
  return order;
}

function announceOrder(store: Store, data: ShopData, order: Order, topics: string[]): void {
  const payload = orderPayload(store, data, order);
  for (const topic of topics) store.announce(data.shop, `orders/${topic}`, payload);
  store.changed({ kind: "order", shop: data.shop.domain, orderId: order.id });
}

function knownOrder(
  store: Store,
  domain: string,
  orderId: number,
): { data: ShopData; order: Order } {
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

type Person = Pick<
  OrderInput,
  "email" | "phone" | "customerId" | "firstName" | "lastName" | "locale"
>;

function personOf(input: OrderInput, checkout: Checkout | undefined): Person {
  const address = checkout?.shippingAddress;
  return {
    email: input.email ?? checkout?.email,
    phone: input.phone ?? checkout?.phone,
    customerId: input.customerId ?? checkout?.customerId,
    firstName: input.firstName ?? address?.firstName,
    lastName: input.lastName ?? address?.lastName,
    locale: input.locale ?? checkout?.locale,
  };
}

type OrderParts = { input: OrderInput; checkout: Checkout | undefined; lines: Line[] };

function makeOrder(store: Store, data: ShopData, { input, checkout, lines }: OrderParts): Order {
  const at = input.createdAt ?? store.now().toISOString();
  const person = personOf(input, checkout);
  const number = store.counters.order++;
  return {
    id: nextId(store),
    token: newToken(),
    number,
    name: `#${number}`,
    checkoutToken: checkout?.token ?? null,
    cartToken: checkout?.cartToken ?? input.cartToken ?? null,
    email: person.email ?? null,
    phone: person.phone ?? null,
    locale: person.locale ?? data.shop.locale,
    customerId: null,
    shippingAddress: checkout?.shippingAddress ?? addressOf(input),
    attributes: attributesOf(checkout),
    metafields: [],
    tags: [],
    lines: lines.map((line) => ({ ...line, id: nextId(store), currentQuantity: line.quantity })),
    sourceName: input.sourceName ?? checkout?.sourceName ?? "web",
    test: input.test ?? false,
    landingSite: input.landingSite ?? null,
    financialStatus: input.paid === false ? "pending" : "paid",
    cancelledAt: null,
    cancelReason: null,
    createdAt: at,
    updatedAt: at,
  };
}

function attributesOf(checkout: Checkout | undefined): NameValue[] {
  return checkout?.attributes ?? [];
}

function addressOf(input: OrderInput): Address | null {
  if (!input.country && !input.firstName) return null;
  return {
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    phone: null,
    address1: null,
    city: null,
    zip: null,
    countryCode: input.country ?? null,
  };
}
