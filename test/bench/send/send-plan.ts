import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Vault } from "#app/ports/vault.ts";
import { chunks, type SendPerson } from "./send-people.ts";

/** What a campaign's message is filled with; sealed like every payload. */
function payloadOf(vault: Vault, { shop }: SendPerson, number: number): Buffer {
  const values = {
    firstName: "Mara",
    shopName: "Leinenwerk",
    itemSummary: "Leinenhemd, Größe M",
    pictureUrl: null,
    linkCode: `b${String(number).padStart(11, "0")}`,
  };
  return Buffer.from(vault.seal(JSON.stringify(values), `${shop.shopId}:message`));
}

/**
 * Plans one offer for each of these people, as a campaign does: written set-wise, due at one moment.
 * @returns the ids of the messages, in the order of the people
 */
export async function planOffers(
  site: { owner: pg.Pool; vault: Vault },
  people: readonly SendPerson[],
  dueAt: Date,
): Promise<string[]> {
  const planned = people.map((person, at) => ({ person, at, id: randomUUID() }));
  for (const part of chunks(planned)) {
    await site.owner.query(
      `insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, number_id, to_hash, template_id,
         payload, planned_at, due_at, not_before, expires_at, bought_since)
       select id, shop_id, 'bench:' || id, 'campaign', 'offers', contact_id, number_id, to_hash, template_id,
         payload, now(), $8, $8, $8::timestamptz + interval '1 day', now()
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::bytea[])
         as u(id, shop_id, contact_id, number_id, to_hash, template_id, payload)`,
      [
        part.map((one) => one.id),
        part.map((one) => one.person.shop.shopId),
        part.map((one) => one.person.contactId),
        part.map((one) => one.person.shop.numberId),
        part.map((one) => one.person.hash),
        part.map((one) => one.person.shop.templateId),
        part.map((one) => payloadOf(site.vault, one.person, one.at)),
        dueAt,
      ],
    );
  }
  return planned.map((one) => one.id);
}
