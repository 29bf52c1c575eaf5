import { z } from "zod";

const text = z.string().optional().catch(undefined);

/** One change of a WhatsApp webhook as intake hands it on (contract 3.7); nothing is required. */
export const accountEventSchema = z.object({
  field: z.string(),
  wabaId: z.string(),
  value: z
    .object({
      event: text,
      ban_info: z.object({ waba_ban_state: text }).optional().catch(undefined),
      restriction_info: z
        .array(
          z.object({
            restriction_type: text,
            expiration: z.coerce.number().optional().catch(undefined),
          }),
        )
        .catch([])
        .default([]),
      new_quality_score: text,
      current_limit: text,
    })
    .catch({ restriction_info: [] }),
});
export type AccountEvent = z.infer<typeof accountEventSchema>;
