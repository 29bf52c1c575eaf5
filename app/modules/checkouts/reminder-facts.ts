import { quietUntil } from "#app/modules/messaging/quiet-hours.rules.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { zonesOrFallback } from "#app/shared/time-zone.ts";
import type { ReminderCase, ReminderRound } from "./load-reminder-cases.ts";
import type { ReminderFacts } from "./reminder.rules.ts";
import { dueTime, stepOf } from "./schedule-reminder.ts";

/** The person's clock: their country's zones, or the shop's zone where the country is unknown. */
function zonesOf(one: ReminderCase, shopZone: string): string[] {
  const [phone] = one.contact?.phones.values() ?? [];
  const country = one.contact?.country ?? (phone ? phoneCountry(phone) : null);
  return zonesOrFallback(country, shopZone);
}

/** Wrote to the shop after leaving the cart, or since the first reminder. */
function replied({ contact, checkout, series }: ReminderCase): boolean {
  const wrote = contact?.lastInboundAt;
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
    quietUntil: quietUntil(outside.now, settings.quietHours, zonesOf(one, shop.timeZone)),
    shopActive: shop.status === "installed",
    anotherSeriesOpen: one.superseded,
  };
}
