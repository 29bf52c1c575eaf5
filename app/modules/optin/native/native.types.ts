import { z } from "zod";

/** What can be written (Shopify, contract 5); NEVER_SUBSCRIBED and REDACTED can only be read. */
export const settableStates = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"] as const;
export type SettableState = (typeof settableStates)[number];

export type OptInLevel = "SINGLE_OPT_IN" | "CONFIRMED_OPT_IN";

const text = z.string().nullish().catch(null);

/** Shopify writes ids as numbers in webhooks and as gid in GraphQL; only the number counts. */
const customerId = z
  .union([z.number().int().positive(), z.string()])
  .nullish()
  .catch(null)
  .transform((id) => /^(?:gid:\/\/shopify\/Customer\/)?(\d+)$/.exec(String(id))?.[1] ?? null);

const time = z.coerce.date().nullish().catch(null);

/** The body of customers_whats_app_marketing_consent/update (contract 2.6). */
const webhookSchema = z.object({
  customer_id: customerId,
  phone_number: text,
  whats_app_marketing_consent: z.object({
    state: z.string(),
    opt_in_level: text,
    updated_at: time,
    collected_from: text,
  }),
});

/** Native consent as a webhook tells it. */
export interface NativeNews {
  customerId: string | null;
  phone: string | null;
  /** upper case; whatever Shopify may invent besides is kept as it is */
  state: string;
  /** null when the body names no time */
  at: Date | null;
  level: string | null;
  collectedFrom: string | null;
}

/** @throws when the body is not what the topic promises: such an event is parked and looked at */
export function parseNativeNews(body: unknown): NativeNews {
  const read = webhookSchema.parse(body);
  const { state, updated_at, opt_in_level, collected_from } = read.whats_app_marketing_consent;
  return {
    customerId: read.customer_id,
    phone: read.phone_number ?? null,
    state: state.toUpperCase(),
    at: updated_at ?? null,
    level: opt_in_level?.toUpperCase() ?? null,
    collectedFrom: collected_from?.toUpperCase() ?? null,
  };
}

const consentSchema = z.object({ state: z.string(), updatedAt: time });
const phoneSchema = z.object({
  phoneNumber: z.string(),
  whatsAppMarketingConsent: consentSchema.nullish(),
});

export const nativeCustomerSchema = z.object({
  customer: z.object({ defaultPhoneNumber: phoneSchema.nullish() }).nullish(),
});

export const nativeUpdateSchema = z.object({
  customerWhatsAppMarketingConsentUpdate: z
    .object({
      customerPhoneNumber: phoneSchema.nullish(),
      userErrors: z.array(z.object({ code: text, field: z.array(z.string()).nullish() })),
    })
    .nullish(),
});

/** Native consent as Shopify's API tells it. */
export interface NativeFound {
  state: string;
  at: Date | null;
}

/** Why a contact's consent does not stand at Shopify. */
export const nativeProblems = [
  "customer_gone",
  "no_phone",
  "phone_differs",
  "refused",
  "not_allowed",
  "shopify_away",
] as const;
export const nativeProblemSchema = z.enum(nativeProblems).catch("refused");
export type NativeProblem = z.infer<typeof nativeProblemSchema>;

/** How many of the shop's customers stand how. */
export interface NativeCounts {
  /** stand at Shopify as they stand here */
  inStep: number;
  /** on their way */
  waiting: number;
  hints: number;
  problems: { problem: NativeProblem; people: number }[];
}
