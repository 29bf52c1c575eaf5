import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { type CheckoutRow, setNextReminder } from "./checkouts.store.server.ts";
import { firstReminderAt, nextStepAt, type ReminderTime } from "./reminder.rules.ts";
import { type ReminderSettings, reminderSettings } from "./reminder.types.ts";
import { type SeriesRow, seriesOfCheckouts } from "./series.store.server.ts";

/** The shop's settings; what does not fit (an older version wrote it) gives way to the defaults. */
export function settingsOf(stored: unknown): ReminderSettings {
  const parsed = reminderSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : reminderSettings.parse({});
}

/** When the checkout's next step is due, from its rows alone. */
export function dueTime(
  checkout: CheckoutRow,
  series: SeriesRow | null,
  settings: ReminderSettings,
): ReminderTime {
  const { lastActivityAt, completedAt, deletedAt, contactId } = checkout;
  if (completedAt || deletedAt || checkout.outcome) return { at: null, reason: "completed" };
  if (!series) {
    return firstReminderAt(
      { lastActivityAt, completedAt, contactable: contactId !== null },
      settings,
    );
  }
  if (series.closedAt) return { at: null, reason: "series_complete" };
  const { stepsHandedOver, lastHandedOverAt } = series;
  return nextStepAt({ stepsHandedOver, lastHandedOverAt, lastActivityAt }, settings);
}

/** Writes the checkout's `nextReminderAt`: the column is the schedule. */
export async function scheduleReminder(
  tx: Tx,
  shopId: string,
  checkout: CheckoutRow,
): Promise<void> {
  const shop = await readShop(tx, shopId);
  const series = (await seriesOfCheckouts(tx, shopId, [checkout.id])).get(checkout.id) ?? null;
  const due = dueTime(checkout, series, settingsOf(shop.reminderSettings));
  const at = shop.status === "installed" ? due.at : null;
  await setNextReminder(tx, shopId, checkout.id, { at, step: (series?.stepsHandedOver ?? 0) + 1 });
}
