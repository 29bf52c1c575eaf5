import type { z } from "zod";

/** Shopify did not answer as asked; `retryable` says whether later may help. */
export class ShopifyError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly httpStatus: number | null;
  constructor(message: string, facts: { code: string; retryable: boolean; httpStatus?: number }) {
    super(message);
    this.name = "ShopifyError";
    this.code = facts.code;
    this.retryable = facts.retryable;
    this.httpStatus = facts.httpStatus ?? null;
  }
}

export interface ShopifyAdmin {
  /**
   * Runs one document with the shop's offline token (refreshed when it is about to expire) and reads
   * the answer through `schema`. `storefront` asks what a shopper would see: translated, with the prices
   * and stock of a market (Shopify, contract 6.6); `public_storefront` the same without a token.
   * @throws ShopifyError
   */
  query<T>(request: {
    shop: string;
    api?: "admin" | "storefront" | "public_storefront";
    document: string;
    variables?: Record<string, unknown>;
    schema: z.ZodType<T>;
  }): Promise<T>;
}
