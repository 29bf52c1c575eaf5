import type { Tx } from "#app/ports/db.ts";
import type { CreditSum } from "./credit-sums.rules.ts";

/** Counts of carts by how far they came, in a period. */
export interface FunnelCounts {
  abandoned: number;
  reminded: number;
  tapped: number;
  heldOut: number;
}

/**
 * Carts of people who opted in: reminders were considered, sent, and led somebody back. Tapped: carts of people who
 * agreed to being followed, and the taps of everybody else; of those nobody knows which cart they were about.
 */
export async function funnelCounts(tx: Tx, shopId: string, since: Date): Promise<FunnelCounts> {
  const rows = await tx.$queryRaw<Record<keyof FunnelCounts, bigint>[]>`
    select
      (select count(*) from (
        select checkout_id from message
          where shop_id = ${shopId}::uuid and kind = 'cart_reminder' and planned_at >= ${since} and checkout_id is not null
        union select checkout_id from reminder_series where shop_id = ${shopId}::uuid and opened_at >= ${since}
      ) carts) as abandoned,
      (select count(distinct checkout_id) from message
        where shop_id = ${shopId}::uuid and kind = 'cart_reminder' and planned_at >= ${since}
          and state in ('accepted', 'held', 'sent', 'delivered', 'read')) as reminded,
      (select count(distinct checkout_id) from link
        where shop_id = ${shopId}::uuid and created_at >= ${since} and taps > 0)
        + coalesce((select sum(taps) from tap_total where shop_id = ${shopId}::uuid and kind = 'reminder'
            and day >= (${since} at time zone 'UTC')::date), 0) as tapped,
      (select count(distinct checkout_id) from reminder_series
        where shop_id = ${shopId}::uuid and opened_at >= ${since} and arm = 'holdout') as "heldOut"`;
  const [row] = rows;
  return {
    abandoned: Number(row?.abandoned ?? 0),
    reminded: Number(row?.reminded ?? 0),
    tapped: Math.min(Number(row?.tapped ?? 0), Number(row?.reminded ?? 0)),
    heldOut: Number(row?.heldOut ?? 0),
  };
}

/** Orders since then by what is credited with them: recommendations, or everything else. */
export async function creditSums(
  tx: Tx,
  shopId: string,
  of: { since: Date; recommendations: boolean },
): Promise<CreditSum[]> {
  const rows = await tx.$queryRaw<(Omit<CreditSum, "minor"> & { minor: bigint | string })[]>`
    select r.kind, r.currency, count(*)::int as orders, sum(r.amount_minor)::bigint as minor
    from credit r left join message m on m.shop_id = r.shop_id and m.id = r.message_id
    where r.shop_id = ${shopId}::uuid and r.at >= ${of.since}
      and coalesce(m.kind = 'recommendation', false) = ${of.recommendations}
    group by r.kind, r.currency order by 4 desc`;
  return rows.map((row) => ({ ...row, minor: Number(row.minor) }));
}
