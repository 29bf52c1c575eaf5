import { z } from "zod";

const preview = z
  .object({ preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish() })
  .nullish()
  .catch(null);

/** An answer to CartVariants; a node is null (or empty) when the variant is gone. */
export const cartVariantsSchema = z.object({
  nodes: z.array(
    z
      .object({
        id: z.string(),
        availableForSale: z.boolean(),
        media: z.object({ nodes: z.array(preview) }).catch({ nodes: [] }),
        product: z.object({ handle: z.string(), status: z.string(), featuredMedia: preview }),
      })
      .nullable()
      .catch(null),
  ),
});
export type CartVariantNode = NonNullable<z.infer<typeof cartVariantsSchema>["nodes"][number]>;

/** A variant as a cart names it. */
export interface CatalogItem {
  /** Shopify's numeric id */
  variantId: string;
  available: boolean;
  handle: string;
  /** a JPEG that WhatsApp can fetch */
  pictureUrl: string | null;
}
