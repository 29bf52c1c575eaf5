import type { Tx } from "#app/ports/db.ts";
import type { ContactRow } from "./contacts.types.ts";

export interface IdentifierRow {
  contactId: string;
  kind: string;
  hash: string;
  sealed: Uint8Array | null;
  since: Date;
}

/** Whom each of the hashes names today; hashes that name nobody are absent. */
export async function contactIdsByHashes(
  tx: Tx,
  shopId: string,
  hashes: string[],
): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ hash: string; contact_id: string }[]>`
    select hash, contact_id from contact_identifier
    where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[]) and until is null`;
  return new Map(rows.map((row) => [row.hash, row.contact_id]));
}

/** The contact that stands for the person today: another one, where this one was joined to it. */
export async function contactById(tx: Tx, shopId: string, id: string): Promise<ContactRow | null> {
  const [row] = await contactsByIds(tx, shopId, [id]);
  return row ?? null;
}

/** `contactById` of several; who stands for two of them is there once. */
export async function contactsByIds(tx: Tx, shopId: string, ids: string[]): Promise<ContactRow[]> {
  return [
    ...new Map(
      [...(await contactsStandingFor(tx, shopId, ids)).values()].map((row) => [row.id, row]),
    ).values(),
  ];
}

/** Bytes come as base64. */
interface StandingRow extends Omit<ContactRow, "dataKey" | "firstName"> {
  asked: string;
  dataKey: string;
  firstName: string | null;
}

/** By asked id the contact that stands for the person today. Erased ones are absent. */
export async function contactsStandingFor(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, ContactRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<StandingRow[]>`
    select own.id as asked, c.id, c.shop_id as "shopId", encode(c.data_key, 'base64') as "dataKey",
      encode(c.first_name, 'base64') as "firstName", c.locale, c.country, c.last_inbound_at as "lastInboundAt",
      c.last_reply_at as "lastReplyAt", c.created_at as "createdAt"
    from contact own join contact c on c.shop_id = own.shop_id and c.id = coalesce(own.merged_into, own.id)
    where own.shop_id = ${shopId}::uuid and own.id = any(${ids}::uuid[])
      and own.erased_at is null and c.erased_at is null`;
  return new Map(
    rows.map(({ asked, ...row }) => {
      const firstName = row.firstName === null ? null : Buffer.from(row.firstName, "base64");
      return [asked, { ...row, dataKey: Buffer.from(row.dataKey, "base64"), firstName }];
    }),
  );
}

export async function insertContacts(
  tx: Tx,
  rows: {
    id: string;
    shopId: string;
    dataKey: Uint8Array<ArrayBuffer>;
    locale: string | null;
    country: string | null;
    createdAt: Date;
  }[],
): Promise<void> {
  await tx.contact.createMany({ data: rows });
}

export async function deleteContacts(tx: Tx, shopId: string, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.contact.deleteMany({ where: { shopId, id: { in: ids } } });
}

/** Bytes as a text that a list of values can hold; `decode(…, 'base64')` reads it. */
function asText(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString("base64");
}

/**
 * Writes identifiers of one shop, save those that name somebody already, and those of a contact that was
 * joined to another meanwhile. In one order for everybody: two of them must not wait for each other.
 * @returns the hashes that are new
 */
export async function insertIdentifiers(
  tx: Tx,
  shopId: string,
  unordered: IdentifierRow[],
): Promise<Set<string>> {
  if (unordered.length === 0) return new Set();
  const rows = unordered.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  const written = await tx.$queryRaw<{ hash: string }[]>`
    insert into contact_identifier (shop_id, contact_id, kind, hash, sealed, since)
    select ${shopId}::uuid, u.contact_id, u.kind, u.hash, decode(u.sealed, 'base64'), u.since
    from unnest(${rows.map((r) => r.contactId)}::uuid[], ${rows.map((r) => r.kind)}::text[],
      ${rows.map((r) => r.hash)}::text[], ${rows.map((r) => asText(r.sealed))}::text[],
      ${rows.map((r) => r.since)}::timestamptz[]) as u(contact_id, kind, hash, sealed, since)
    where exists (select from contact c where c.shop_id = ${shopId}::uuid and c.id = u.contact_id
      and c.merged_into is null for key share)
    on conflict (shop_id, kind, hash) where until is null do nothing returning hash`;
  return new Set(written.map((row) => row.hash));
}

/**
 * Holds contacts against other writers until the transaction ends, in one order for everybody. Gives those
 * that stand for their person.
 */
export async function lockContacts(tx: Tx, shopId: string, ids: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from contact where shop_id = ${shopId}::uuid and id = any(${ids}::uuid[])
      and merged_into is null order by id for update`;
  return new Set(rows.map((row) => row.id));
}

export async function writeFirstNames(
  tx: Tx,
  shopId: string,
  names: { id: string; firstName: Uint8Array }[],
): Promise<void> {
  if (names.length === 0) return;
  await tx.$executeRaw`
    update contact c set first_name = decode(u.first_name, 'base64')
    from unnest(${names.map((n) => n.id)}::uuid[], ${names.map((n) => asText(n.firstName))}::text[])
      as u(id, first_name)
    where c.shop_id = ${shopId}::uuid and c.id = u.id`;
}

/** From then on these hashes name the contact no more; they may name somebody else. */
export async function retireIdentifiers(
  tx: Tx,
  shopId: string,
  retired: { contactId: string; hashes: string[]; at: Date },
): Promise<void> {
  await tx.contactIdentifier.updateMany({
    where: { shopId, contactId: retired.contactId, hash: { in: retired.hashes }, until: null },
    data: { until: retired.at },
  });
}

/** Writes down what named a contact until `until`, and names it no more. */
export async function insertFormerIdentifiers(
  tx: Tx,
  shopId: string,
  former: { rows: IdentifierRow[]; until: Date },
): Promise<void> {
  const data = former.rows.map(({ sealed, ...row }) => ({
    ...row,
    shopId,
    sealed: sealed && new Uint8Array(sealed),
    until: former.until,
  }));
  await tx.contactIdentifier.createMany({ data });
}

export async function identifiersOf(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<IdentifierRow[]> {
  if (contactIds.length === 0) return [];
  const rows = await tx.$queryRaw<(Omit<IdentifierRow, "sealed"> & { sealed: string | null })[]>`
    select contact_id as "contactId", kind, hash, encode(sealed, 'base64') as sealed, since
    from contact_identifier
    where shop_id = ${shopId}::uuid and contact_id = any(${contactIds}::uuid[]) and until is null`;
  return rows.map((row) => ({
    ...row,
    sealed: row.sealed === null ? null : Buffer.from(row.sealed, "base64"),
  }));
}

export async function updateContact(
  tx: Tx,
  shopId: string,
  id: string,
  data: { locale?: string; country?: string; lastInboundAt?: Date; lastReplyAt?: Date },
): Promise<void> {
  await tx.contact.updateMany({ where: { shopId, id }, data });
}

/** The person wrote something that is for people to answer; time never runs backwards. */
export async function moveReplyForward(
  tx: Tx,
  shopId: string,
  id: string,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    update contact set last_reply_at = greatest(coalesce(last_reply_at, ${at}), ${at})
    where shop_id = ${shopId}::uuid and id = ${id}::uuid`;
}

/** Opens (or prolongs) the service window; time never runs backwards. */
export async function moveInboundForward(
  tx: Tx,
  shopId: string,
  id: string,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    update contact set last_inbound_at = greatest(coalesce(last_inbound_at, ${at}), ${at})
    where shop_id = ${shopId}::uuid and id = ${id}::uuid`;
}
