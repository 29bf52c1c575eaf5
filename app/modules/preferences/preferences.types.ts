import { z } from "zod";
import { type ConsentTopic, consentTopicSchema } from "#app/modules/consent/consent.types.ts";

/** What can be ended on the page: one purpose of consent, or everything. */
export const preferenceWishSchema = z.union([z.literal("all"), consentTopicSchema]);
export type PreferenceWish = z.infer<typeof preferenceWishSchema>;

/** Kept with each withdrawal, so that a judge can be shown the page of that day. */
export const PREFERENCE_PAGE_VERSION = "preferences-2026-11-22";

export interface PreferenceVisit {
  token: string;
  /** over whose own domain the page was asked for; tokens of other shops are unknown there */
  onlyShopId?: string;
  ip: string;
  userAgent: string | null;
}

/** What the page shows, and no more: it may have been forwarded to somebody else. */
export interface PreferenceView {
  shopName: string;
  shopUrl: string;
  /** as the person's browser or ours knows it; null when the shop never learned it */
  language: string | null;
  /** "+49…78"; null for a person whom WhatsApp names by a user id only */
  maskedPhone: string | null;
  /** purposes that are on, or asked for and not yet confirmed */
  on: ConsentTopic[];
  /** the person has refused everything */
  isOut: boolean;
}

export type PreferenceAnswer =
  | { outcome: "page"; view: PreferenceView }
  /** no such token: garbled, of an erased person, of a shop whose data were deleted */
  | { outcome: "unknown" }
  | { outcome: "too_many" };
