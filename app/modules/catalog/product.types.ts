/** Shopify's word in lower case; only `active` products are recommended. */
export type ProductStatus = "active" | "draft" | "archived" | "unlisted";

/** A product as a webhook or the import tells it. */
export interface ProductRecord {
  /** Shopify's numeric id */
  productId: string;
  title: string;
  handle: string;
  productType: string;
  vendor: string;
  tags: string[];
  /** Handles; null where the source does not tell them (webhooks): then what is known stays. */
  collections: string[] | null;
  status: ProductStatus;
  /** in the online store */
  published: boolean;
  /** of `variantId`, in the shop's currency */
  priceMinor: number | null;
  /** what it cost before, where that is more */
  compareAtMinor: number | null;
  currency: string;
  pictureUrl: string | null;
  /** Some variant can be had, somewhere: a hint. What a person can have says `readOffers`. */
  available: boolean;
  /** The one to put into a cart: the cheapest that can be had, else the cheapest. */
  variantId: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** when Shopify sent the webhook; null for the import */
  triggeredAt: Date | null;
}

/** A product that the shop has not deleted, as last heard of. */
export type ProductFacts = Omit<ProductRecord, "collections" | "triggeredAt"> & {
  collections: string[];
};

/** What one product is to somebody in one country, asked of Shopify a moment ago. */
export interface Offer {
  productId: string;
  /** in the person's language where the shop has translated it */
  title: string;
  /** of `variantId`, in the market's currency */
  priceMinor: number;
  compareAtMinor: number | null;
  currency: string;
  /** can be bought and delivered there now */
  available: boolean;
  /** in the online store, for that market */
  published: boolean;
  /** path on the shop's own domain: "/products/mug" */
  url: string;
  /** a JPEG that WhatsApp can fetch */
  pictureUrl: string | null;
  /** the cheapest that can be had */
  variantId: string;
}

export interface OfferQuestion {
  productIds: readonly string[];
  /** ISO 3166 alpha-2 of where the person is; null: the shop's own market */
  country: string | null;
  /** ISO 639-1, or with a region ("pt-BR"); null: the shop's own language */
  language: string | null;
}
