import { Prisma } from "#app/generated/prisma/client.ts";
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

const SERIES = Prisma.sql`s.id, s.contact_id as "contactId", s.checkout_id as "checkoutId", s.arm,
  s.opened_at as "openedAt", s.closed_at as "closedAt", s.close_reason as "closeReason",
  s.steps_handed_over as "stepsHandedOver", s.last_handed_over_at as "lastHandedOverAt"`;

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

/** Which of these contacts have an open series: their persons are being reminded of a cart. */
export async function contactsInSeries(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<Set<string>> {
  const rows = await tx.reminderSeries.findMany({
    where: { shopId, contactId: { in: contactIds }, closedAt: null, arm: "treated" },
    select: { contactId: true },
  });
  return new Set(rows.map((row) => row.contactId));
}

export interface NewSeries {
  id: string;
  contactId: string;
  checkoutId: string;
  arm: string;
}

/**
 * Opens series. One stays out where the person has one open already, or gets one from an earlier place
 * in the list (one open series per person). Gives the ids of those that were opened.
 */
export async function openSeries(
  tx: Tx,
  shopId: string,
  wish: { series: NewSeries[]; openedAt: Date },
): Promise<Set<string>> {
  const { series, openedAt } = wish;
  if (series.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    insert into reminder_series (id, shop_id, contact_id, checkout_id, arm, opened_at)
    select u.id, ${shopId}::uuid, u.contact_id, u.checkout_id, u.arm, ${openedAt}
    from unnest(${series.map((s) => s.id)}::uuid[], ${series.map((s) => s.contactId)}::uuid[],
      ${series.map((s) => s.checkoutId)}::uuid[], ${series.map((s) => s.arm)}::text[])
      as u(id, contact_id, checkout_id, arm)
    on conflict (shop_id, contact_id) where closed_at is null do nothing returning id`;
  return new Set(rows.map((row) => row.id));
}

/** Open series of these persons that nobody has heard of since `silentSince`: no step, no beginning. */
export async function closeStaleSeries(
  tx: Tx,
  shopId: string,
  stale: { contactIds: string[]; silentSince: Date; at: Date; reason: string },
): Promise<number> {
  return tx.$executeRaw`
    with own as (
      select id from reminder_series where shop_id = ${shopId}::uuid and closed_at is null
        and contact_id = any(${stale.contactIds}::uuid[])
        and coalesce(last_handed_over_at, opened_at) <= ${stale.silentSince}
      order by id for no key update
    )
    update reminder_series s set closed_at = ${stale.at}, close_reason = ${stale.reason}
    from own where s.id = own.id`;
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

/** Steps are over: handed over, or passed over. Counted once per step, forward only; gives what moved. */
export async function countSteps(
  tx: Tx,
  shopId: string,
  over: { steps: { seriesId: string; step: number }[]; at: Date },
): Promise<SeriesRow[]> {
  const { steps, at } = over;
  if (steps.length === 0) return [];
  return tx.$queryRaw<SeriesRow[]>`
    with own as (
      select s.id, u.step from reminder_series s
      join unnest(${steps.map((s) => s.seriesId)}::uuid[], ${steps.map((s) => s.step)}::int[])
        as u(id, step) on u.id = s.id and u.step > s.steps_handed_over
      where s.shop_id = ${shopId}::uuid order by s.id for no key update of s
    )
    update reminder_series s set steps_handed_over = own.step, last_handed_over_at = ${at}
    from own where s.id = own.id returning ${SERIES}`;
}

/** Ends the open series about these checkouts, each with its own reason. */
export async function closeSeriesEach(
  tx: Tx,
  shopId: string,
  end: { ends: { id: string; outcome: string }[]; at: Date },
): Promise<void> {
  const { ends, at } = end;
  if (ends.length === 0) return;
  await tx.$executeRaw`
    with own as (
      select s.id, u.outcome from reminder_series s
      join unnest(${ends.map((e) => e.id)}::uuid[], ${ends.map((e) => e.outcome)}::text[])
        as u(checkout_id, outcome) on u.checkout_id = s.checkout_id
      where s.shop_id = ${shopId}::uuid and s.closed_at is null order by s.id for no key update of s
    )
    update reminder_series s set closed_at = ${at}, close_reason = own.outcome from own where s.id = own.id`;
}
