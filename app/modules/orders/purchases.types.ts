/** A line of a person's order. What was returned is known as such: `quantity` may be 0 then. */
export interface Purchase {
  orderId: string;
  orderedAt: Date;
  /** Shopify's number as text */
  productId: string;
  variantId: string | null;
  /** pieces that the person kept */
  quantity: number;
  returned: number;
  /** of one piece, in `currency` */
  priceMinor: number;
  currency: string;
}

/** An order as the recommendations learn from it. */
export interface HistoryOrder {
  orderId: string;
  orderedAt: Date;
  updatedAt: Date;
  /** cancelled, or the whole money went back: as if it had never been */
  cancelled: boolean;
  /** keyed hashes of customer, e-mail and phone; empty where nobody is known any more */
  personHashes: string[];
  /** products alone, `quantity` is what was kept */
  lines: { productId: string; quantity: number; returned: number; priceMinor: number }[];
}

/** Where a page of the history ended. */
export interface HistoryCursor {
  writtenAt: Date;
  id: string;
}
