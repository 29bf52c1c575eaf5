import type { Localized } from "./shopify.types.ts";

/** A product of the demo shop as it is written down; prices in cents. */
export type SeedProduct = {
  handle: string;
  title: Localized;
  description: Localized;
  productType: string;
  tags: string[];
  variants: Array<{ title: Localized; price: number; available?: boolean }>;
};

export const ONE = { de: "Standard", en: "Default Title" };
