import { readShop } from "#app/modules/shops/index.ts";
import { OPEN_ENDED_SKIPS } from "./follow-message.rules.ts";
import type { MessageFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import { checkoutsByIds, closeCheckouts, setNextReminder } from "./checkouts.store.server.ts";
import { nextStepAt } from "./reminder.rules.ts";
import { settingsOf } from "./schedule-reminder.ts";
import { closeSeries, countStep, seriesById } from "./series.store.server.ts";

interface Told<M extends MessageFact = MessageFact> {
  shopId: string;
  messages: M[];
  at: Date;
}

/** A step is over: counts it and writes when the next one is due, or that the series is complete. */
async function passStep(tx: Tx, told: Told, message: MessageFact): Promise<void> {
  const { shopId, at } = told;
  const { seriesId, checkoutId, step } = message;
  if (seriesId === null || checkoutId === null || step === null) return;
  if (!(await countStep(tx, shopId, seriesId, { number: step, at }))) return;
  const series = await seriesById(tx, shopId, seriesId);
  const [checkout] = await checkoutsByIds(tx, shopId, [checkoutId]);
  if (!series || !checkout || series.closedAt || checkout.outcome || checkout.completedAt) return;
  const { stepsHandedOver, lastHandedOverAt } = series;
  const { lastActivityAt } = checkout;
  const settings = settingsOf((await readShop(tx, shopId)).reminderSettings);
  const next = nextStepAt({ stepsHandedOver, lastHandedOverAt, lastActivityAt }, settings);
  await setNextReminder(tx, shopId, checkoutId, { at: next.at, step: stepsHandedOver + 1 });
  if (next.at !== null) return;
  await closeCheckouts(tx, shopId, [checkoutId], { outcome: next.reason });
  await closeSeries(tx, shopId, { id: seriesId }, { at, reason: next.reason });
}

/** Reminders are on their way, or may be: the next step counts from here. */
export async function followHandedOver(tx: Tx, told: Told): Promise<void> {
  for (const message of told.messages) {
    if (message.kind === "cart_reminder") await passStep(tx, told, message);
  }
}

async function endSeries(tx: Tx, told: Told, message: MessageFact & { reason: string }) {
  const { shopId, at } = told;
  const { checkoutId, reason } = message;
  if (checkoutId === null) return;
  await closeCheckouts(tx, shopId, [checkoutId], { outcome: reason });
  await closeSeries(tx, shopId, { checkoutIds: [checkoutId] }, { at, reason });
}

/** Reminders ended unsent. Most reasons end the series, or it would block the person's next cart. */
export async function followNotSent(
  tx: Tx,
  told: Told<MessageFact & { reason: string }>,
): Promise<void> {
  for (const message of told.messages) {
    if (message.kind !== "cart_reminder") continue;
    if (OPEN_ENDED_SKIPS.has(message.reason)) await passStep(tx, told, message);
    else await endSeries(tx, told, message);
  }
}
