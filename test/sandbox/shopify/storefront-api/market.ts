import type { Product, ProductMarket, ShopData, Variant } from "../shopify.types.ts";
import { isListed } from "../product-changes.ts";

/** Whose eyes a Storefront request looks through: `@inContext(country:, language:)`. */
export type Market = { country: string | null; language: string | null };

function differences(product: Product, market: Market): ProductMarket {
  return (market.country === null ? undefined : product.markets[market.country]) ?? {};
}

/** In the online store, and published to that market's catalogue: others see nothing of it at all. */
export function isVisible(product: Product, market: Market): boolean {
  return isListed(product) && differences(product, market).published !== false;
}

/** Some market is out of stock earlier: its locations do not deliver everywhere. */
export function canBeHad(product: Product, variant: Variant, market: Market): boolean {
  return variant.available && differences(product, market).available !== false;
}

/** The variant's price there, in that market's currency. */
export function priceIn(
  data: ShopData,
  sold: { product: Product; variant: Variant },
  market: Market,
) {
  const { priceMinor, currency } = differences(sold.product, market);
  return {
    minor: priceMinor ?? sold.variant.priceMinor,
    compareAt: priceMinor === undefined ? sold.variant.compareAtMinor : null,
    currency: currency ?? data.shop.currency,
  };
}

/** The shop's own language unless another is asked for; it has its texts in German and English. */
export function localeIn(data: ShopData, { language }: Market): string {
  return language ?? data.shop.locale;
}
