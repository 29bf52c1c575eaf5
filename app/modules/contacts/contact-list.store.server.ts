import type { Tx } from "#app/ports/db.ts";

/** Where a page of contacts ended; the next one begins behind it. */
export interface ContactCursor {
  createdAt: Date;
  id: string;
}

/** The newest people, erased ones left out; who was joined to another one stands there as that one. By key, not by offset: page 20,000 is as fast as page 1. */
export async function newestContacts(
  tx: Tx,
  shopId: string,
  page: { after: ContactCursor | null; limit: number },
): Promise<ContactCursor[]> {
  const { after, limit } = page;
  const from = after?.createdAt ?? new Date(8.64e15 / 1000); // behind any contact
  const fromId = after?.id ?? "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const rows = await tx.$queryRaw<{ id: string; created_at: Date }[]>`
    select id, created_at from contact
    where shop_id = ${shopId}::uuid and erased_at is null and merged_into is null
      and (created_at, id) < (${from}, ${fromId}::uuid)
    order by created_at desc, id desc limit ${limit}`;
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at }));
}

/** Everybody whom one of these hashes names or ever named, who it names today first; not the erased. */
export async function contactsEverNamed(
  tx: Tx,
  shopId: string,
  hashes: string[],
): Promise<ContactCursor[]> {
  const rows = await tx.$queryRaw<{ id: string; created_at: Date }[]>`
    select c.id, c.created_at from contact_identifier i
    join contact own on own.shop_id = i.shop_id and own.id = i.contact_id
    join contact c on c.shop_id = i.shop_id and c.id = coalesce(own.merged_into, own.id) and c.erased_at is null
    where i.shop_id = ${shopId}::uuid and i.hash = any(${hashes}::text[])
    group by c.id, c.created_at order by bool_or(i.until is null) desc, max(i.since) desc`;
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at }));
}
