import type { Tx } from "#app/ports/db.ts";

export interface RecentRow {
  id: string;
  contactId: string;
  /** null where no message was planned */
  toHash: string | null;
  step: number | null;
  state: string;
  reason: string | null;
  /** why the series ended before its last step, on its last message */
  endReason: string | null;
  errorCode: number | null;
  at: Date;
  totalMinor: number | null;
  currency: string | null;
}

/** The last reminders, the newest first, with the value of the cart they are about. */
export async function recentReminders(tx: Tx, shopId: string, limit: number): Promise<RecentRow[]> {
  const rows = await tx.message.findMany({
    where: { shopId, kind: "cart_reminder" },
    orderBy: [{ plannedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  const ids = rows.flatMap((row) => (row.checkoutId === null ? [] : [row.checkoutId]));
  const checkouts = await tx.checkout.findMany({
    where: { shopId, id: { in: ids } },
    select: { id: true, totalMinor: true, currency: true },
  });
  const carts = new Map(checkouts.map((checkout) => [checkout.id, checkout]));
  const seriesIds = rows.flatMap((row) => (row.seriesId === null ? [] : [row.seriesId]));
  const endings = await seriesEndings(tx, shopId, seriesIds);
  return rows.map((row) => {
    const { id, contactId, toHash, step, state, reason, errorCode } = row;
    const cart = carts.get(row.checkoutId ?? "");
    const ending = endings.get(row.seriesId ?? "") ?? null;
    // The newest row of a series comes first: the ones before it were followed by another.
    endings.delete(row.seriesId ?? "");
    return {
      id,
      contactId,
      toHash,
      step,
      state,
      reason,
      errorCode,
      endReason: ending === reason ? null : ending,
      at: reachedAt(row),
      totalMinor: cart ? Number(cart.totalMinor) : null,
      currency: cart?.currency ?? null,
    };
  });
}

type Reached = Record<"readAt" | "deliveredAt" | "sentAt" | "acceptedAt" | "endedAt", Date | null>;

/** When a message reached the state it is in. */
function reachedAt(row: Reached & { plannedAt: Date }): Date {
  const { readAt, deliveredAt, sentAt, acceptedAt, endedAt } = row;
  return readAt ?? deliveredAt ?? sentAt ?? acceptedAt ?? endedAt ?? row.plannedAt;
}

/** Why series ended early, by series. */
async function seriesEndings(tx: Tx, shopId: string, ids: string[]): Promise<Map<string, string>> {
  const series = await tx.reminderSeries.findMany({
    where: { shopId, id: { in: ids }, closeReason: { not: null } },
    select: { id: true, closeReason: true },
  });
  return new Map(
    series.flatMap(({ id, closeReason }): [string, string][] =>
      closeReason === null || closeReason === "series_complete" ? [] : [[id, closeReason]],
    ),
  );
}

/** What ends a cart's reminding before a first message is planned, and is worth telling. */
const TOLD_ENDINGS = [
  "purchased_customer",
  "purchased_phone",
  "purchased_email",
  "consent_withdrawn",
  "suppressed",
  "replied",
];

/**
 * Carts of people who had opted in that will never be reminded of, and have no message that says so: the
 * person bought elsewhere, or said no, before the first reminder was due.
 */
export async function unremindedCarts(tx: Tx, shopId: string, limit: number): Promise<RecentRow[]> {
  const rows = await tx.$queryRaw<
    {
      id: string;
      contact_id: string;
      outcome: string;
      last_activity_at: Date;
      total_minor: bigint;
      currency: string;
    }[]
  >`
    select c.id, c.contact_id, c.outcome, c.last_activity_at, c.total_minor, c.currency
      from checkout c
      where c.shop_id = ${shopId}::uuid and c.contact_id is not null and c.outcome = any(${TOLD_ENDINGS})
        and not exists (select from message m where m.shop_id = c.shop_id and m.checkout_id = c.id)
      order by c.last_activity_at desc limit ${limit}`;
  return rows.map((row) => ({
    id: row.id,
    contactId: row.contact_id,
    toHash: null,
    step: null,
    state: "skipped",
    reason: row.outcome,
    endReason: null,
    errorCode: null,
    at: row.last_activity_at,
    totalMinor: Number(row.total_minor),
    currency: row.currency,
  }));
}
