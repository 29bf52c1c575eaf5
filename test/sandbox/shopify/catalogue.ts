import { localized } from "./payloads.ts";
import type { Line, Product, ShopData, Variant } from "./shopify.types.ts";
import { newToken, UnknownThing } from "./store.ts";
import { toMinor } from "./money.ts";

export type FoundVariant = { product: Product; variant: Variant };

export function findVariant(data: ShopData, variantId: number): FoundVariant | undefined {
  for (const product of data.products.values()) {
    const variant = product.variants.find((candidate) => candidate.id === variantId);
    if (variant) return { product, variant };
  }
  return undefined;
}

export function findProductByHandle(data: ShopData, handle: string): Product | undefined {
  return [...data.products.values()].find((product) => product.handle === handle);
}

/** What a caller names: a variant of the shop, or a custom line (no product) with title and price. */
export type WantedLine = {
  variantId?: number | undefined;
  quantity: number;
  title?: string | undefined;
  price?: string | undefined;
  giftCard?: boolean | undefined;
};

/** Lines as a cart stores them, titled in `locale`; throws UnknownThing for a variant that the shop lacks. */
export function makeLines(data: ShopData, wanted: WantedLine[], locale: string): Line[] {
  return wanted.map((line) => makeLine(data, line, locale));
}

function makeLine(data: ShopData, wanted: WantedLine, locale: string): Line {
  const base = { key: newToken(), quantity: wanted.quantity, giftCard: wanted.giftCard };
  if (wanted.variantId === undefined) {
    const title = wanted.title ?? "Custom item";
    const priceMinor = toMinor(wanted.price ?? "1.00");
    return {
      ...base,
      productId: null,
      variantId: null,
      title,
      variantTitle: null,
      priceMinor,
      sku: "",
    };
  }
  const found = findVariant(data, wanted.variantId);
  if (!found) throw new UnknownThing(`No variant ${wanted.variantId} in ${data.shop.domain}`);
  const { product, variant } = found;
  return {
    ...base,
    productId: product.id,
    variantId: variant.id,
    title: localized(product.title, locale),
    variantTitle: product.variants.length > 1 ? localized(variant.title, locale) : null,
    priceMinor: wanted.price === undefined ? variant.priceMinor : toMinor(wanted.price),
    sku: variant.sku,
  };
}

/** The first picture, price and title of a line's product, for pages. */
export function lineProduct(data: ShopData, line: Line): Product | undefined {
  return line.productId === null ? undefined : data.products.get(line.productId);
}
