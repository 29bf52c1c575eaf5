import { z } from "zod";

export const caseKinds = ["after_purchase", "replenishment"] as const;
export const caseKindSchema = z.enum(caseKinds);
export type CaseKind = z.infer<typeof caseKindSchema>;

export const caseStates = ["waiting", "planned", "skipped", "held_out", "superseded"] as const;
export const caseStateSchema = z.enum(caseStates);
export type CaseState = z.infer<typeof caseStateSchema>;

/** Why a case came to nothing, or waits on. Stored, counted, and shown to the merchant in words. */
export const caseReasons = [
  "recommendations_off",
  "replenishment_off",
  "shop_uninstalled",
  "test_order",
  "order_cancelled",
  "nothing_bought",
  "newer_purchase",
  "too_late",
  "person_erased",
  "no_consent",
  "consent_pending",
  "consent_withdrawn",
  "suppressed",
  "us_number",
  "blocked_country",
  "no_number_connected",
  "no_match",
  "out_of_stock",
  "price_unknown",
  "not_worth_the_price",
  "template_missing",
  "destination_not_allowed",
  "held_out",
  /** stock or price changed before the send: it is decided anew */
  "offer_changed",
  /** Shopify or the ranker did not answer: it is asked again */
  "no_answer",
  /** decided anew as often as makes sense */
  "offers_keep_changing",
] as const;
export const caseReasonSchema = z.enum(caseReasons);
export type CaseReason = z.infer<typeof caseReasonSchema>;

const choiceReason = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bought_with"), productId: z.string() }),
  z.object({
    kind: z.literal("bought_before"),
    times: z.number(),
    everyDays: z.number().optional(),
  }),
  z.object({ kind: z.literal("popular") }),
  z.object({
    kind: z.literal("similar"),
    productId: z.string(),
    by: z.enum(["type", "collection", "tags", "title"]),
  }),
  z.object({ kind: z.literal("shopify_related"), productId: z.string() }),
]);

/** A product that a case chose, as the message shows it. */
export const caseProduct = z.object({
  productId: z.string(),
  title: z.string(),
  /** in the person's market; `currency` is that market's */
  priceMinor: z.number().int(),
  currency: z.string(),
  /** what the link puts into a cart; none where it leads to the product's page */
  variantId: z.string().optional(),
  /** that it is in the person's next order */
  probability: z.number(),
  source: z.enum(["co_purchase", "own_rhythm", "popularity", "similar", "shopify_related"]),
  reason: choiceReason,
});
export type CaseProduct = z.infer<typeof caseProduct>;
