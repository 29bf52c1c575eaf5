import type { Tx } from "#app/ports/db.ts";
import type { ContactRow } from "./contacts.types.ts";

export interface IdentifierRow {
  shopId: string;
  contactId: string;
  kind: string;
  hash: string;
  sealed: Uint8Array<ArrayBuffer> | null;
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

export async function contactById(tx: Tx, shopId: string, id: string): Promise<ContactRow | null> {
  return tx.contact.findFirst({ where: { shopId, id, erasedAt: null } });
}

export async function contactsByIds(tx: Tx, shopId: string, ids: string[]): Promise<ContactRow[]> {
  return tx.contact.findMany({ where: { shopId, id: { in: ids }, erasedAt: null } });
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

/** False when the identifier already names somebody of this shop. */
export async function insertIdentifier(tx: Tx, row: IdentifierRow): Promise<boolean> {
  const written = await tx.$executeRaw`
    insert into contact_identifier (shop_id, contact_id, kind, hash, sealed, since)
    values (${row.shopId}::uuid, ${row.contactId}::uuid, ${row.kind}, ${row.hash}, ${row.sealed}, ${row.since})
    on conflict (shop_id, kind, hash) where until is null do nothing`;
  return written > 0;
}

export async function identifiersOf(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<{ contactId: string; kind: string; hash: string; sealed: Uint8Array | null }[]> {
  return tx.contactIdentifier.findMany({
    where: { shopId, contactId: { in: contactIds }, until: null },
    select: { contactId: true, kind: true, hash: true, sealed: true },
  });
}

export async function updateContact(
  tx: Tx,
  shopId: string,
  id: string,
  data: { firstName?: Uint8Array<ArrayBuffer>; locale?: string; country?: string },
): Promise<void> {
  await tx.contact.updateMany({ where: { shopId, id }, data });
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
