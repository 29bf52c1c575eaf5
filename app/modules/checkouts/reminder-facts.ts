import { type SkipReason, skipReasonSchema } from "#app/modules/messaging/message.types.ts";
import { quietUntil, releaseAfterQuiet } from "#app/modules/messaging/quiet-hours.rules.ts";
import { quietTimesFor } from "#app/modules/messaging/quiet-times.rules.ts";
import { sendSettingsOf } from "#app/modules/messaging/send-settings.types.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { zonesOrFallback } from "#app/shared/time-zone.ts";
import type { ReminderCase, ReminderRound } from "./load-reminder-cases.ts";
import { leavesUntil, type ReminderFacts } from "./reminder.rules.ts";
import type { SeriesRow } from "./series.store.server.ts";
import { dueTime, stepOf } from "./schedule-reminder.ts";

/**
 * When the person may be written to again, by their own clock: their country's, or the shop's where the
 * country is unknown. Not all at once when the quiet time ends.
 */
function loudAgainAt(
  one: ReminderCase,
  { shop }: ReminderRound,
  { now, latest }: { now: Date; latest: Date },
): Date | null {
  const phone = one.contact?.phones.get(one.standings.get("reminders")?.identifierHash ?? "");
  const country = one.contact?.country ?? (phone ? phoneCountry(phone) : null);
  const quiet = quietTimesFor(sendSettingsOf(shop), country, now);
  const zones = zonesOrFallback(country, shop.timeZone);
  const end = quietUntil(now, quiet, zones);
  return end && releaseAfterQuiet(end, one.checkout.id, { quiet, zones, latest });
}

/** Wrote to the shop after leaving the cart, or since the first reminder. */
function replied({ contact, checkout, series }: ReminderCase): boolean {
  const wrote = contact?.lastReplyAt;
  if (!wrote) return false;
  return wrote > checkout.lastActivityAt || (series !== null && wrote > series.openedAt);
}

function endOf(series: SeriesRow | null): SkipReason | null {
  if (!series?.closedAt) return null;
  return skipReasonSchema.safeParse(series.closeReason).data ?? "series_complete";
}

/** What `decideReminder` asks about, from rows; the two outside facts come from catalog and templates. */
export function reminderFacts(
  one: ReminderCase,
  round: ReminderRound,
  outside: { itemsAvailable: boolean; templateApproved: boolean; now: Date },
): ReminderFacts {
  const { checkout, series, lookAt } = one;
  const { settings, shop } = round;
  const { lastActivityAt } = checkout;
  const dueAt = dueTime(checkout, series, settings).at ?? lookAt;
  const latest = leavesUntil({ dueAt, lastActivityAt }, settings);
  return {
    step: stepOf(checkout, series),
    dueAt,
    lastActivityAt,
    completedAt: checkout.completedAt,
    orderSeen: one.bought,
    optedOut: one.suppressed,
    replied: replied(one),
    consent: one.standings.get("reminders")?.state ?? "none",
    itemsAvailable: outside.itemsAvailable,
    templateApproved: outside.templateApproved,
    quietUntil: loudAgainAt(one, round, { now: outside.now, latest }),
    shopActive: shop.status === "installed",
    anotherSeriesOpen: one.superseded,
    seriesEnded: endOf(series),
  };
}
