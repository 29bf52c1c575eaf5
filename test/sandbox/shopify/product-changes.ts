import { toMinor } from "./money.ts";
import { productPayload } from "./payloads.ts";
import type { Product, ProductMarket, ShopData } from "./shopify.types.ts";
import { shopData, UnknownThing, type Store } from "./store.ts";

export type ProductChange = {
  available?: boolean | undefined;
  price?: string | undefined;
  compareAt?: string | null | undefined;
  /** Only this variant; without it all variants of the product. */
  variantId?: number | undefined;
  title?: string | undefined;
  status?: Product["status"] | undefined;
  published?: boolean | undefined;
};

/** In the online store, as far as the shop's own market goes. */
export function isListed(product: Product): boolean {
  return product.status === "active" && product.published;
}

/** Changes a product and sends products/update. */
export function changeProduct(
  store: Store,
  domain: string,
  change: ProductChange & { productId: number },
): Product {
  const { data, product } = known(store, domain, change.productId);
  changeVariants(product, change);
  if (change.title !== undefined) product.title = { de: change.title, en: change.title };
  if (change.status !== undefined) product.status = change.status;
  if (change.published !== undefined) product.published = change.published;
  announceUpdate(store, data, product);
  return product;
}

function changeVariants(product: Product, change: ProductChange): void {
  const { available, price, compareAt } = change;
  for (const variant of product.variants) {
    if (change.variantId !== undefined && variant.id !== change.variantId) continue;
    if (available !== undefined) variant.available = available;
    if (price !== undefined) variant.priceMinor = toMinor(price);
    if (compareAt !== undefined) {
      variant.compareAtMinor = compareAt === null ? null : toMinor(compareAt);
    }
  }
}

/** What differs in one country. Shopify sends products/update for none of it. */
export function changeMarket(
  store: Store,
  domain: string,
  change: { productId: number; country: string; market: ProductMarket },
): Product {
  const { product } = known(store, domain, change.productId);
  product.markets[change.country] = { ...product.markets[change.country], ...change.market };
  store.changed({ kind: "product", shop: domain, productId: product.id });
  return product;
}

/** Adds a product and sends products/create. */
export function createProduct(store: Store, domain: string, product: Product): Product {
  const data = shopData(store, domain);
  if (data.products.has(product.id)) throw new Error(`Product ${product.id} is there already`);
  data.products.set(product.id, product);
  store.announce(data.shop, "products/create", productPayload(store, data, product));
  store.changed({ kind: "product", shop: domain, productId: product.id });
  return product;
}

/** Removes a product for good and sends products/delete, whose body is the id alone (contract 2.4). */
export function deleteProduct(store: Store, domain: string, productId: number): void {
  const { data } = known(store, domain, productId);
  data.products.delete(productId);
  store.announce(data.shop, "products/delete", { id: productId });
  store.changed({ kind: "product", shop: domain, productId });
}

function announceUpdate(store: Store, data: ShopData, product: Product): void {
  product.updatedAt = store.now().toISOString();
  store.announce(data.shop, "products/update", productPayload(store, data, product));
  store.changed({ kind: "product", shop: data.shop.domain, productId: product.id });
}

function known(store: Store, domain: string, productId: number) {
  const data = shopData(store, domain);
  const product = data.products.get(productId);
  if (!product) throw new UnknownThing(`No product ${productId} in ${domain}`);
  return { data, product };
}
