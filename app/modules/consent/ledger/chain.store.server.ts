import type { Snapshot, Tx } from "#app/ports/db.ts";
import {
  type ChainHead,
  chainHeadSchema,
  type ChainLink,
  linkedEventSchema,
  tombstoneSchema,
} from "../chain.types.ts";
import { type ConsentEvent, consentEventSchema, consentTopicSchema } from "../consent.types.ts";

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint::text`;

const LINKS = `
  select l.seq, encode(l.prev_hash, 'hex') as "prevHash", encode(l.hash, 'hex') as hash, l.event_id as "eventId",
    l.removed_events as "removedEvents", l.removed_because as "removedBecause", ${MS("l.removed_at")} as "removedAtMs",
    e.id, e.contact_id as "contactId", e.topic, e.kind, e.source, e.identifier_hash as "identifierHash",
    ${MS("e.at")} as "atMs", ${MS("e.recorded_at")} as "recordedAtMs", e.wording_version as "wordingVersion",
    e.wording_hash as "wordingHash", e.locale, e.place, e.checkout_token as "checkoutToken",
    e.request_key as "requestKey", encode(sha256(e.evidence), 'hex') as "evidenceHash"
  from consent_link l left join consent_event e on e.id = l.event_id and e.shop_id = l.shop_id
  where l.shop_id = $1 order by l.seq`;

type RawLink = Record<string, unknown> & {
  eventId: string | null;
  id: string | null;
  prevHash: string;
};

function chainLink(row: RawLink): ChainLink {
  return {
    ...chainHeadSchema.parse(row),
    prevHash: row.prevHash,
    eventId: row.eventId,
    event: row.id === null ? null : linkedEventSchema.parse(row),
    tombstone: row.eventId === null ? tombstoneSchema.parse(row) : null,
  };
}

/** A shop's links in their order, each with the event it is of. */
export async function* linksInOrder(snapshot: Snapshot, shopId: string): AsyncGenerator<ChainLink> {
  for await (const rows of snapshot.rows<RawLink>(LINKS, [shopId])) {
    for (const row of rows) yield chainLink(row);
  }
}

async function firstOf(snapshot: Snapshot, text: string, shopId: string) {
  for await (const [row] of snapshot.rows<Record<string, unknown>>(text, [shopId])) return row;
  return undefined;
}

/** An event that no link names: it came in past the database's own functions. */
export async function eventWithoutLink(snapshot: Snapshot, shopId: string): Promise<string | null> {
  const row = await firstOf(
    snapshot,
    `select e.id from consent_event e where e.shop_id = $1
       and not exists (select from consent_link l where l.event_id = e.id and l.shop_id = e.shop_id) limit 1`,
    shopId,
  );
  return row === undefined ? null : String(row["id"]);
}

const HEAD = "select seq, encode(hash, 'hex') as hash from consent_head where shop_id = $1";

export async function chainHeadIn(snapshot: Snapshot, shopId: string): Promise<ChainHead | null> {
  return chainHeadSchema.optional().parse(await firstOf(snapshot, HEAD, shopId)) ?? null;
}

/** Where the shop's chain ends now; null before its first event. */
export async function chainHead(tx: Tx, shopId: string): Promise<ChainHead | null> {
  const rows = await tx.$queryRaw<Record<string, unknown>[]>`
    select seq, encode(hash, 'hex') as hash from consent_head where shop_id = ${shopId}::uuid`;
  return chainHeadSchema.optional().parse(rows[0]) ?? null;
}

/** What a contact's state is by the table that sends ask, in one text per topic. */
export interface StoredState {
  topic: string;
  state: string;
  identifierHash: string | null;
  sinceMs: number;
  eventId: string;
}

export interface ContactLedger {
  contactId: string;
  events: ConsentEvent[];
  stored: StoredState[];
}

// Events and states of a person come one after the other, from two indexes that are in that order.
const BY_CONTACT = `
  select contact_id, true as is_event, id, topic, kind, source, identifier_hash, ${MS("at")} as at_ms,
    ${MS("recorded_at")} as recorded_at_ms, checkout_token from consent_event where shop_id = $1
  union all
  select contact_id, false, event_id, topic, state, null, identifier_hash, ${MS("since")}, null, null
    from consent_state where shop_id = $1
  order by contact_id`;

interface RawEntry {
  contact_id: string;
  is_event: boolean;
  id: string;
  topic: string | null;
  kind: string;
  source: string | null;
  identifier_hash: string | null;
  at_ms: string;
  recorded_at_ms: string | null;
  checkout_token: string | null;
}

function addEntry(ledger: ContactLedger, row: RawEntry): void {
  const { id, topic, kind, identifier_hash: identifierHash } = row;
  const atMs = Number(row.at_ms);
  if (!row.is_event) {
    const state = { state: kind, identifierHash, sinceMs: atMs, eventId: id };
    ledger.stored.push({ topic: consentTopicSchema.parse(topic), ...state });
    return;
  }
  const event = consentEventSchema.parse({
    id,
    contactId: row.contact_id,
    topic,
    kind,
    source: row.source,
    identifierHash,
    at: new Date(atMs),
    recordedAt: new Date(Number(row.recorded_at_ms)),
    wordingVersion: null,
    locale: null,
    checkoutToken: row.checkout_token,
    requestId: null,
  });
  ledger.events.push(event);
}

/** Takes out of `waiting` everybody whose entries are complete: all but the last, and the last at the end. */
function* complete(waiting: ContactLedger[], isEnd: boolean): Generator<ContactLedger> {
  yield* waiting.splice(0, isEnd ? waiting.length : waiting.length - 1);
}

/** Person by person: all events, and what the table of states says. */
export async function* ledgersByContact(
  snapshot: Snapshot,
  shopId: string,
): AsyncGenerator<ContactLedger> {
  const waiting: ContactLedger[] = [];
  for await (const rows of snapshot.rows<RawEntry>(BY_CONTACT, [shopId])) {
    for (const row of rows) {
      let own = waiting.at(-1);
      if (own?.contactId !== row.contact_id) {
        own = { contactId: row.contact_id, events: [], stored: [] };
        waiting.push(own);
      }
      addEntry(own, row);
    }
    yield* complete(waiting, false);
  }
  yield* complete(waiting, true);
}

/** Removes the shop's ledger and states under a tombstone; the one way in which events ever go. */
export async function redactLedger(
  tx: Tx,
  shopId: string,
  why: { because: string; at: Date },
): Promise<number> {
  const rows = await tx.$queryRaw<{ removed: bigint }[]>`
    select removed from redact_shop_ledger(${shopId}::uuid, ${why.at}::timestamptz, ${why.because})`;
  return Number(rows[0]?.removed ?? 0);
}
