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
  const rows = await tx.contactIdentifier.findMany({
    where: { shopId, hash: { in: hashes }, until: null },
    select: { hash: true, contactId: true },
  });
  return new Map(rows.map((row) => [row.hash, row.contactId]));
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

/** By asked id the contact that stands for the person today. Erased ones are absent. */
export async function contactsStandingFor(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, ContactRow>> {
  const own = await tx.contact.findMany({ where: { shopId, id: { in: ids }, erasedAt: null } });
  const roots = own.flatMap(({ mergedInto }) => mergedInto ?? []);
  const joined =
    roots.length === 0
      ? []
      : await tx.contact.findMany({ where: { shopId, id: { in: roots }, erasedAt: null } });
  const byId = new Map([...own, ...joined].map((row) => [row.id, row]));
  return new Map(
    own.flatMap(({ id, mergedInto }) => {
      const row = byId.get(mergedInto ?? id);
      return row ? [[id, row] as const] : [];
    }),
  );
}

export async function insertContact(
  tx: Tx,
  row: {
    id: string;
    shopId: string;
    dataKey: Uint8Array<ArrayBuffer>;
    locale: string | null;
    country: string | null;
    createdAt: Date;
  },
): Promise<void> {
  await tx.contact.create({ data: row });
}

export async function deleteContact(tx: Tx, shopId: string, id: string): Promise<void> {
  await tx.contact.deleteMany({ where: { shopId, id } });
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

/** Whether one of these hashes named this contact until lately, or does. */
export async function hadLately(
  tx: Tx,
  shopId: string,
  who: { contactId: string; hashes: string[]; since: Date },
): Promise<boolean> {
  const { contactId, hashes, since } = who;
  const OR = [{ until: null }, { until: { gte: since } }];
  const where = { shopId, contactId, hash: { in: hashes }, OR };
  return (await tx.contactIdentifier.count({ where })) > 0;
}

export async function identifiersOf(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<IdentifierRow[]> {
  return tx.contactIdentifier.findMany({
    where: { shopId, contactId: { in: contactIds }, until: null },
    select: { contactId: true, kind: true, hash: true, sealed: true, since: true },
  });
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
