import type { Tx } from "#app/ports/db.ts";

export interface PagePersonRow {
  /** of the contact that stands for the person: the asked one, or the one that it was joined to */
  id: string;
  locale: string | null;
  /** base64: of the contact that stands for the person, and of the asked one */
  data_key: string;
  asked_key: string;
  hashes: string[];
  /** base64 */
  phone: string | null;
}

/** What a public page may know of one person, in one statement; absent once erased. */
export async function pagePersonRow(
  tx: Tx,
  shopId: string,
  id: string,
): Promise<PagePersonRow | null> {
  const rows = await tx.$queryRaw<PagePersonRow[]>`
    select c.id, c.locale, encode(c.data_key, 'base64') as data_key, encode(own.data_key, 'base64') as asked_key,
      coalesce(i.hashes, '{}') as hashes, i.phone
    from contact own
    join contact c on c.shop_id = own.shop_id and c.id = coalesce(own.merged_into, own.id)
    left join lateral (
      select array_agg(hash) as hashes,
        min(encode(sealed, 'base64')) filter (where kind = 'phone') as phone
      from contact_identifier where shop_id = c.shop_id and contact_id = c.id and until is null
    ) i on true
    where own.shop_id = ${shopId}::uuid and own.id = ${id}::uuid
      and own.erased_at is null and c.erased_at is null`;
  return rows[0] ?? null;
}
