import type { Tx } from "#app/ports/db.ts";

export interface SeriesRow {
  id: string;
  contactId: string;
  checkoutId: string;
  arm: string;
  openedAt: Date;
  closedAt: Date | null;
  closeReason: string | null;
  stepsHandedOver: number;
  lastHandedOverAt: Date | null;
}

/** The latest series of each checkout, by checkout id. */
export async function seriesOfCheckouts(
  tx: Tx,
  shopId: string,
  checkoutIds: string[],
): Promise<Map<string, SeriesRow>> {
  const rows = await tx.reminderSeries.findMany({
    where: { shopId, checkoutId: { in: checkoutIds } },
    orderBy: { openedAt: "asc" },
  });
  return new Map(rows.map((row) => [row.checkoutId, row]));
}

export async function seriesById(tx: Tx, shopId: string, id: string): Promise<SeriesRow | null> {
  return tx.reminderSeries.findFirst({ where: { shopId, id } });
}

/** Opens a series; false when the person has one open already (one open series per person). */
export async function openSeries(
  tx: Tx,
  shopId: string,
  series: { id: string; contactId: string; checkoutId: string; arm: string; openedAt: Date },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    insert into reminder_series (id, shop_id, contact_id, checkout_id, arm, opened_at)
    values (${series.id}::uuid, ${shopId}::uuid, ${series.contactId}::uuid, ${series.checkoutId}::uuid,
      ${series.arm}, ${series.openedAt})
    on conflict (shop_id, contact_id) where closed_at is null do nothing`;
  return written > 0;
}

export async function openSeriesOf(
  tx: Tx,
  shopId: string,
  contactId: string,
): Promise<SeriesRow | null> {
  return tx.reminderSeries.findFirst({ where: { shopId, contactId, closedAt: null } });
}

export async function closeSeries(
  tx: Tx,
  shopId: string,
  where: { id: string } | { checkoutIds: string[] } | { contactId: string },
  end: { at: Date; reason: string },
): Promise<void> {
  const which = "checkoutIds" in where ? { checkoutId: { in: where.checkoutIds } } : where;
  await tx.reminderSeries.updateMany({
    where: { shopId, ...which, closedAt: null },
    data: { closedAt: end.at, closeReason: end.reason },
  });
}

/** Nobody of the shop is reminded any more; a series left open would block the person's next cart. */
export async function closeSeriesOfShop(
  tx: Tx,
  shopId: string,
  end: { at: Date; reason: string },
): Promise<void> {
  await tx.reminderSeries.updateMany({
    where: { shopId, closedAt: null },
    data: { closedAt: end.at, closeReason: end.reason },
  });
}

/** A step is over: handed over, or passed over. Counted once per step, forward only. */
export async function countStep(
  tx: Tx,
  shopId: string,
  id: string,
  step: { number: number; at: Date },
): Promise<boolean> {
  const moved = await tx.reminderSeries.updateMany({
    where: { shopId, id, stepsHandedOver: { lt: step.number } },
    data: { stepsHandedOver: step.number, lastHandedOverAt: step.at },
  });
  return moved.count === 1;
}
