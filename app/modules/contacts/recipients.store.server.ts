import type { Tx } from "#app/ports/db.ts";

export interface RecipientRow {
  asked_id: string;
  /** of the contact that stands for the person: the asked one, or the one that it was joined to */
  id: string;
  country: string | null;
  last_inbound_at: Date | null;
  /** base64 */
  data_key: string;
  /** side by side: every hash of today, and what is sealed under it for phones */
  hashes: string[];
  sealed: (string | null)[];
  former: string[];
}

/** Contacts with the identifiers that name them today, one row each. */
export async function recipientRows(
  tx: Tx,
  shopId: string,
  ids: string[],
  formerSince: Date,
): Promise<RecipientRow[]> {
  return tx.$queryRaw<RecipientRow[]>`
    select own.id as asked_id, c.id, c.country, c.last_inbound_at, encode(c.data_key, 'base64') as data_key,
      coalesce(i.hashes, '{}') as hashes, coalesce(i.sealed, '{}') as sealed, coalesce(i.former, '{}') as former
    from contact own
    join contact c on c.shop_id = own.shop_id and c.id = coalesce(own.merged_into, own.id)
    left join lateral (
      select array_agg(hash) filter (where until is null) as hashes,
        array_agg(case when kind = 'phone' then encode(sealed, 'base64') end) filter (where until is null) as sealed,
        array_agg(hash) filter (where until >= ${formerSince} or (kind = 'bsuid' and until is not null)) as former
      from contact_identifier where shop_id = c.shop_id and contact_id = c.id
    ) i on true
    where own.shop_id = ${shopId}::uuid and own.id = any(${ids}::uuid[]) and c.erased_at is null`;
}
