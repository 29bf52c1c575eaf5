import { z } from "zod";

/** Why a product is proposed, for shopper and merchant alike; products by Shopify's numeric id. */
const recommendationReason = z.discriminatedUnion("kind", [
  /** bought by those who bought `productId` too, which this person has */
  z.object({ kind: z.literal("bought_with"), productId: z.string() }),
  /** one of their own, bought this many times */
  z.object({ kind: z.literal("bought_before"), times: z.number() }),
  /** sells well now */
  z.object({ kind: z.literal("popular") }),
]);

/** A product that a shop's model proposes to one person. */
export const rankedProduct = z.object({
  productId: z.string(),
  /** log-odds: for ordering only */
  score: z.number(),
  /** chance that it is in the person's next order, 0 to 1 */
  probability: z.number(),
  reason: recommendationReason,
  source: z.enum(["co_purchase", "own_rhythm", "popularity"]),
  /** of one's own: days that the shop's customers let pass before they buy it again; null where too few did */
  rhythm: z.object({ days: z.number(), persons: z.number() }).nullable(),
});
export type RankedProduct = z.infer<typeof rankedProduct>;
