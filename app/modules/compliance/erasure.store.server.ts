import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import { dataMap, overwrites } from "./data-map.rules.ts";
import type { TableMap } from "./data-map.types.ts";
import type { ErasureReason, RowCounts, Wanted } from "./person.types.ts";
import { name, rowsOf } from "./person-rows.store.server.ts";

/** Every identifier of these persons: what names them today, and old ones that name nobody else now. */
export async function hashesOfContacts(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ hash: string }[]>`
    select distinct hash from contact_identifier i
    where shop_id = ${shopId}::uuid and contact_id = any(${contactIds}::uuid[])
      and (until is null or not exists (select from contact_identifier o where o.shop_id = i.shop_id
        and o.hash = i.hash and o.until is null and o.contact_id <> all(${contactIds}::uuid[])))`;
  return rows.map((row) => row.hash);
}

/** The person whole: contacts that were joined to theirs, or to which theirs was joined. */
export async function withMerged(tx: Tx, shopId: string, ids: string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with recursive person as (
      select id, merged_into from contact where shop_id = ${shopId}::uuid and id = any(${ids}::uuid[])
      union
      select c.id, c.merged_into from contact c join person p on c.id = p.merged_into or c.merged_into = p.id
      where c.shop_id = ${shopId}::uuid
    )
    select id from person order by id`;
  return rows.map((row) => row.id);
}

/** Overwrites what names the person in their rows of one table; rows that name nobody any more stay untouched. */
async function overwriteRows(tx: Tx, map: TableMap, which: Prisma.Sql): Promise<number> {
  const writes = overwrites(map);
  if (writes.length === 0) return 0;
  const set = writes.map(({ column, value }) => Prisma.raw(`"${column}" = ${value}`));
  const named = writes.map(({ column, value }) =>
    Prisma.raw(`"${column}" is distinct from ${value}`),
  );
  return tx.$executeRaw`
    update ${name(map.table)} set ${Prisma.join(set, ", ")}
    where ${which} and (${Prisma.join(named, " or ")})`;
}

/**
 * What the map says of every table, for one person. What hangs on a person's messages is found through
 * them, and messages stay, so the order of the tables does not matter.
 */
export async function eraseRows(tx: Tx, wanted: Wanted): Promise<RowCounts> {
  const rows: RowCounts = {};
  for (const map of dataMap) {
    const which = rowsOf(map, wanted);
    if (which === null || map.rows === "keep") continue;
    const count =
      map.rows === "delete"
        ? await tx.$executeRaw`delete from ${name(map.table)} where ${which}`
        : await overwriteRows(tx, map, which);
    if (count > 0) rows[map.table] = count;
  }
  return rows;
}

export async function markErased(tx: Tx, wanted: Wanted, at: Date): Promise<void> {
  const { shopId, contactIds } = wanted;
  await tx.contact.updateMany({
    where: { shopId, id: { in: contactIds }, erasedAt: null },
    data: { erasedAt: at },
  });
}

/** No reminder is due at these checkouts any more. */
export async function closeErasedCheckouts(tx: Tx, wanted: Wanted): Promise<void> {
  const { shopId, contactIds, hashes } = wanted;
  await tx.$executeRaw`
    update checkout set next_reminder_at = null, outcome = coalesce(outcome, 'person_erased')
    where shop_id = ${shopId}::uuid and (contact_id = any(${contactIds}::uuid[]) or person_hashes && ${hashes}::text[])
      and (next_reminder_at is not null or outcome is null)`;
}

/** "Erased": nobody messages these persons again by mistake, a re-import included. Dated at the latest erasure. */
export async function suppressErased(
  tx: Tx,
  shopId: string,
  erased: { hashes: string[]; source: string; at: Date; erasureId: string },
): Promise<void> {
  const { hashes, source, at, erasureId } = erased;
  // An opt-out of the same person is lifted with it, once they come back by themselves.
  await tx.suppression.updateMany({
    where: { shopId, hash: { in: hashes }, liftedAt: null },
    data: { erasureId },
  });
  await tx.$executeRaw`
    with again as (
      update suppression set since = greatest(since, ${at}::timestamptz), erasure_id = ${erasureId}::uuid
      where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[]) and reason = 'erased' and lifted_at is null
      returning hash
    )
    insert into suppression (shop_id, hash, scope, reason, source, since, erasure_id)
    select ${shopId}::uuid, h, 'marketing', 'erased', ${source}, ${at}::timestamptz, ${erasureId}::uuid
    from (select distinct unnest(${hashes}::text[]) as h) u where h not in (select hash from again)`;
}

/** When the persons behind these hashes were erased; absent where nobody was, or where they came back. */
export async function erasedAt(
  tx: Tx,
  shopId: string,
  hashes: string[],
): Promise<Map<string, Date>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ hash: string; since: Date }[]>`
    select hash, since from suppression where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[])
      and reason = 'erased' and lifted_at is null`;
  return new Map(rows.map((row) => [row.hash, row.since]));
}

export interface ErasureRow {
  id: string;
  at: Date;
  contactIds: string[];
  hashes: string[];
}

export async function insertErasure(
  tx: Tx,
  wanted: Wanted,
  erasure: {
    id: string;
    lookupKey: string;
    reason: ErasureReason;
    at: Date;
    repeatUntil: Date;
    rows: RowCounts;
  },
): Promise<void> {
  const { shopId, contactIds, hashes } = wanted;
  await tx.erasure.create({ data: { shopId, contactIds, hashes, ...erasure } });
}

export async function erasuresToRepeat(tx: Tx, shopId: string, now: Date): Promise<ErasureRow[]> {
  return tx.erasure.findMany({
    where: { shopId, repeatUntil: { gte: now } },
    select: { id: true, at: true, contactIds: true, hashes: true },
    orderBy: { at: "asc" },
  });
}

export async function noteRepeated(
  tx: Tx,
  shopId: string,
  { ids, at }: { ids: string[]; at: Date },
): Promise<void> {
  await tx.erasure.updateMany({ where: { shopId, id: { in: ids } }, data: { repeatedAt: at } });
}

/** From then on nothing late is expected: the suppression alone remembers the person. */
export async function forgetErasureHashes(tx: Tx, shopId: string, now: Date): Promise<number> {
  return tx.$executeRaw`
    update erasure set hashes = '{}' where shop_id = ${shopId}::uuid and repeat_until < ${now} and hashes <> '{}'`;
}

/** Bodies of processed deliveries that named these persons; their hashes go with them. */
export async function dropTheirBodies(tx: Tx, shopId: string, hashes: string[]): Promise<number> {
  return tx.$executeRaw`
    update intake_event set body = null, holds = '{}' where shop_id = ${shopId}::uuid
      and status in ('processed', 'ignored') and holds && ${hashes}::text[]`;
}

/** Deliveries that nobody could process: they wait for a human with their bodies. */
export async function parkedBodies(
  tx: Tx,
  shopId: string,
  after: string | null,
): Promise<{ id: string; holds: string[]; body: Buffer }[]> {
  const rows = await tx.$queryRaw<{ id: string; holds: string[]; body: string }[]>`
    select id, holds, encode(body, 'base64') as body from intake_event
    where shop_id = ${shopId}::uuid and status = 'parked' and body is not null
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit 200`;
  return rows.map((row) => ({ ...row, body: Buffer.from(row.body, "base64") }));
}

/** Nobody will look into these any more: they held data of an erased person alone. */
export async function giveUpParked(
  tx: Tx,
  shopId: string,
  given: { ids: string[]; at: Date },
): Promise<void> {
  const { ids, at } = given;
  await tx.$executeRaw`delete from intake_hold where shop_id = ${shopId}::uuid and event_id = any(${ids}::uuid[])`;
  await tx.$executeRaw`
    update intake_event set body = null, holds = '{}', status = 'ignored', processed_at = ${at}
    where shop_id = ${shopId}::uuid and id = any(${ids}::uuid[])`;
}
