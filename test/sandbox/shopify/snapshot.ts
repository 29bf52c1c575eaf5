import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { OAuthGrant } from "./tokens/oauth.types.ts";
import { onSale } from "./seed.ts";
import type { Order, Product, ShopData } from "./shopify.types.ts";
import { indexOrder, type Store } from "./store.ts";
import type { Delivery } from "./webhooks/webhook.types.ts";

type Listed<T> = T extends Map<unknown, infer Item> ? Item[] : T;
/** A shop's data as plain JSON. */
export type StoredShop = { [Kind in keyof ShopData]: Listed<ShopData[Kind]> };
type Snapshot = {
  shops: StoredShop[];
  grants: OAuthGrant[];
  counters: Store["counters"];
  pending: Delivery[];
};

export type Snapshots = {
  /** Fills the store from the file; returns the deliveries that were still under way. */
  load(): Delivery[];
  /** Writes soon; many changes make one write. */
  soon(): void;
  /** Writes now, if a change is unwritten. */
  flush(): void;
};

const WRITE_AFTER_MS = 300;

/** Keeps the store in one JSON file, replaced whole, so that a crash leaves the old or the new one. */
export function createSnapshots(store: Store, path: string, pending: () => Delivery[]): Snapshots {
  let timer: NodeJS.Timeout | null = null;
  const write = () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(toSnapshot(store, pending())));
    renameSync(`${path}.new`, path);
  };
  const flush = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = null;
    write();
  };
  return {
    load: () => load(store, path),
    soon: () => {
      timer ??= setTimeout(flush, WRITE_AFTER_MS);
    },
    flush,
  };
}

/** A shop's data as plain JSON, also what GET /_control/state shows. */
export function toStoredShop(data: ShopData): StoredShop {
  return {
    shop: data.shop,
    metafields: data.metafields,
    products: [...data.products.values()],
    customers: [...data.customers.values()],
    carts: [...data.carts.values()],
    checkouts: [...data.checkouts.values()],
    orders: [...data.orders.values()],
  };
}

function toSnapshot(store: Store, pending: Delivery[]): Snapshot {
  return {
    shops: [...store.shops.values()].map(toStoredShop),
    grants: [...store.grants.values()],
    counters: store.counters,
    pending,
  };
}

/** Written by ourselves: enough to see that it is one of ours. */
const snapshotSchema = z.custom<Snapshot>(
  (value) => typeof value === "object" && value !== null && "shops" in value,
);

function load(store: Store, path: string): Delivery[] {
  const text = readIfThere(path);
  if (text === null) return [];
  const snapshot = snapshotSchema.parse(JSON.parse(text));
  for (const stored of snapshot.shops) {
    const data: ShopData = {
      shop: stored.shop,
      metafields: stored.metafields,
      products: new Map(stored.products.map((item) => [item.id, withDefaults(item)])),
      customers: new Map(stored.customers.map((item) => [item.id, item])),
      carts: new Map(stored.carts.map((item) => [item.token, item])),
      checkouts: new Map(stored.checkouts.map((item) => [item.token, item])),
      orders: new Map(
        stored.orders.map((item) => [item.id, Object.assign(orderDefaults(item), item)]),
      ),
    };
    store.shops.set(stored.shop.domain, data);
    for (const order of data.orders.values()) indexOrder(store, stored.shop.domain, order);
  }
  for (const grant of snapshot.grants) store.grants.set(grant.accessToken, grant);
  Object.assign(store.counters, snapshot.counters);
  return snapshot.pending;
}

/** A file of an older stand-in lacks what products have gained since. */
function withDefaults(product: Product): Product {
  const variants = product.variants.map((one) => Object.assign({ compareAtMinor: null }, one));
  return Object.assign({ collections: [], ...onSale() }, product, { variants });
}

function orderDefaults({ createdAt }: Order): Pick<Order, "fulfillments" | "processedAt"> {
  return { fulfillments: [], processedAt: createdAt };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
