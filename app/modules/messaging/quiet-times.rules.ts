import { holidayRegionFor, publicHolidays } from "#app/shared/holidays.ts";
import type { QuietTimes } from "./quiet-hours.rules.ts";
import type { SendSettings } from "./send-settings.types.ts";

/** When a shop is quiet for somebody in this country: its settings, with the holidays of that calendar. */
export function quietTimesFor(
  settings: Pick<SendSettings, "quietHours" | "quietDays">,
  country: string | null,
  now: Date,
): QuietTimes {
  const { sundays, holidays, region } = settings.quietDays;
  const calendar = holidays ? holidayRegionFor(country, region) : null;
  return {
    ...settings.quietHours,
    sundays,
    ...(calendar === null ? {} : { holidays: publicHolidays(calendar, now) }),
  };
}
