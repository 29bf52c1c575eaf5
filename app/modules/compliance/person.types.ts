/** Whose data are meant: found by our id, by what names a person, or by orders that a request names. */
export interface Wanted {
  shopId: string;
  contactIds: string[];
  /** keyed hashes under every look-up key */
  hashes: string[];
  /** Shopify's ids of orders */
  orderIds: string[];
  /** only checkouts and orders that were there by then: whoever comes back later is not meant */
  until?: Date;
}

export type ErasureReason = "customer_redact" | "merchant" | "retention";

/** What an erasure did, by table. */
export type RowCounts = Record<string, number>;
