import type { CartVariantNode, CatalogItem } from "./catalog.types.ts";

/** "gid://shopify/ProductVariant/42" */
export function variantGid(variantId: string): string {
  return `gid://shopify/ProductVariant/${variantId}`;
}

/** Shopify's CDN answers with WebP or AVIF unless told otherwise; WhatsApp takes neither (contract 1.9). */
export function asJpeg(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.hostname !== "cdn.shopify.com") return url;
  parsed.searchParams.set("format", "jpg");
  return parsed.href;
}

/** The variant's own picture, else its product's. */
export function catalogItem(node: CartVariantNode): CatalogItem {
  const own = node.media.nodes[0]?.preview?.image?.url;
  const url = own ?? node.product.featuredMedia?.preview?.image?.url;
  return {
    variantId: node.id.slice(node.id.lastIndexOf("/") + 1),
    available: node.availableForSale && node.product.status === "ACTIVE",
    handle: node.product.handle,
    pictureUrl: url === undefined ? null : asJpeg(url),
  };
}
