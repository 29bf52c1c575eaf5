import { z } from "zod";
import { preferenceWishSchema } from "./preferences.types.ts";

/** How a person's wish reached the shop, where it was not on WhatsApp. */
export const wishChannels = ["phone", "email", "in_person", "letter", "other"] as const;
const wishChannelSchema = z.enum(wishChannels);

export const MOST_OF_A_REASON = 500;

/** What the merchant writes down on a person's wish. A merchant can end, never agree for somebody. */
export const merchantWithdrawalSchema = z.object({
  contactId: z.uuid(),
  wish: preferenceWishSchema,
  channel: wishChannelSchema,
  reason: z.string().trim().max(MOST_OF_A_REASON).default(""),
});
export type MerchantWithdrawal = z.infer<typeof merchantWithdrawalSchema>;

/** What the card on a person's page shows. */
export interface PersonChoices {
  /** purposes that are on, or asked for and not yet confirmed */
  on: string[];
  /** the merchant never wants to write to this person */
  isBlocked: boolean;
}
