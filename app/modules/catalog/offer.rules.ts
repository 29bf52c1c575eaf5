import { parseDecimal } from "#app/shared/money.ts";
import { asJpeg } from "./catalog.rules.ts";
import type { OfferNode, OfferVariant } from "./offer.types.ts";
import { chooseVariant, compareAt, numericId, type VariantFacts } from "./product.rules.ts";
import type { Offer } from "./product.types.ts";

type PricedVariant = VariantFacts & { currency: string };

function priced(variant: OfferVariant): PricedVariant | null {
  const { amount, currencyCode } = variant.price;
  const price = parseDecimal(amount, currencyCode);
  if (!price || price.minor < 0) return null;
  const before = variant.compareAtPrice;
  const sameCurrency = before?.currencyCode === price.currency;
  return {
    variantId: numericId(variant.id),
    priceMinor: price.minor,
    compareAtMinor: sameCurrency ? compareAt(before?.amount, price) : null,
    currency: price.currency,
    available: variant.availableForSale,
  };
}

/** The path of a page on the shop's own domain, as Shopify names it for the market. */
function pathOf(url: string | null, handle: string): string {
  if (url !== null && URL.canParse(url)) return new URL(url).pathname;
  return `/products/${encodeURIComponent(handle)}`;
}

/** Null where no variant has a price that can be read: such a product is not sent. */
export function offerOf(node: OfferNode): Offer | null {
  const first = node.selectedOrFirstAvailableVariant;
  const all = first ? [first, ...node.variants.nodes] : node.variants.nodes;
  const chosen = chooseVariant(all.map(priced).filter((one) => one !== null));
  if (!chosen) return null;
  const { currency, priceMinor, compareAtMinor, available, variantId } = chosen;
  const picture = node.featuredImage?.url;
  return {
    productId: numericId(node.id),
    title: node.title,
    priceMinor,
    compareAtMinor,
    currency,
    available,
    published: node.onlineStoreUrl !== null,
    url: pathOf(node.onlineStoreUrl, node.handle),
    pictureUrl: picture === undefined ? null : asJpeg(picture),
    variantId,
  };
}
