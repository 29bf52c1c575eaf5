import { findProductByHandle } from "./catalogue.ts";
import { emptyCustomer } from "./customers.ts";
import { makeOrder } from "./orders.ts";
import { type Journey, JOURNEYS } from "./past-journeys.ts";
import type { Customer, Line, Order, Product, ShopData } from "./shopify.types.ts";
import { indexOrder, nextId, shopData, type Store } from "./store.ts";

const DAY_MS = 86_400_000;
const SEED = 20_261_122;
/** Days between two visits of a person: at least, and how many more at most. */
const GAP_DAYS = [6, 11] as const;

type Chance = () => number;
type Past = {
  at: number;
  customer: Customer;
  lines: Array<{ product: Product; quantity: number }>;
};

/** The same numbers in [0, 1) every time (mulberry32). */
function chances(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Fills a shop with orders of the past, without webhooks: they were before the app. Always the same for
 * the same products and count: people who come back for what goes with their first purchase, some who buy
 * coffee again and again, a few orders that were cancelled, given back or only a test.
 */
export function seedPastOrders(
  store: Store,
  domain: string,
  { count, days }: { count: number; days: number },
): Order[] {
  const data = shopData(store, domain);
  const chance = chances(SEED);
  const now = store.now().getTime();
  const past: Past[] = [];
  for (let nth = 1; past.length < count && nth < count * 4; nth += 1) {
    const journey = pick(JOURNEYS, chance);
    const customer = makeCustomer(store, nth, new Date(now - days * DAY_MS).toISOString());
    const startsAt = now - days * DAY_MS + chance() * days * 0.75 * DAY_MS;
    const orders = visitsOf(data, { journey, customer, startsAt, now }, chance);
    if (orders.length > 0) data.customers.set(customer.id, customer);
    past.push(...orders);
  }
  const kept = past.slice(0, count).toSorted((a, b) => a.at - b.at);
  const orders = kept.map((one, index) => writeOrder(store, data, one, index));
  store.changed({ kind: "seed", shop: domain });
  return orders;
}

function pick(journeys: readonly Journey[], chance: Chance): Journey {
  const sum = journeys.reduce((all, one) => all + one.share, 0);
  let left = chance() * sum;
  return journeys.find((one) => (left -= one.share) < 0) ?? { share: 0, visits: [] };
}

function makeCustomer(store: Store, nth: number, at: string): Customer {
  const number = String(nth).padStart(3, "0");
  const customer = emptyCustomer(nextId(store), at);
  const email = `kundschaft-${number}@example.test`;
  return { ...customer, email, firstName: "Kundschaft", lastName: number };
}

type Person = { journey: Journey; customer: Customer; startsAt: number; now: number };

function visitsOf(data: ShopData, person: Person, chance: Chance): Past[] {
  const { journey, customer, now } = person;
  const orders: Past[] = [];
  let at = person.startsAt;
  for (const visit of journey.visits) {
    const lines = Object.entries(visit).flatMap(([handle, likely]) => {
      const product = chance() < likely ? findProductByHandle(data, handle) : undefined;
      return product ? [{ product, quantity: chance() < 0.15 ? 2 : 1 }] : [];
    });
    if (lines.length > 0 && at < now - DAY_MS) orders.push({ at, customer, lines });
    at += (GAP_DAYS[0] + chance() * GAP_DAYS[1]) * DAY_MS;
  }
  return orders;
}

function linesOf({ customer, lines }: Past): Line[] {
  return lines.flatMap(({ product, quantity }, index) => {
    const [variant] = product.variants;
    if (!variant) return [];
    const ids = { productId: product.id, variantId: variant.id, sku: variant.sku };
    const { priceMinor } = variant;
    const title = product.title.de;
    return [
      { key: `${customer.id}-${index}`, ...ids, title, variantTitle: null, priceMinor, quantity },
    ];
  });
}

/** Every 40th was cancelled, every 50th given back, every 90th is a test; the rest has arrived by now. */
function writeOrder(store: Store, data: ShopData, past: Past, index: number): Order {
  const { customer, at } = past;
  const createdAt = new Date(at).toISOString();
  const { email, phone, firstName, lastName, locale } = customer;
  const person = { email, phone, customerId: customer.id, firstName, lastName, locale };
  const input = { createdAt, country: "DE", test: index % 90 === 89 };
  const parts = { input, checkout: undefined, person, customerId: customer.id };
  const order = makeOrder(store, { ...parts, lines: linesOf(past) });
  const arrivedAt = new Date(at + 3 * DAY_MS);
  if (index % 40 === 39) {
    Object.assign(order, {
      cancelledAt: createdAt,
      cancelReason: "customer",
      financialStatus: "voided",
    });
  } else if (arrivedAt <= store.now()) deliver(store, order, arrivedAt.toISOString());
  if (index % 50 === 49) {
    order.financialStatus = "refunded";
    for (const line of order.lines) line.currentQuantity = 0;
  }
  data.orders.set(order.id, order);
  indexOrder(store, data.shop.domain, order);
  return order;
}

function deliver(store: Store, order: Order, at: string): void {
  const parcel = { id: nextId(store), status: "success", shipmentStatus: "delivered" } as const;
  order.fulfillments.push({
    ...parcel,
    createdAt: order.createdAt,
    updatedAt: at,
    deliveredAt: at,
  });
  order.updatedAt = at;
}
