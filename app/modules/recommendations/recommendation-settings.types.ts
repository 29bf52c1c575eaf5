import { z } from "zod";

/** Within these bounds a merchant may choose. */
export const RECOMMENDATION_BOUNDS = {
  waitDays: { least: 1, most: 60 },
  holdoutPercent: { least: 0, most: 50 },
  marginPercent: { least: 1, most: 100 },
  maxProducts: { least: 1, most: 5 },
  excluded: 500,
} as const;

/** Where a tap on a product leads: to its page, or to a cart that holds it. */
export const linkTargets = ["product", "cart"] as const;

const { waitDays, holdoutPercent, marginPercent, maxProducts } = RECOMMENDATION_BOUNDS;
const productId = z.string().regex(/^\d{1,20}$/);

/**
 * What a shop has chosen about recommendations; `parse({})` gives the defaults. A field that does not fit (an
 * older or newer version wrote it) gives way to its own default and leaves the others alone.
 */
export const recommendationSettingsSchema = z.object({
  isOn: z.boolean().default(false).catch(false),
  /** Counted from the delivery, where the carrier told of it. */
  waitDaysAfterDelivery: z
    .number()
    .int()
    .min(waitDays.least)
    .max(waitDays.most)
    .default(7)
    .catch(7),
  /** Counted from the order, where no delivery is known. */
  waitDaysAfterOrder: z.number().int().min(waitDays.least).max(waitDays.most).default(14).catch(14),
  /** Part of the cases that would be sent and are left alone, to measure what recommendations change. */
  holdoutPercent: z
    .number()
    .min(holdoutPercent.least)
    .max(holdoutPercent.most)
    .default(10)
    .catch(10),
  /** What the merchant earns of a price. */
  marginPercent: z.number().min(marginPercent.least).max(marginPercent.most).default(40).catch(40),
  /** Margin that a message must promise, in minor units of the shop's currency; null: the price of the message. */
  thresholdMinor: z.number().int().min(0).max(1_000_000_000).nullable().default(null).catch(null),
  /** Products that one message shows at most; never more than the approved templates have room for. */
  maxProducts: z.number().int().min(maxProducts.least).max(maxProducts.most).default(3).catch(3),
  /** Shopify's numeric ids of products that are never recommended. */
  excludedProductIds: z.array(productId).max(RECOMMENDATION_BOUNDS.excluded).default([]).catch([]),
  cart: z.enum(linkTargets).default("product").catch("product"),
  /** Whether things that are bought again and again are offered when they are due. */
  replenishment: z.boolean().default(true).catch(true),
});
export type RecommendationSettings = z.infer<typeof recommendationSettingsSchema>;

/** The settings as stored, whatever is stored. */
export function recommendationSettingsOf(stored: unknown): RecommendationSettings {
  const fields = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  return recommendationSettingsSchema.parse(fields);
}
