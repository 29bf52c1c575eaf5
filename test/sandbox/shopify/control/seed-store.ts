import { toMinor } from "../money.ts";
import { leinenwerkProducts } from "../seed.ts";
import type { Product, ShopData } from "../shopify.types.ts";
import { nextId, type Store } from "../store.ts";
import type { SeedProduct, SeedShop } from "./control-schemas.ts";

/** Adds or renews shops and their products; what customers did stays. Idempotent. */
export function seedShops(
  store: Store,
  seed: { shops: SeedShop[]; products?: SeedProduct[] | undefined },
): void {
  const at = store.now().toISOString();
  for (const wanted of seed.shops) {
    const before = store.shops.get(wanted.domain);
    const data = before ?? emptyShop(store, wanted, at);
    const { installed, storefrontUrl, ...fields } = wanted;
    Object.assign(data.shop, fields, { storefrontUrl: storefrontUrl?.replace(/\/$/, "") ?? null });
    if (!before) data.shop.installed = installed;
    const products = seed.products?.map((one) => toProduct(one, at)) ?? leinenwerkProducts(at);
    if (!before || seed.products) data.products = new Map(products.map((one) => [one.id, one]));
    store.shops.set(wanted.domain, data);
    store.changed({ kind: "seed", shop: wanted.domain });
  }
}

function emptyShop(store: Store, wanted: SeedShop, at: string): ShopData {
  const { storefrontUrl, ...fields } = wanted;
  const shop = { ...fields, storefrontUrl: storefrontUrl ?? null };
  return {
    shop: { ...shop, id: nextId(store), createdAt: at },
    metafields: { shop: [], app: [] },
    products: new Map(),
    customers: new Map(),
    carts: new Map(),
    checkouts: new Map(),
    orders: new Map(),
  };
}

/** A product as the control API names it; like everywhere until a market is changed. */
export function toProduct(seed: SeedProduct, at: string): Product {
  return {
    ...seed,
    picture: seed.picture ?? `/pictures/${seed.handle}.jpg`,
    markets: {},
    variants: seed.variants.map(({ price, compareAt, sku, ...variant }) => ({
      ...variant,
      sku: sku ?? `SKU-${variant.id}`,
      priceMinor: toMinor(price),
      compareAtMinor: compareAt === undefined ? null : toMinor(compareAt),
    })),
    createdAt: at,
    updatedAt: at,
  };
}
