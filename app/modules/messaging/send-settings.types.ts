import { z } from "zod";
import { quietHoursSchema } from "./message.types.ts";

/** A shop's rules of when its messages may leave; `parse({})` gives the defaults. */
export const sendSettingsSchema = z.object({
  quietHours: quietHoursSchema.prefault({}),
  quietDays: z
    .object({
      sundays: z.boolean().default(false),
      holidays: z.boolean().default(false),
      /** ISO 3166: the country, or part of one, whose holidays count for people there; null: the person's country */
      region: z
        .string()
        .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
        .nullable()
        .default(null),
    })
    .prefault({}),
  /** Over all automations, per person; null: no such cap. What a cap stops is skipped, not deferred. */
  caps: z
    .object({
      minHoursBetween: z.number().int().min(1).max(720).nullable().default(20),
      maxPer30Days: z.number().int().min(1).max(100).nullable().default(4),
    })
    .prefault({}),
});
export type SendSettings = z.infer<typeof sendSettingsSchema>;

const olderPlace = z.object({ quietHours: quietHoursSchema }).partial();

/**
 * The shop's rules as stored. Quiet hours that were saved with the reminders count until new ones are
 * saved; what does not fit (an older version wrote it) gives way to the defaults.
 */
export function sendSettingsOf(shop: {
  sendSettings: unknown;
  reminderSettings: unknown;
}): SendSettings {
  const before = olderPlace.safeParse(shop.reminderSettings ?? {}).data ?? {};
  const stored = z.record(z.string(), z.unknown()).safeParse(shop.sendSettings ?? {}).data ?? {};
  const parsed = sendSettingsSchema.safeParse({ ...before, ...stored });
  return parsed.success ? parsed.data : sendSettingsSchema.parse({});
}
