import type { Tx } from "#app/ports/db.ts";

/** What a person got lately, over all automations and numbers of the shop. */
export interface ContactHistory {
  /** when the last marketing message was handed over; what is unknown counts as sent */
  lastMarketingAt: Date | null;
  marketing30d: number;
  /** when anything last went out; now, while something is on its way and may yet count or fail */
  lastAt: Date | null;
}

interface RawHistory {
  contact_id: string;
  last_marketing_at: Date | null;
  marketing_30d: number;
  last_at: Date | null;
}

const DAYS = 30;

/**
 * Read in the claiming transaction of the shop, of which there is one at a time: what an earlier claim
 * took is there, if only as "claimed".
 */
export async function contactHistories(
  tx: Tx,
  shopId: string,
  which: { contactIds: string[]; now: Date },
): Promise<Map<string, ContactHistory>> {
  const since = new Date(which.now.getTime() - DAYS * 24 * 3600_000);
  const rows = await tx.$queryRaw<RawHistory[]>`
    with recent as (
      select contact_id, coalesce(handed_over_at, claimed_at) as at, state,
        state in ('accepted', 'held', 'sent', 'delivered', 'read', 'unknown')
          and kind not in ('double_opt_in', 'opt_out_confirmation', 'opt_in_answer') as counts
      from message where shop_id = ${shopId}::uuid and contact_id = any(${which.contactIds}::uuid[])
        and state not in ('planned', 'skipped', 'failed') and coalesce(handed_over_at, claimed_at) > ${since}
    )
    select contact_id, max(at) filter (where counts) as last_marketing_at,
      (count(*) filter (where counts))::int as marketing_30d,
      max(case when state in ('claimed', 'handing_over') then ${which.now}::timestamptz else at end) as last_at
    from recent group by contact_id`;
  return new Map(
    rows.map((row) => [
      row.contact_id,
      {
        lastMarketingAt: row.last_marketing_at,
        marketing30d: row.marketing_30d,
        lastAt: row.last_at,
      },
    ]),
  );
}
