import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { OAuthGrant } from "./tokens/oauth.types.ts";
import type { Order, Shop, ShopData, ShopifyEvent } from "./shopify.types.ts";

/** What the operations share: the data, the clock, and the two ways in which a change leaves. */
export type Store = {
  shops: Map<string, ShopData>;
  grants: Map<string, OAuthGrant>;
  /** Next number of each kind; persisted, so ids never repeat after a restart. */
  counters: { id: number; order: number };
  /** Orders by what the Admin API and the rules look them up by: "checkout_token:…", "email:…", … */
  orderIndex: Map<string, Set<Order>>;
  /** Origin of the stand-in ("http://localhost:4602"); known once it listens. */
  origin: string;
  now(): Date;
  /** Queues a webhook of the shop; a no-op for topics that the app has not subscribed to. */
  announce(shop: Shop, topic: string, payload: object): void;
  /** Tells pages (SSE) and the snapshot that something changed. */
  changed(event: ShopifyEvent): void;
  /** Emits "change" with a ShopifyEvent. */
  events: EventEmitter;
};

export function createStore(now: () => Date): Store {
  const events = new EventEmitter().setMaxListeners(0);
  return {
    shops: new Map(),
    grants: new Map(),
    counters: { id: 5_000_000_001, order: 1001 },
    orderIndex: new Map(),
    origin: "",
    now,
    announce: () => undefined,
    changed: (event) => void events.emit("change", event),
    events,
  };
}

export function nextId(store: Store): number {
  return store.counters.id++;
}

/** A token as Shopify makes them: 32 hex digits, unguessable. */
export function newToken(): string {
  return randomBytes(16).toString("hex");
}

/** The shop's data; throws for a shop that was never seeded, because every caller names a known one. */
export function shopData(store: Store, domain: string): ShopData {
  const data = store.shops.get(domain);
  if (!data) throw new UnknownThing(`No shop ${domain}`);
  return data;
}

/** A name that points nowhere; the control API answers 404 with the message. */
export class UnknownThing extends Error {}

/** Origin of the shop's online store, without a trailing slash. */
export function storefrontOrigin(store: Store, shop: Shop): string {
  return shop.storefrontUrl ?? store.origin;
}

export function productUrl(store: Store, shop: Shop, handle: string): string {
  return `${storefrontOrigin(store, shop)}/shop/products/${handle}`;
}

export function recoverUrl(store: Store, shop: Shop, token: string): string {
  return `${storefrontOrigin(store, shop)}/shop/checkout/recover?token=${token}`;
}

/** Adds the order to the look-up index under every identifier it carries. */
export function indexOrder(store: Store, domain: string, order: Order): void {
  for (const key of orderKeys(order)) {
    const full = `${domain}|${key}`;
    const set = store.orderIndex.get(full) ?? new Set<Order>();
    store.orderIndex.set(full, set.add(order));
  }
}

function orderKeys(order: Order): string[] {
  const pairs: Array<[string, string | number | null]> = [
    ["id", order.id],
    ["checkout_token", order.checkoutToken],
    ["cart_token", order.cartToken],
    ["customer_id", order.customerId],
    ["email", order.email?.toLowerCase() ?? null],
  ];
  return pairs.filter(([, value]) => value !== null).map(([field, value]) => `${field}:${value}`);
}

/** Orders under one identifier of `orderKeys`, oldest first. */
export function ordersBy(store: Store, domain: string, key: string): Order[] {
  return [...(store.orderIndex.get(`${domain}|${key}`) ?? [])];
}
