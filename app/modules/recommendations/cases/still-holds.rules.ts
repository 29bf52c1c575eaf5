import type { CaseProduct } from "./case.types.ts";

/** What a product is to the person now, as far as a message speaks of it. */
export interface OfferNow {
  readonly available: boolean;
  readonly published: boolean;
  readonly priceMinor: number;
  readonly currency: string;
  /** the one that can be had, and costs that */
  readonly variantId: string;
}

/** Whether a product still is what a message, not sent yet, says of it; undefined: Shopify does not know it. */
export function stillHolds(product: CaseProduct, offer: OfferNow | undefined): boolean {
  if (!offer?.available || !offer.published) return false;
  // A cart holds one variant of it: that one may be sold out though another is there at the same price.
  if (product.variantId !== undefined && product.variantId !== offer.variantId) return false;
  return offer.currency === product.currency && offer.priceMinor === product.priceMinor;
}
