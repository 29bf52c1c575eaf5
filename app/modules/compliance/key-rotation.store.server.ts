import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import type { SealedColumn } from "./key-rotation.types.ts";
import { name } from "./person-rows.store.server.ts";

/** Where a sealed value names its key: behind one byte of version. */
const KEY_AT = 2;
const KEY_BYTES = 4;

export interface SealedValue {
  ctid: string;
  /** what it was sealed with */
  context: string;
  value: Buffer;
}

interface RawValue {
  ctid: string;
  context: string;
  value: string;
}

/** The context of a row's value: what stands in braces is a column of the row. */
function contextOf(context: string | null): Prisma.Sql {
  if (context === null) return Prisma.sql`'contact:' || id::text`;
  const parts = context.split(/\{(\w+)\}/);
  const texts = parts.map((part, index) =>
    index % 2 === 0 ? Prisma.sql`${part}::text` : Prisma.sql`${name(part)}::text`,
  );
  return Prisma.sql`shop_id::text || ':' || ${Prisma.join(texts, " || ")}`;
}

/** Some values under another key than this one; those that nobody can open are passed over. */
export async function valuesUnderOther(
  tx: Tx,
  shopId: string,
  wish: SealedColumn & { key: string; skip: number; limit: number },
): Promise<SealedValue[]> {
  const column = name(wish.column);
  const key = Buffer.from(wish.key, "hex").toString("base64");
  const rows = await tx.$queryRaw<RawValue[]>`
    select ctid::text as ctid, ${contextOf(wish.context)} as context,
      encode(${column}, 'base64') as value
    from ${name(wish.table)} where shop_id = ${shopId}::uuid and length(${column}) > ${KEY_AT + KEY_BYTES}
      and substring(${column} from ${KEY_AT}::int for ${KEY_BYTES}::int) <> decode(${key}, 'base64')
    order by ctid offset ${wish.skip}::int limit ${wish.limit}::int`;
  return rows.map((row) => ({ ...row, value: Buffer.from(row.value, "base64") }));
}

/**
 * Writes one value anew, unless somebody has changed it meanwhile: compare-and-set on the old bytes, so that
 * whoever writes at the same time wins, and has written under the first key anyway.
 */
export async function replaceValue(
  tx: Tx,
  shopId: string,
  change: SealedColumn & { was: SealedValue; value: Uint8Array },
): Promise<boolean> {
  const column = name(change.column);
  const was = change.was.value.toString("base64");
  const value = Buffer.from(change.value).toString("base64");
  const written = await tx.$executeRaw`
    update ${name(change.table)} set ${column} = decode(${value}, 'base64')
    where ctid = ${change.was.ctid}::tid and shop_id = ${shopId}::uuid and ${column} = decode(${was}, 'base64')`;
  return written > 0;
}

/** How many values stand under which key, by its id in hex. */
export async function keysOf(
  tx: Tx,
  shopId: string,
  where: SealedColumn,
): Promise<{ key: string; rows: number }[]> {
  const column = name(where.column);
  return tx.$queryRaw<{ key: string; rows: number }[]>`
    select encode(substring(${column} from ${KEY_AT}::int for ${KEY_BYTES}::int), 'hex') as key, count(*)::int as rows
    from ${name(where.table)} where shop_id = ${shopId}::uuid and length(${column}) > ${KEY_AT + KEY_BYTES}
    group by 1 order by 1`;
}

export interface StoredIdentifier {
  id: string;
  contactId: string;
  dataKey: Buffer;
  kind: string;
  hash: string;
  sealed: Buffer | null;
}

interface RawIdentifier {
  id: string;
  contact_id: string;
  data_key: string;
  kind: string;
  hash: string;
  sealed: string | null;
}

/** Identifiers of living people, a page at a time. */
export async function identifiersFrom(
  tx: Tx,
  shopId: string,
  page: { after: string | null; limit: number },
): Promise<StoredIdentifier[]> {
  const rows = await tx.$queryRaw<RawIdentifier[]>`
    select i.id, i.contact_id, encode(c.data_key, 'base64') as data_key, i.kind, i.hash,
      encode(i.sealed, 'base64') as sealed
    from contact_identifier i join contact c on c.id = i.contact_id and c.shop_id = i.shop_id
    where i.shop_id = ${shopId}::uuid and c.erased_at is null
      and (${page.after}::uuid is null or i.id > ${page.after}::uuid)
    order by i.id limit ${page.limit}::int`;
  return rows.map((row) => ({
    id: row.id,
    contactId: row.contact_id,
    dataKey: Buffer.from(row.data_key, "base64"),
    kind: row.kind,
    hash: row.hash,
    sealed: row.sealed === null ? null : Buffer.from(row.sealed, "base64"),
  }));
}

/** Erasures by the look-up key that wrote their blocks; lifted ones count no more. */
export async function erasuresByKey(
  tx: Tx,
  shopId: string,
): Promise<{ key: string; erasures: number }[]> {
  return tx.$queryRaw<{ key: string; erasures: number }[]>`
    select e.lookup_key as key, count(*)::int as erasures from erasure e
    where e.shop_id = ${shopId}::uuid and exists (select from suppression s
      where s.shop_id = e.shop_id and s.erasure_id = e.id and s.lifted_at is null)
    group by 1 order by 1`;
}
