import { crc32 } from "node:zlib";
import { toDecimal } from "../money.ts";
import { localized } from "../payloads.ts";
import { isListed } from "../product-changes.ts";
import type { Product, Variant } from "../shopify.types.ts";
import { productUrl } from "../store.ts";
import { gid, type AdminContext } from "./admin-context.ts";
import { connection, type PageArgs } from "./connection.ts";

export function productNode(context: AdminContext, product: Product): object {
  const { data, store } = context;
  const { locale, currency } = data.shop;
  const prices = product.variants.map((variant) => variant.priceMinor);
  const money = (minor: number) => ({ amount: toDecimal(minor), currencyCode: currency });
  const variant = (item: Variant) => variantNode(context, { product, variant: item });
  return {
    __typename: "Product",
    id: gid("Product", product.id),
    legacyResourceId: product.id,
    handle: product.handle,
    title: localized(product.title, locale),
    description: localized(product.description, locale),
    descriptionHtml: `<p>${localized(product.description, locale)}</p>`,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    status: product.status.toUpperCase(),
    isGiftCard: false,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: product.published ? product.createdAt : null,
    onlineStoreUrl: isListed(product) ? productUrl(store, data.shop, product.handle) : null,
    totalInventory: product.variants.filter((item) => item.available).length * 25,
    tracksInventory: true,
    hasOnlyDefaultVariant: product.variants.length === 1,
    hasOutOfStockVariants: product.variants.some((item) => !item.available),
    variantsCount: { count: product.variants.length, precision: "EXACT" },
    priceRangeV2: {
      minVariantPrice: money(Math.min(...prices)),
      maxVariantPrice: money(Math.max(...prices)),
    },
    featuredImage: image(context, product),
    featuredMedia: mediaImage(context, product),
    media: (args: PageArgs) => connection([product], args, () => mediaImage(context, product)),
    images: (args: PageArgs) => connection([product], args, () => image(context, product)),
    variants: (args: PageArgs) => connection(product.variants, args, variant),
    collections: (args: PageArgs) => {
      const collections = product.collections.map((handle) => ({
        id: collectionId(handle),
        handle,
      }));
      return connection(collections, args, collectionNode);
    },
  };
}

/** Collections have no data of their own here: a number that is always the same for a handle. */
function collectionId(handle: string): number {
  return 400_000_000 + (crc32(handle) % 100_000_000);
}

function collectionNode({ id, handle }: { id: number; handle: string }): object {
  const title = handle.charAt(0).toUpperCase() + handle.slice(1);
  return {
    __typename: "Collection",
    id: gid("Collection", id),
    legacyResourceId: id,
    handle,
    title,
  };
}

export function variantNode(
  context: AdminContext,
  { product, variant }: { product: Product; variant: Variant },
): object {
  const { locale } = context.data.shop;
  const title = localized(variant.title, locale);
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", variant.id),
    legacyResourceId: variant.id,
    title,
    displayName: `${localized(product.title, locale)} - ${title}`,
    price: toDecimal(variant.priceMinor),
    compareAtPrice: variant.compareAtMinor === null ? null : toDecimal(variant.compareAtMinor),
    sku: variant.sku,
    availableForSale: variant.available && product.status === "active",
    inventoryQuantity: variant.available ? 25 : 0,
    sellableOnlineQuantity: variant.available ? 25 : 0,
    inventoryPolicy: "DENY",
    taxable: true,
    position: product.variants.indexOf(variant) + 1,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    image: image(context, product),
    media: (args: PageArgs) => connection([product], args, () => mediaImage(context, product)),
    product: () => productNode(context, product),
  };
}

export function image({ store, data }: AdminContext, product: Product): object {
  const url = `${store.origin}${product.picture}`;
  return {
    __typename: "Image",
    id: gid("ProductImage", product.id),
    url,
    src: url,
    altText: localized(product.title, data.shop.locale),
    width: 1200,
    height: 1200,
  };
}

function mediaImage(context: AdminContext, product: Product): object {
  return {
    __typename: "MediaImage",
    id: gid("MediaImage", product.id),
    alt: localized(product.title, context.data.shop.locale),
    image: image(context, product),
    preview: { image: image(context, product), status: "READY" },
    mediaContentType: "IMAGE",
    status: "READY",
    fileStatus: "READY",
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
  };
}
