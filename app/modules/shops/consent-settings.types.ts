import { z } from "zod";

/** `double`: every opt-in is confirmed on WhatsApp. `single`: numbers of the chosen countries need not. */
export const confirmationModeSchema = z.enum(["double", "single"]);
export type ConfirmationMode = z.infer<typeof confirmationModeSchema>;

/** How long a confirmation may be answered, in hours: below an hour nobody sees it, a week is stale. */
export const CONFIRMATION_HOURS = { least: 1, most: 168, usual: 72 } as const;

/**
 * Who takes part in counting taps: nobody, as totals only, or by person where the person agreed to that (TDDDG § 25).
 * The last is the default: the consent sentence asks for it, and without it no order counts as recovered.
 */
export const tapTrackingSchema = z.enum(["off", "totals", "personal"]);
export type TapTracking = z.infer<typeof tapTrackingSchema>;

const country = z.string().regex(/^[A-Z]{2}$/);

/**
 * What a shop has chosen about consent; `parse({})` gives the defaults. A field that does not fit (an
 * older or newer version wrote it) gives way to its own default and leaves the others alone.
 */
export const consentSettingsSchema = z.object({
  confirmation: z
    .object({
      mode: confirmationModeSchema.default("double").catch("double"),
      /** ISO 3166 alpha-2 of the number; read only in mode `single` */
      singleCountries: z.array(country).default([]).catch([]),
      expiresAfterHours: z
        .number()
        .int()
        .min(CONFIRMATION_HOURS.least)
        .max(CONFIRMATION_HOURS.most)
        .default(CONFIRMATION_HOURS.usual)
        .catch(CONFIRMATION_HOURS.usual),
    })
    .prefault({})
    .catch({ mode: "double", singleCountries: [], expiresAfterHours: CONFIRMATION_HOURS.usual }),
  tapTracking: tapTrackingSchema.default("personal").catch("totals"),
  /** Consent that nothing was sent on for so long is asked for again before anything is. */
  staleAfterMonths: z.number().int().min(1).max(60).default(18).catch(18),
  /** Whether people are asked to renew consent before it goes stale: each question is a message that costs. */
  renewal: z
    .object({
      isOn: z.boolean().default(false).catch(false),
      monthsBefore: z.number().int().min(1).max(12).default(2).catch(2),
    })
    .prefault({})
    .catch({ isOn: false, monthsBefore: 2 }),
});
export type ConsentSettings = z.infer<typeof consentSettingsSchema>;

/** The settings as stored, whatever is stored. */
export function consentSettingsOf(stored: unknown): ConsentSettings {
  const fields = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  return consentSettingsSchema.parse(fields);
}
