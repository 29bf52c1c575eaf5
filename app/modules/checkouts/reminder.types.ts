import { z } from "zod";
import { quietHoursSchema } from "#app/modules/messaging/message.types.ts";

/** Below half an hour an order of an express wallet may still be on its way (Shopify contract 3.4). */
const SHORTEST_DELAY_MINUTES = 30;
const LONGEST_DELAY_MINUTES = 7 * 24 * 60;

export const reminderStep = z.object({
  /** First step: after the last activity. Others: after the step before was handed over. */
  delayMinutes: z.number().int().min(SHORTEST_DELAY_MINUTES).max(LONGEST_DELAY_MINUTES),
});

/** A shop's cart reminders; `reminderSettings.parse({})` gives the defaults. */
export const reminderSettings = z.object({
  enabled: z.boolean().default(true),
  steps: z
    .array(reminderStep)
    .min(1)
    .max(3)
    .default([{ delayMinutes: 120 }, { delayMinutes: 1_440 }]),
  /** Where quiet hours were kept before; `sendSettingsOf` reads them until newer ones are saved. */
  quietHours: quietHoursSchema.optional(),
  /** A step that is not handed over this long after it was due is too late. */
  maxLatenessHours: z.number().int().min(1).max(72).default(24),
  /** A cart untouched for longer is not reminded of. */
  maxCartAgeHours: z.number().int().min(1).max(168).default(72),
  /** Part of the eligible checkouts that is left alone, to measure what reminders change. */
  holdout: z
    .object({
      enabled: z.boolean().default(true),
      percent: z.number().min(0).max(50).default(10),
    })
    .prefault({}),
});
export type ReminderSettings = z.infer<typeof reminderSettings>;
