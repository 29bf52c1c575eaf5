import { readShop, writeReminderSettings } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { ReminderSettings } from "./reminder.types.ts";
import { settingsOf } from "./schedule-reminder.ts";

/**
 * Changes a shop's reminder settings; what is not named stays. They count from the next decision on:
 * a reminder that is planned already is judged by them too when its time comes.
 */
export async function saveReminderSettings(
  deps: Pick<Deps, "db">,
  shopId: string,
  change: Partial<ReminderSettings>,
): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const { reminderSettings } = await readShop(tx, shopId);
    await writeReminderSettings(tx, shopId, { ...settingsOf(reminderSettings), ...change });
  });
}
