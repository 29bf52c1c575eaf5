import { z } from "zod";
import { messageTopics, messageTopicSchema } from "#app/modules/consent/consent.types.ts";
import type { MessageTopic } from "#app/modules/consent/consent.types.ts";

export { messageTopics as topics, messageTopicSchema as topicSchema };
export type Topic = MessageTopic;

export const messageStates = [
  "planned",
  "claimed",
  "handing_over",
  "accepted",
  "held",
  "sent",
  "delivered",
  "read",
  "failed",
  "skipped",
  "unknown",
] as const;
export const messageStateSchema = z.enum(messageStates);
export type MessageState = z.infer<typeof messageStateSchema>;

/** How Shopify knows the buyer for the person we wanted to remind. */
export const purchaseKinds = ["checkout", "cart", "customer", "phone", "email"] as const;
export const purchaseKindSchema = z.enum(purchaseKinds);
export type PurchaseKind = z.infer<typeof purchaseKindSchema>;

/** Why a planned message was not sent. Stored on the row and shown to the merchant in words. */
export const skipReasons = [
  "no_consent",
  "consent_pending",
  "consent_withdrawn",
  "number_changed",
  "consent_stale",
  "suppressed",
  "perhaps_opt_out",
  "unreachable",
  "stop_pending",
  "purchased_checkout",
  "purchased_cart",
  "purchased_customer",
  "purchased_phone",
  "purchased_email",
  "purchase_unknown",
  "replied",
  "open_series",
  "confirmation_not_needed",
  "person_rests",
  "too_late",
  "quiet_too_long",
  "number_paused_too_long",
  "template_paused_too_long",
  "messaging_limit",
  "cart_too_old",
  "items_gone",
  "cart_deleted",
  "cart_of_another",
  "offer_changed",
  "order_cancelled",
  "destination_not_allowed",
  "series_complete",
  "superseded_by_newer_cart",
  "holdout",
  "reminders_off",
  "shop_uninstalled",
  "no_number_connected",
  "template_not_approved",
  "us_number",
  "blocked_country",
  "frequency_cap",
  "budget",
  "price_unknown",
  "person_erased",
] as const;
export const skipReasonSchema = z.enum(skipReasons);
export type SkipReason = z.infer<typeof skipReasonSchema>;

/** Why a message waits. It is asked again, and ends in a skip reason if the wait outlasts it. */
export const deferReasons = [
  "not_due",
  "still_active",
  "consent_pending",
  "quiet_hours",
  "quiet_day",
  "stop_pending",
  "perhaps_opt_out",
  "purchase_unknown",
  "template_paused",
  "template_pending",
  "number_paused",
  "budget_month",
  "quality_brake",
  "person_rests",
  "pair_rate",
  "messaging_limit",
  "budget_day",
] as const;
export const deferReasonSchema = z.enum(deferReasons);
export type DeferReason = z.infer<typeof deferReasonSchema>;

export const purchaseSkipReasons = {
  checkout: "purchased_checkout",
  cart: "purchased_cart",
  customer: "purchased_customer",
  phone: "purchased_phone",
  email: "purchased_email",
} as const satisfies Record<PurchaseKind, SkipReason>;

/** What a message without a template carries: plain text, for the open service window only. */
export const freeTextSchema = z.object({ text: z.string().min(1).max(4096) });
export type FreeText = z.infer<typeof freeTextSchema>;

const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Wall-clock times "HH:MM" between which nobody is messaged; `from` equal to `to` means never quiet. */
export const quietHoursSchema = z.object({
  from: wallClock.default("21:00"),
  to: wallClock.default("08:00"),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;
