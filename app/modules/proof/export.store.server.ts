import type { Tx } from "#app/ports/db.ts";

/** One event of a shop's ledger with what opens it; bytes in base64. */
export interface ExportedRow {
  /** a number beyond what JavaScript counts exactly */
  seq: string;
  hash: string;
  id: string;
  contact_id: string;
  topic: string | null;
  kind: string;
  source: string;
  at: Date;
  recorded_at: Date;
  wording_version: string | null;
  wording_hash: string | null;
  locale: string | null;
  place: string | null;
  checkout_token: string | null;
  evidence: string | null;
  /** null once the person was erased */
  data_key: string | null;
  /** the number or user id that the event names, sealed; null where only its hash is left */
  sealed: string | null;
  /** whose key sealed it: an identifier goes along when contacts are joined */
  sealed_for: string | null;
  sealed_key: string | null;
  identifier_hash: string | null;
}

/** Events in the order of the shop's chain, behind `after`. */
export async function exportedRows(
  tx: Tx,
  shopId: string,
  page: { after: bigint; limit: number },
): Promise<ExportedRow[]> {
  return tx.$queryRaw<ExportedRow[]>`
    select l.seq, encode(l.hash, 'hex') as hash, e.id, e.contact_id, e.topic, e.kind, e.source, e.at, e.recorded_at,
      e.wording_version, e.wording_hash, e.locale, e.place, e.checkout_token, e.identifier_hash,
      encode(e.evidence, 'base64') as evidence,
      case when c.erased_at is null then encode(c.data_key, 'base64') end as data_key,
      encode(i.sealed, 'base64') as sealed, i.contact_id as sealed_for, i.sealed_key
    from (select seq, hash, event_id from consent_link
      where shop_id = ${shopId}::uuid and seq > ${page.after} order by seq limit ${page.limit}) l
    join consent_event e on e.id = l.event_id and e.shop_id = ${shopId}::uuid
    left join contact c on c.shop_id = e.shop_id and c.id = e.contact_id
    left join lateral (
      select x.sealed, x.contact_id, encode(o.data_key, 'base64') as sealed_key from contact_identifier x
      join contact o on o.shop_id = x.shop_id and o.id = x.contact_id and o.erased_at is null
      where x.shop_id = e.shop_id and x.hash = e.identifier_hash and x.sealed is not null
        and (x.contact_id = e.contact_id or x.contact_id = c.merged_into)
      order by x.contact_id = e.contact_id desc limit 1
    ) i on true
    order by l.seq`;
}

/** How many people a shop's ledger is about. */
export async function peopleCount(tx: Tx, shopId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ people: bigint }[]>`
    select count(distinct contact_id) as people from consent_event where shop_id = ${shopId}::uuid`;
  return Number(rows[0]?.people ?? 0);
}

/** The last event's place; null for an empty ledger. */
export async function lastSeq(tx: Tx, shopId: string): Promise<bigint | null> {
  const rows = await tx.$queryRaw<{ seq: string }[]>`
    select seq from consent_head where shop_id = ${shopId}::uuid`;
  return rows[0] === undefined ? null : BigInt(rows[0].seq);
}
