import { z } from "zod";
import { LAST_SECOND } from "#app/shared/duration.ts";

const text = z.string().optional().catch(undefined);
const limit = z.union([z.string(), z.number()]).optional().catch(undefined);

/** One change of a WhatsApp webhook as intake hands it on (contract 3.7); nothing is required. */
export const accountEventSchema = z.object({
  field: z.string(),
  wabaId: z.string(),
  value: z
    .object({
      event: text,
      /** of account_review_update and phone_number_name_update */
      decision: text,
      /** the number that it is about, where it is about one: digits without "+" */
      display_phone_number: text,
      requested_verified_name: text,
      ban_info: z.object({ waba_ban_state: text }).optional().catch(undefined),
      restriction_info: z
        .array(
          z.object({
            restriction_type: text,
            expiration: z.coerce.number().min(0).max(LAST_SECOND).optional().catch(undefined),
          }),
        )
        .catch([])
        .default([]),
      waba_info: z.object({ partner_app_id: z.coerce.string() }).optional().catch(undefined),
      current_limit: limit,
      max_daily_conversations_per_business: limit,
    })
    .catch({ restriction_info: [] }),
});
export type AccountEvent = z.infer<typeof accountEventSchema>;
