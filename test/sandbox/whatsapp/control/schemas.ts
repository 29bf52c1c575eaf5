import { z } from "zod";
import { MESSAGE_STATUSES, OUTAGES } from "../state.ts";

const phone = z.string().regex(/^\+?\d{5,15}$/);

export const seedSchema = z.object({
  accounts: z
    .array(
      z.object({
        wabaId: z.string(),
        portfolioId: z.string(),
        name: z.string(),
        currency: z.string().default("EUR"),
        token: z.string().min(1),
        subscribed: z.boolean().optional(),
        templateLimit: z.number().int().positive().optional(),
        numbers: z.array(
          z.object({
            id: z.string(),
            displayPhoneNumber: z.string(),
            verifiedName: z.string(),
            qualityRating: z.string().default("GREEN"),
            throughput: z.enum(["STANDARD", "HIGH", "NOT_APPLICABLE"]).default("STANDARD"),
            messagingLimit: z.string().optional(),
            registered: z.boolean().optional(),
          }),
        ),
      }),
    )
    .default([]),
  autoApproveMs: z.number().nonnegative().nullable().optional(),
  templates: z
    .array(
      z.object({
        wabaId: z.string(),
        status: z.string().default("APPROVED"),
        definition: z.record(z.string(), z.unknown()),
      }),
    )
    .default([]),
});

export const faultsSchema = z.object({
  latencyMs: z.number().nonnegative().optional(),
  outage: z.enum(OUTAGES).optional(),
  rateLimitPerSecond: z
    .union([z.number().positive(), z.literal("throughput")])
    .nullable()
    .optional(),
  errors: z
    .array(
      z.object({
        to: phone.optional(),
        code: z.number().int(),
        times: z.number().int().nonnegative().optional(),
      }),
    )
    .optional(),
  holdForQuality: z.boolean().optional(),
});

const delay = z.number().nonnegative().nullable().optional();

export const statusesSchema = z.object({
  auto: z.boolean().optional(),
  delaysMs: z.object({ sent: delay, delivered: delay, read: delay }).optional(),
  shuffle: z.boolean().optional(),
  duplicate: z.number().min(0).max(1).optional(),
  batchSize: z.number().int().min(1).max(1000).optional(),
  fail: z.object({ code: z.number().int(), to: phone.optional() }).nullable().optional(),
});

export const statusSchema = z.object({
  wamid: z.string(),
  status: z.enum(MESSAGE_STATUSES),
  code: z.number().int().optional(),
});

export const templatesSchema = z.object({
  wabaId: z.string().optional(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  reason: z.string().nullable().optional(),
  title: z.string().optional(),
});

const category = z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]);
const named = { wabaId: z.string().optional(), name: z.string(), language: z.string() };
/** `at` (ISO): announced for then; without it the template is moved now. */
export const categorySchema = z.object({ ...named, to: category, at: z.iso.datetime().optional() });
export const qualitySchema = z.object({
  ...named,
  score: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]),
});
/** The next template that is submitted to this account will be rejected; a null reason takes it back. */
export const reviewSchema = z.object({
  wabaId: z.string(),
  rejectNext: z.string().nullable(),
  recommendation: z.string().nullable().default(null),
});

export const inboundSchema = z.object({
  from: phone,
  phoneNumberId: z.string().optional(),
  text: z.string().optional(),
  button: z
    .object({
      text: z.string(),
      payload: z.string().optional(),
      contextWamid: z.string().optional(),
    })
    .optional(),
  /** The message that the text quotes. */
  quotes: z.string().optional(),
  profileName: z.string().optional(),
  withoutPhone: z.boolean().optional(),
  /** The person came by a click-to-WhatsApp ad: once answered, 72 hours are free. */
  byAd: z.boolean().optional(),
  /** The person wrote at this moment instead of now (ISO): for messages that arrive late. */
  at: z.iso.datetime().optional(),
});

export const preferencesSchema = z.object({
  from: phone,
  value: z.enum(["stop", "resume"]),
  phoneNumberId: z.string().optional(),
  withoutPhone: z.boolean().optional(),
});

/** Prices that analytics count with, by country and category: {"DE marketing": 0.12}. */
export const pricesSchema = z.object({ prices: z.record(z.string(), z.number().nonnegative()) });

export const webhooksSchema = z.object({
  mode: z.enum(["normal", "duplicate", "shuffle", "hold", "release"]),
});

export const heldSchema = z.object({ action: z.enum(["release", "drop"]) });
export const codesSchema = z.object({ wabaId: z.string() });
export const readSchema = z.object({ number: phone });
export const resetSchema = z.object({ keepAccounts: z.boolean().optional() });

export const accountSchema = z.object({
  wabaId: z.string(),
  tokenState: z.enum(["valid", "expired", "revoked"]).optional(),
  subscribed: z.boolean().optional(),
  scopes: z.array(z.string()).optional(),
  health: z
    .object({
      canSend: z.enum(["AVAILABLE", "LIMITED", "BLOCKED"]),
      errors: z
        .array(z.object({ code: z.number(), description: z.string(), solution: z.string() }))
        .default([]),
    })
    .optional(),
});

export const numberSchema = z.object({
  id: z.string(),
  qualityRating: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]).optional(),
  messagingLimit: z.string().optional(),
  throughput: z.enum(["STANDARD", "HIGH", "NOT_APPLICABLE"]).optional(),
  nameStatus: z.string().optional(),
  status: z.string().nullable().optional(),
  pin: z.string().nullable().optional(),
  registered: z.boolean().optional(),
  registeredElsewhere: z.boolean().optional(),
});

export const accountEventSchema = z.object({
  wabaId: z.string(),
  field: z.string(),
  value: z.record(z.string(), z.unknown()),
});

export const ownAppSchema = z.object({
  wabaId: z.string(),
  appSecret: z.string().min(1),
  callbackUrl: z.url(),
  verifyToken: z.string(),
});

export const stopsSchema = z.object({
  share: z.number().min(0).max(1).default(1),
  text: z.string().default("STOP"),
});

export type Seed = z.infer<typeof seedSchema>;
export type NumberWish = z.infer<typeof numberSchema>;
export type AccountEventWish = z.infer<typeof accountEventSchema>;
export type OwnAppWish = z.infer<typeof ownAppSchema>;
export type Inbound = z.infer<typeof inboundSchema>;
export type Preferences = z.infer<typeof preferencesSchema>;
