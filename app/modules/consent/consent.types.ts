import { z } from "zod";

/** What a shopper can agree to be messaged about. */
export const messageTopics = ["reminders", "recommendations", "offers"] as const;
/** All purposes of consent: linking taps to a person is one of its own (TDDDG § 25, market.md 8.10). */
export const consentTopics = [...messageTopics, "tap_tracking"] as const;

export const messageTopicSchema = z.enum(messageTopics);
export const consentTopicSchema = z.enum(consentTopics);
export type MessageTopic = z.infer<typeof messageTopicSchema>;
export type ConsentTopic = z.infer<typeof consentTopicSchema>;

/**
 * `granted`: agreed, no confirmation asked. `requested`: agreed, confirmation on WhatsApp asked for.
 * `confirmed`: the confirmation. `withdrawn`: no more, from whichever side it came.
 */
export const consentEventKinds = ["granted", "requested", "confirmed", "withdrawn"] as const;
export const consentEventKindSchema = z.enum(consentEventKinds);
export type ConsentEventKind = z.infer<typeof consentEventKindSchema>;

/** Places where the person acted, or somebody who said they were that person. */
export const personSources = [
  "checkout",
  "thank_you",
  "order_status",
  "customer_account",
  "storefront",
  "preference_page",
  "whatsapp_message",
  "whatsapp_button",
] as const;
/**
 * Acts from the number itself. A number that is typed at a place is a claim that anybody can make
 * (contract Shopify 4.6), so only these bring back what was withdrawn.
 */
export const ownNumberSources = ["whatsapp_message", "whatsapp_button"] as const;
/** Places where somebody or something else spoke for the person. */
export const otherSources = [
  "whatsapp_preferences",
  "whatsapp_error",
  "shopify_native",
  "import",
  "merchant",
  "system",
] as const;
export const consentSourceSchema = z.enum([...personSources, ...otherSources]);
export type ConsentSource = z.infer<typeof consentSourceSchema>;

export const consentEventSchema = z.object({
  id: z.string().min(1),
  contactId: z.string().min(1),
  /** Null only on a withdrawal: all topics at once. */
  topic: consentTopicSchema.nullable(),
  kind: consentEventKindSchema,
  source: consentSourceSchema,
  /** Keyed hash of the number that the event names; null where a withdrawal names none. */
  identifierHash: z.string().min(1).nullable(),
  /** When the person acted. */
  at: z.coerce.date(),
  /** When we wrote it down. */
  recordedAt: z.coerce.date(),
  wordingVersion: z.string().nullable(),
  locale: z.string().nullable(),
  /** Where the act belongs to a checkout: an unticking there may be taken back there. */
  checkoutToken: z.string().nullish(),
  /** Ties the event to the request that carried it, so that the same request adds it once. */
  requestId: z.string().nullable(),
});
export type ConsentEvent = z.infer<typeof consentEventSchema>;

export const consentStates = ["none", "pending", "granted", "withdrawn"] as const;
export const consentStateSchema = z.enum(consentStates);
export type ConsentState = z.infer<typeof consentStateSchema>;

/** Where a contact stands on one topic. `identifierHash` is the only number that may be messaged. */
export type ConsentStanding = {
  readonly state: ConsentState;
  readonly identifierHash: string | null;
  readonly since: Date | null;
  readonly eventId: string | null;
};

/** Why a person is not to be messaged whatever consent says. */
export const suppressionReasons = [
  "opt_out",
  /** the person wrote what may be a "no"; holds marketing until a human has read it */
  "perhaps_opt_out",
  "native_stop",
  "unreachable",
  "blocked",
  "legal_hold",
  "erased",
] as const;
export const suppressionReasonSchema = z.enum(suppressionReasons);
export type SuppressionReason = z.infer<typeof suppressionReasonSchema>;
