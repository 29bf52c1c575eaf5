import { gid } from "../admin-api/admin-context.ts";
import { connection, type PageArgs } from "../admin-api/connection.ts";
import { toDecimal } from "../money.ts";
import { localized } from "../payloads.ts";
import type { Product, Variant } from "../shopify.types.ts";
import { productUrl } from "../store.ts";
import { canBeHad, localeIn, priceIn } from "./market.ts";
import type { StorefrontContext } from "./storefront-context.ts";

/** A product as shoppers of the request's market see it. */
export function productNode(context: StorefrontContext, product: Product): object {
  const { data, store, market } = context;
  const text = localeIn(data, market);
  const node = (variant: Variant) => variantNode(context, { product, variant });
  const available = product.variants.filter((variant) => canBeHad(product, variant, market));
  return {
    __typename: "Product",
    id: gid("Product", product.id),
    handle: product.handle,
    title: localized(product.title, text),
    description: localized(product.description, text),
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    isGiftCard: false,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: product.createdAt,
    availableForSale: available.length > 0,
    onlineStoreUrl: productUrl(store, data.shop, product.handle),
    featuredImage: image(context, product),
    images: (args: PageArgs) => connection([product], args, () => image(context, product)),
    priceRange: priceRange(context, product),
    selectedOrFirstAvailableVariant: () => {
      const [variant] = available.length > 0 ? available : product.variants;
      return variant ? node(variant) : null;
    },
    variants: (args: PageArgs) => connection(product.variants, args, node),
  };
}

function variantNode(
  context: StorefrontContext,
  sold: { product: Product; variant: Variant },
): object {
  const { product, variant } = sold;
  const { minor, compareAt, currency } = priceIn(context.data, sold, context.market);
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", variant.id),
    title: localized(variant.title, localeIn(context.data, context.market)),
    sku: variant.sku,
    availableForSale: canBeHad(product, variant, context.market),
    price: money(minor, currency),
    compareAtPrice: compareAt === null ? null : money(compareAt, currency),
    image: image(context, product),
    product: () => productNode(context, product),
  };
}

function priceRange(context: StorefrontContext, product: Product): object {
  const prices = product.variants.map((variant) =>
    priceIn(context.data, { product, variant }, context.market),
  );
  const amounts = prices.map((price) => price.minor);
  const currency = prices[0]?.currency ?? context.data.shop.currency;
  return {
    minVariantPrice: money(Math.min(...amounts), currency),
    maxVariantPrice: money(Math.max(...amounts), currency),
  };
}

/** The Storefront API writes "49.9", not "49.90" (its `Decimal`). */
function money(minor: number, currencyCode: string): object {
  return { amount: toDecimal(minor).replace(/(\.\d)0$/, "$1"), currencyCode };
}

/** A stand-in is no CDN: a picture's address stays the same, whatever size and format are asked for. */
function image({ store, data, market }: StorefrontContext, product: Product): object {
  return {
    __typename: "Image",
    id: gid("ProductImage", product.id),
    url: `${store.origin}${product.picture}`,
    altText: localized(product.title, localeIn(data, market)),
    width: 1000,
    height: 1000,
  };
}
