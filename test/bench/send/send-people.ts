import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Vault } from "#app/ports/vault.ts";
import type { SendShop } from "./send-shops.ts";

/** Somebody of one shop who agreed to its offers. */
export interface SendPerson {
  contactId: string;
  shop: SendShop;
  phone: string;
  hash: string;
}

/** Rows per statement. */
const CHUNK = 2000;

export function chunks<T>(items: readonly T[], size = CHUNK): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}

function personOf(vault: Vault, shop: SendShop, number: number): SendPerson {
  const phone = `+49151${String(number).padStart(7, "0")}`;
  return {
    contactId: randomUUID(),
    shop,
    phone,
    hash: vault.hash(shop.shopId, "phone", phone),
  };
}

async function insertContacts(owner: pg.Pool, vault: Vault, people: SendPerson[]): Promise<void> {
  const keys = people.map(({ contactId }) => vault.newDataKey(contactId));
  const sealed = people.map(({ contactId, phone }, at) =>
    vault.sealFor(keys[at] ?? new Uint8Array(), contactId, phone),
  );
  const shopIds = people.map((one) => one.shop.shopId);
  const contactIds = people.map((one) => one.contactId);
  await owner.query(
    `insert into contact (id, shop_id, data_key, locale, country, created_at)
     select id, shop_id, data_key, 'de', 'DE', now()
     from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as u(id, shop_id, data_key)`,
    [contactIds, shopIds, keys.map((key) => Buffer.from(key))],
  );
  await owner.query(
    `insert into contact_identifier (shop_id, contact_id, kind, hash, sealed, since)
     select shop_id, contact_id, 'phone', hash, sealed, now()
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) as u(shop_id, contact_id, hash, sealed)`,
    [shopIds, contactIds, people.map((one) => one.hash), sealed.map((bytes) => Buffer.from(bytes))],
  );
}

async function insertConsent(owner: pg.Pool, people: SendPerson[]): Promise<void> {
  await owner.query(
    `with granted as (
       insert into consent_event (shop_id, contact_id, topic, kind, source, identifier_hash, at, recorded_at)
       select shop_id, contact_id, 'offers', 'granted', 'checkout', hash, now(), now()
       from unnest($1::uuid[], $2::uuid[], $3::text[]) as u(shop_id, contact_id, hash) returning *
     )
     insert into consent_state (shop_id, contact_id, topic, state, identifier_hash, since, event_id)
     select shop_id, contact_id, topic, 'granted', identifier_hash, at, id from granted`,
    [
      people.map((one) => one.shop.shopId),
      people.map((one) => one.contactId),
      people.map((one) => one.hash),
    ],
  );
}

/**
 * People who agreed to offers, written set-wise: their opting in is measured elsewhere.
 * @param first so that people of several calls have phones of their own
 */
export async function addPeople(
  site: { owner: pg.Pool; vault: Vault },
  wish: { shops: readonly SendShop[]; count: number; first?: number },
): Promise<SendPerson[]> {
  const { shops, count, first = 0 } = wish;
  const people = Array.from({ length: count }, (_, at) => {
    const shop = shops[at % shops.length];
    if (!shop) throw new Error("People need a shop");
    return personOf(site.vault, shop, first + at);
  });
  for (const part of chunks(people)) {
    await insertContacts(site.owner, site.vault, part);
    await insertConsent(site.owner, part);
  }
  return people;
}
