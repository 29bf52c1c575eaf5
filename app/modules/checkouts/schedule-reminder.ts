import { type PutOff, putOffUnsent } from "#app/modules/messaging/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { laterOf } from "#app/shared/duration.ts";
import {
  type NextReminder,
  type ScheduledCheckout,
  setNextReminders,
} from "./checkouts.store.server.ts";
import { firstReminderAt, leavesUntil, nextStepAt, type ReminderTime } from "./reminder.rules.ts";
import { type ReminderSettings, reminderSettings } from "./reminder.types.ts";
import { type SeriesRow, seriesOfCheckouts } from "./series.store.server.ts";

/** The shop's settings; what does not fit (an older version wrote it) gives way to the defaults. */
export function settingsOf(stored: unknown): ReminderSettings {
  const parsed = reminderSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : reminderSettings.parse({});
}

/** The step that comes next: a step may be over before any series was opened (its template was missing). */
export function stepOf(
  checkout: Pick<ScheduledCheckout, "nextStep">,
  series: SeriesRow | null,
): number {
  return Math.max((series?.stepsHandedOver ?? 0) + 1, checkout.nextStep);
}

/** A step after one that was passed over keeps its time, but never while the shopper is at it again. */
function afterPassedStep(checkout: ScheduledCheckout, settings: ReminderSettings): ReminderTime {
  const { lastActivityAt, completedAt, contactId, nextReminderAt } = checkout;
  const activity = { lastActivityAt, completedAt, contactable: contactId !== null };
  const idle = firstReminderAt(activity, settings);
  if (idle.at === null || nextReminderAt === null) return idle;
  return { ...idle, at: laterOf(nextReminderAt, idle.at) };
}

/** When the checkout's next step is due, from its rows alone. */
export function dueTime(
  checkout: ScheduledCheckout,
  series: SeriesRow | null,
  settings: ReminderSettings,
): ReminderTime {
  const { lastActivityAt, completedAt, deletedAt, contactId } = checkout;
  if (completedAt || deletedAt || checkout.outcome) return { at: null, reason: "completed" };
  if (!series && checkout.nextStep > 1) return afterPassedStep(checkout, settings);
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

/** Writes `nextReminderAt` of some checkouts: the column is the schedule. */
export async function scheduleReminders(
  tx: Tx,
  shopId: string,
  checkouts: ScheduledCheckout[],
): Promise<void> {
  if (checkouts.length === 0) return;
  const { reminderSettings: stored, status } = await readShop(tx, shopId);
  const settings = settingsOf(stored);
  const ids = checkouts.map(({ id }) => id);
  const all = await seriesOfCheckouts(tx, shopId, ids);
  const nexts: NextReminder[] = [];
  const later: PutOff[] = [];
  for (const checkout of checkouts) {
    const { id, lastActivityAt } = checkout;
    const series = all.get(id) ?? null;
    const at = status === "installed" ? dueTime(checkout, series, settings).at : null;
    nexts.push({ id, at, step: stepOf(checkout, series) });
    if (series === null || at === null) continue;
    // What waits to leave while the shopper is at the cart again waits until they have left it again.
    const expiresAt = leavesUntil({ dueAt: at, lastActivityAt }, settings);
    later.push({ checkoutId: id, until: at, expiresAt, reason: "still_active" });
  }
  await setNextReminders(tx, shopId, nexts);
  await putOffUnsent(tx, shopId, later);
}
