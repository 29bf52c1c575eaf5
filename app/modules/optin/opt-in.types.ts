import { z } from "zod";
import { messageTopics, messageTopicSchema } from "#app/modules/consent/consent.types.ts";

/** Where Shopify's extensions ask; their session token comes along. */
export const extensionPlaces = [
  "checkout",
  "thank_you",
  "order_status",
  "customer_account",
] as const;

/**
 * The body of POST /api/opt-in, written by an extension, and of what came through the storefront.
 * Anybody with a session token can
 * write one, so every field has a length; unknown fields are ignored, so that a newer extension works.
 */
export const optInBodySchema = z.object({
  v: z.literal(1),
  /** The same for every try of one tick. */
  requestId: z.uuid(),
  /** False when the box was unticked again. */
  granted: z.boolean(),
  /** As typed. */
  phone: z.string().max(40).nullable(),
  /** ISO 3166 alpha-2, to read a national spelling. */
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .nullable(),
  topics: z.array(messageTopicSchema).max(messageTopics.length),
  tapTracking: z.boolean(),
  place: z.enum([...extensionPlaces, "storefront"]),
  checkoutToken: z.string().min(1).max(128).nullable(),
  wordingVersion: z.string().min(1).max(64),
  locale: z.string().min(2).max(35),
  /** The very words that the shopper saw. */
  shownText: z.string().max(4_000),
  extensionVersion: z.string().min(1).max(64),
  /** The number given before, when this tick corrects it. */
  replacesPhone: z.string().max(40).optional(),
  /**
   * Stands for a number that GET /api/opt-in showed to the customer who is logged in, in place of
   * `phone`. A withdrawal by it takes back exactly what it names: `topics`, and the tracking of taps
   * when `tapTracking` is true; everything, when it names neither.
   */
  ref: z.uuid().optional(),
});
export type OptInBody = z.infer<typeof optInBodySchema>;

/** Where the person stands after a request: what the extension is told, and told again on a repeat. */
export const optInStateSchema = z.enum(["granted", "pending", "withdrawn"]);
export type OptInState = z.infer<typeof optInStateSchema>;
