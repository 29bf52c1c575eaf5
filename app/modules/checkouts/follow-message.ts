import { readShop } from "#app/modules/shops/index.ts";
import type { MessageFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import {
  type CheckoutEnd,
  closeCheckoutsEach,
  type NextReminder,
  openCheckoutsForUpdate,
  setNextReminders,
} from "./checkouts.store.server.ts";
import { endsSeries, nextStepAt } from "./reminder.rules.ts";
import { settingsOf } from "./schedule-reminder.ts";
import { closeSeriesEach, countSteps } from "./series.store.server.ts";

interface Told<M extends MessageFact = MessageFact> {
  shopId: string;
  messages: M[];
  at: Date;
}

/** Of several steps of one series that ended together the last is what it has come to. */
function lastSteps(messages: MessageFact[]): { seriesId: string; step: number }[] {
  const last = new Map<string, number>();
  for (const { seriesId, step } of messages) {
    if (seriesId !== null && step !== null) {
      last.set(seriesId, Math.max(step, last.get(seriesId) ?? 0));
    }
  }
  return [...last].map(([seriesId, step]) => ({ seriesId, step }));
}

/** Writes the end of reminding into checkouts and their open series, each with its own reason. */
async function endAll(
  tx: Tx,
  shopId: string,
  { ends, at }: { ends: CheckoutEnd[]; at: Date },
): Promise<void> {
  await closeCheckoutsEach(tx, shopId, ends);
  await closeSeriesEach(tx, shopId, { ends, at });
}

/** Steps are over: counts them and writes when the next ones are due, or that a series is complete. */
async function passSteps(tx: Tx, told: Told): Promise<void> {
  const { shopId, at, messages } = told;
  const steps = lastSteps(messages);
  if (steps.length === 0) return;
  // Checkouts before series, as the planning does: two of them must not wait for each other.
  const checkoutIds = messages.flatMap((one) => one.checkoutId ?? []);
  const checkouts = await openCheckoutsForUpdate(tx, shopId, checkoutIds);
  const counted = await countSteps(tx, shopId, { steps, at });
  const settings = settingsOf((await readShop(tx, shopId)).reminderSettings);
  const nexts: NextReminder[] = [];
  const ends: CheckoutEnd[] = [];
  for (const { checkoutId, closedAt, stepsHandedOver, lastHandedOverAt } of counted) {
    const lastActivityAt = checkouts.get(checkoutId);
    if (lastActivityAt === undefined || closedAt !== null) continue;
    const next = nextStepAt({ stepsHandedOver, lastHandedOverAt, lastActivityAt }, settings);
    nexts.push({ id: checkoutId, at: next.at, step: stepsHandedOver + 1 });
    if (next.at === null) ends.push({ id: checkoutId, outcome: next.reason });
  }
  await setNextReminders(tx, shopId, nexts);
  await endAll(tx, shopId, { ends, at });
}

const isReminder = ({ kind }: MessageFact): boolean => kind === "cart_reminder";

/** Reminders are on their way, or may be: the next step counts from here. */
export async function followHandedOver(tx: Tx, told: Told): Promise<void> {
  await passSteps(tx, { ...told, messages: told.messages.filter(isReminder) });
}

/** Reminders ended unsent. Most reasons end the series, or it would block the person's next cart. */
export async function followNotSent(
  tx: Tx,
  told: Told<MessageFact & { reason: string }>,
): Promise<void> {
  const { shopId, at } = told;
  const reminders = told.messages.filter(isReminder);
  const ends = reminders.flatMap(({ checkoutId, reason }) =>
    checkoutId !== null && endsSeries(reason) ? [{ id: checkoutId, outcome: reason }] : [],
  );
  await endAll(tx, shopId, { ends, at });
  const passed = reminders.filter(({ reason }) => !endsSeries(reason));
  await passSteps(tx, { shopId, at, messages: passed });
}
