import { parseDecimal } from "#app/shared/money.ts";
import type { ProductBody, VariantBody } from "./product-body.types.ts";
import type { ProductRecord, ProductStatus } from "./product.types.ts";

/** What decides which variant goes into a cart. */
export interface VariantFacts {
  variantId: string;
  priceMinor: number;
  compareAtMinor: number | null;
  available: boolean;
}

/** The cheapest that can be had, else the cheapest; of equal ones the first, which shops show first. */
export function chooseVariant<V extends VariantFacts>(variants: readonly V[]): V | null {
  const available = variants.filter((variant) => variant.available);
  const [first, ...rest] = available.length > 0 ? available : variants;
  if (!first) return null;
  return rest.reduce((best, one) => (one.priceMinor < best.priceMinor ? one : best), first);
}

/** What a product costs and whether it can be had, by its variants. */
export function soldAs(
  variants: readonly VariantFacts[],
): Pick<ProductRecord, "priceMinor" | "compareAtMinor" | "variantId" | "available"> {
  const chosen = chooseVariant(variants);
  const available = variants.some((variant) => variant.available);
  if (!chosen) return { priceMinor: null, compareAtMinor: null, variantId: null, available };
  const { priceMinor, compareAtMinor, variantId } = chosen;
  return { priceMinor, compareAtMinor, variantId, available };
}

export function urlOrNull(text: string | undefined): string | null {
  return text !== undefined && URL.canParse(text) ? text : null;
}

/** "gid://shopify/Product/42" */
export function productGid(productId: string): string {
  return `gid://shopify/Product/${productId}`;
}

/** The number at the end of a global id. */
export function numericId(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}

/** Shopify's word in either case; one that we do not know yet is not recommended. */
export function statusOf(word: string): ProductStatus {
  switch (word.toLowerCase()) {
    case "":
    case "active":
      return "active";
    case "archived":
      return "archived";
    case "unlisted":
      return "unlisted";
    default:
      return "draft";
  }
}

/** The price before, where it is more: Shopify allows any number there. */
export function compareAt(
  raw: string | null | undefined,
  price: { minor: number; currency: string },
): number | null {
  const before = raw ? parseDecimal(raw, price.currency) : null;
  return before && before.minor > price.minor ? before.minor : null;
}

/**
 * Whether a variant can be had, as far as a webhook tells: it says nothing of stock that is not
 * counted, so this is a hint only.
 */
function isAvailable(variant: VariantBody): boolean {
  return variant.inventory_policy === "continue" || (variant.inventory_quantity ?? 1) > 0;
}

function variantFacts(variant: VariantBody, currency: string): VariantFacts | null {
  const price = variant.price ? parseDecimal(variant.price, currency) : null;
  if (!price || price.minor < 0) return null;
  return {
    variantId: variant.id,
    priceMinor: price.minor,
    compareAtMinor: compareAt(variant.compare_at_price, price),
    available: isAvailable(variant),
  };
}

/** The body of products/create or products/update as a record; it does not tell collections. */
export function productOfBody(
  body: ProductBody,
  context: { currency: string; triggeredAt: Date | null },
): ProductRecord {
  const { currency, triggeredAt } = context;
  const facts = body.variants.map((variant) => variantFacts(variant, currency));
  return {
    ...soldAs(facts.filter((one) => one !== null)),
    productId: body.id,
    title: body.title,
    handle: body.handle,
    productType: body.product_type,
    vendor: body.vendor,
    tags: body.tags,
    collections: null,
    status: statusOf(body.status),
    published: Boolean(body.published_at),
    currency,
    pictureUrl: urlOrNull(body.image?.src),
    createdAt: body.created_at ?? body.updated_at,
    updatedAt: body.updated_at,
    triggeredAt,
  };
}
