import type { Tx } from "#app/ports/db.ts";

interface Move {
  from: string;
  to: string;
  /** only these; null: all */
  ids: string[] | null;
}

export async function moveCheckouts(tx: Tx, shopId: string, move: Move): Promise<string[]> {
  const { from, to, ids } = move;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with own as (
      select id from checkout where shop_id = ${shopId}::uuid and contact_id = ${from}::uuid
        and (${ids}::uuid[] is null or id = any(${ids}::uuid[])) order by id for no key update
    )
    update checkout c set contact_id = ${to}::uuid from own where c.id = own.id returning c.id`;
  return rows.map((row) => row.id);
}

/** Ends a contact's open series where the other one has one open: one open series per person. */
export async function closeSecondSeries(
  tx: Tx,
  shopId: string,
  ends: { from: string; to: string; at: Date; reason: string },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ checkout_id: string }[]>`
    update reminder_series s set closed_at = ${ends.at}, close_reason = ${ends.reason}
    where shop_id = ${shopId}::uuid and contact_id = ${ends.from}::uuid and closed_at is null
      and exists (select from reminder_series o where o.shop_id = s.shop_id
        and o.contact_id = ${ends.to}::uuid and o.closed_at is null)
    returning checkout_id`;
  return rows.map((row) => row.checkout_id);
}

export async function moveSeries(tx: Tx, shopId: string, move: Move): Promise<string[]> {
  const { from, to, ids } = move;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with own as (
      select id from reminder_series where shop_id = ${shopId}::uuid and contact_id = ${from}::uuid
        and (${ids}::uuid[] is null or id = any(${ids}::uuid[])) order by id for no key update
    )
    update reminder_series s set contact_id = ${to}::uuid from own where s.id = own.id returning s.id`;
  return rows.map((row) => row.id);
}
