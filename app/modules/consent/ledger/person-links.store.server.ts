import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import { chainHeadSchema, type ChainLink, linkedEventSchema } from "../chain.types.ts";

const rowSchema = z.looseObject({ eventId: z.string(), prevHash: z.string() });

/** The links of these contacts' events, each with its event as it is hashed. */
export async function linksOfPerson(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<ChainLink[]> {
  const rows = await tx.$queryRaw<Record<string, unknown>[]>`
    select l.seq, encode(l.prev_hash, 'hex') as "prevHash", encode(l.hash, 'hex') as hash, l.event_id as "eventId",
      e.id, e.contact_id as "contactId", e.topic, e.kind, e.source, e.identifier_hash as "identifierHash",
      (extract(epoch from e.at) * 1000)::bigint::text as "atMs",
      (extract(epoch from e.recorded_at) * 1000)::bigint::text as "recordedAtMs",
      e.wording_version as "wordingVersion", e.wording_hash as "wordingHash", e.locale, e.place,
      e.checkout_token as "checkoutToken", e.request_key as "requestKey",
      encode(sha256(e.evidence), 'hex') as "evidenceHash"
    from consent_event e join consent_link l on l.event_id = e.id and l.shop_id = e.shop_id
    where e.shop_id = ${shopId}::uuid and e.contact_id = any(${contactIds}::uuid[]) order by l.seq`;
  return rows.map((row) => {
    const { eventId, prevHash } = rowSchema.parse(row);
    const event = linkedEventSchema.parse(row);
    return { ...chainHeadSchema.parse(row), prevHash, eventId, event, tombstone: null };
  });
}
