import { z } from "zod";

const text = z.string().optional().catch(undefined);

/** What we ask of a number and of its account at connect and after (contract 8.4). */
export const PHONE_FIELDS =
  "display_phone_number,verified_name,name_status,quality_rating,code_verification_status,status," +
  "throughput,platform_type,whatsapp_business_manager_messaging_limit,webhook_configuration";
export const ACCOUNT_FIELDS =
  "id,name,currency,timezone_id,owner_business_info,health_status,business_verification_status";

export const phoneSchema = z.object({
  display_phone_number: text,
  verified_name: text,
  name_status: text,
  quality_rating: text,
  status: text,
  platform_type: text,
  throughput: z.object({ level: text }).optional().catch(undefined),
  whatsapp_business_manager_messaging_limit: z
    .union([z.string(), z.number()])
    .optional()
    .catch(undefined),
});
export type PhoneAnswer = z.infer<typeof phoneSchema>;

const problemSchema = z.object({
  error_code: z.coerce.number().catch(0),
  error_description: z.string().catch(""),
  possible_solution: z.string().catch(""),
});

export const accountSchema = z.object({
  name: text,
  currency: text,
  business_verification_status: text,
  owner_business_info: z.object({ id: z.coerce.string() }).optional().catch(undefined),
  health_status: z
    .object({
      can_send_message: text,
      entities: z
        .array(
          z.object({ entity_type: text, errors: z.array(problemSchema).catch([]).default([]) }),
        )
        .catch([])
        .default([]),
    })
    .optional()
    .catch(undefined),
});
export type AccountAnswer = z.infer<typeof accountSchema>;

const storedText = z.string().catch("").default("");

/** What is kept of the account's health, and shown: Meta's own words on what is wrong and what helps. */
export const healthSchema = z.object({
  canSend: z.string().catch("UNKNOWN").default("UNKNOWN"),
  phoneStatus: z.string().catch("UNKNOWN").default("UNKNOWN"),
  platform: storedText,
  accountName: storedText,
  currency: storedText,
  verification: storedText,
  problems: z
    .array(
      z.object({
        entity: storedText,
        code: z.number().catch(0),
        description: storedText,
        solution: storedText,
      }),
    )
    .catch([])
    .default([]),
});
export type Health = z.infer<typeof healthSchema>;

/** Everything that a health read says of a number. */
export interface NumberFacts {
  displayPhone: string | null;
  verifiedName: string | null;
  nameStatus: string | null;
  quality: string | null;
  throughput: string | null;
  messagingLimit: string | null;
  portfolioId: string | null;
  health: Health;
}
