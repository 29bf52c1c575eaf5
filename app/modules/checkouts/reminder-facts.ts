import { quietUntil, releaseAfterQuiet } from "#app/modules/messaging/quiet-hours.rules.ts";
import { quietTimesFor } from "#app/modules/messaging/quiet-times.rules.ts";
import { sendSettingsOf } from "#app/modules/messaging/send-settings.types.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { zonesOrFallback } from "#app/shared/time-zone.ts";
import type { ReminderCase, ReminderRound } from "./load-reminder-cases.ts";
import type { ReminderFacts } from "./reminder.rules.ts";
import { dueTime, stepOf } from "./schedule-reminder.ts";

/**
 * When the person may be written to again, by their own clock: their country's, or the shop's where the
 * country is unknown. Not all at once when the quiet time ends.
 */
function loudAgainAt(one: ReminderCase, { shop }: ReminderRound, now: Date): Date | null {
  const [phone] = one.contact?.phones.values() ?? [];
  const country = one.contact?.country ?? (phone ? phoneCountry(phone) : null);
  const quiet = quietTimesFor(sendSettingsOf(shop), country, now);
  const zones = zonesOrFallback(country, shop.timeZone);
  const end = quietUntil(now, quiet, zones);
  return end && releaseAfterQuiet(end, one.checkout.id, { quiet, zones, latest: null });
}

/** Wrote to the shop after leaving the cart, or since the first reminder. */
function replied({ contact, checkout, series }: ReminderCase): boolean {
  const wrote = contact?.lastReplyAt;
  if (!wrote) return false;
  return wrote > checkout.lastActivityAt || (series !== null && wrote > series.openedAt);
}

/** What `decideReminder` asks about, from rows; the two outside facts come from catalog and templates. */
export function reminderFacts(
  one: ReminderCase,
  round: ReminderRound,
  outside: { itemsAvailable: boolean; templateApproved: boolean; now: Date },
): ReminderFacts {
  const { checkout, series, lookAt } = one;
  const { settings, shop } = round;
  return {
    step: stepOf(checkout, series),
    dueAt: dueTime(checkout, series, settings).at ?? lookAt,
    lastActivityAt: checkout.lastActivityAt,
    checkoutCreatedAt: checkout.createdAt,
    completedAt: checkout.completedAt,
    orderSeen: one.bought,
    optedOut: one.suppressed,
    replied: replied(one),
    consent: one.standings.get("reminders")?.state ?? "none",
    itemsAvailable: outside.itemsAvailable,
    templateApproved: outside.templateApproved,
    quietUntil: loudAgainAt(one, round, outside.now),
    shopActive: shop.status === "installed",
    anotherSeriesOpen: one.superseded,
  };
}
