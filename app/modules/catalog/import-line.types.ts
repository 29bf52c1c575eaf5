import { z } from "zod";
import { storedText } from "./product-body.types.ts";

/** A line of a bulk operation's file, by what its id says it is. */
export const productLine = z.object({
  id: z.string().regex(/^gid:\/\/shopify\/Product\/\d{1,20}$/),
  title: storedText,
  handle: storedText,
  productType: storedText,
  vendor: storedText,
  tags: z.array(storedText).catch([]),
  status: storedText,
  publishedAt: z.string().nullish().catch(null),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  featuredMedia: z
    .object({ preview: z.object({ image: z.object({ url: storedText }).nullish() }).nullish() })
    .nullish()
    .catch(null),
});

const variantLine = z.object({
  id: z.string().regex(/^gid:\/\/shopify\/ProductVariant\/\d{1,20}$/),
  price: z.string(),
  compareAtPrice: z.string().nullish().catch(null),
  availableForSale: z.boolean().catch(false),
});
const collectionLine = z.object({
  id: z.string().regex(/^gid:\/\/shopify\/Collection\/\d{1,20}$/),
  handle: storedText,
});

/** What belongs to a product; null for anything else. */
export const childLine = z.union([variantLine, collectionLine]).nullable().catch(null);
