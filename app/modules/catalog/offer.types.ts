import { z } from "zod";

const money = z.object({ amount: z.string(), currencyCode: z.string() });

const variant = z.object({
  id: z.string(),
  availableForSale: z.boolean(),
  price: money,
  compareAtPrice: money.nullish().catch(null),
});
export type OfferVariant = z.infer<typeof variant>;

const offerNode = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  onlineStoreUrl: z.string().nullable(),
  featuredImage: z.object({ url: z.string() }).nullish().catch(null),
  selectedOrFirstAvailableVariant: variant.nullish().catch(null),
  variants: z.object({ nodes: z.array(variant) }).catch({ nodes: [] }),
});
export type OfferNode = z.infer<typeof offerNode>;

/** An answer to Offers. A node that is null, or that we cannot read, is a product nobody is sent. */
export const offersSchema = z.object({ nodes: z.array(offerNode.nullable().catch(null)) });

/** An answer to Related, by alias; null where Shopify has nothing to say of a product. */
export const relatedSchema = z.record(
  z.string(),
  z
    .array(z.object({ id: z.string() }))
    .nullable()
    .catch(null),
);
