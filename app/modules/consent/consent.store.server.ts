import { contactsOfPerson, personIds } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import {
  type ConsentEvent,
  consentEventSchema,
  type ConsentStanding,
  consentStateSchema,
  type ConsentTopic,
  consentTopicSchema,
} from "./consent.types.ts";

export interface NewConsentEvent {
  contactId: string;
  topic: ConsentTopic | null;
  kind: ConsentEvent["kind"];
  source: ConsentEvent["source"];
  identifierHash: string | null;
  at: Date;
  recordedAt: Date;
  wordingVersion: string | null;
  wordingHash: string | null;
  locale: string | null;
  place: string | null;
  checkoutToken: string | null;
  requestKey: string | null;
  evidence: Uint8Array | null;
}

/**
 * One at a time per checkout, also before its row exists: a webhook and the opt-in at the same checkout
 * come at the same moment, and each must see what the other wrote. Taken before any person's lock, or
 * the two could wait for each other.
 */
export async function lockCheckout(tx: Tx, shopId: string, token: string): Promise<void> {
  await lockCheckouts(tx, shopId, [token]);
}

/** `lockCheckout` of several, in one order for everybody: two of them must not wait for each other. */
export async function lockCheckouts(tx: Tx, shopId: string, tokens: string[]): Promise<void> {
  const names = [...new Set(tokens)].toSorted().map((token) => `checkout:${shopId}:${token}`);
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(u.name, 0)) from unnest(${names}::text[]) as u(name)`;
}

/** Adds to the ledger; an event of a request that is already there is not added again. */
export async function appendConsentEvents(
  tx: Tx,
  shopId: string,
  events: NewConsentEvent[],
): Promise<void> {
  const data = events.map(({ evidence, ...event }) => ({
    ...event,
    shopId,
    evidence: evidence === null ? null : new Uint8Array(evidence),
  }));
  await tx.consentEvent.createMany({ data, skipDuplicates: true });
}

/** The whole ledger of a person: of every contact that turned out to be theirs. */
export async function consentEventsOf(
  tx: Tx,
  shopId: string,
  contactId: string,
): Promise<ConsentEvent[]> {
  const { members } = await contactsOfPerson(tx, shopId, contactId);
  return eventsOfContacts(tx, shopId, members);
}

export async function eventsOfContacts(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<ConsentEvent[]> {
  const rows = await tx.$queryRaw<object[]>`
    select id, contact_id as "contactId", topic, kind, source, identifier_hash as "identifierHash", at,
      recorded_at as "recordedAt", wording_version as "wordingVersion", locale,
      checkout_token as "checkoutToken", request_key as "requestId"
    from consent_event where shop_id = ${shopId}::uuid and contact_id = any(${contactIds}::uuid[])`;
  return rows.map((row) => consentEventSchema.parse(row));
}

/** When a person last said no to a topic, or to everything (null). */
export async function lastRefusal(
  tx: Tx,
  who: { shopId: string; contactId: string },
  topic: ConsentTopic | null,
): Promise<Date | null> {
  const { members } = await contactsOfPerson(tx, who.shopId, who.contactId);
  const scope = topic === null ? { topic: null } : { OR: [{ topic: null }, { topic }] };
  const { _max } = await tx.consentEvent.aggregate({
    where: { shopId: who.shopId, contactId: { in: members }, kind: "withdrawn", ...scope },
    _max: { at: true },
  });
  return _max.at;
}

export async function writeConsentStates(
  tx: Tx,
  shopId: string,
  people: { contactId: string; states: ReadonlyMap<ConsentTopic, ConsentStanding> }[],
): Promise<void> {
  const rows = people.flatMap(({ contactId, states }) =>
    [...states].flatMap(([topic, { eventId, since, ...standing }]) =>
      eventId === null || since === null ? [] : [{ ...standing, contactId, topic, since, eventId }],
    ),
  );
  await tx.$executeRaw`
    insert into consent_state (shop_id, contact_id, topic, state, identifier_hash, since, event_id)
    select ${shopId}::uuid, u.* from unnest(
      ${rows.map((row) => row.contactId)}::uuid[], ${rows.map((row) => row.topic)}::text[], ${rows.map((row) => row.state)}::text[],
      ${rows.map((row) => row.identifierHash)}::text[], ${rows.map((row) => row.since)}::timestamptz[],
      ${rows.map((row) => row.eventId)}::uuid[]) as u
    on conflict (shop_id, contact_id, topic) do update set state = excluded.state,
      identifier_hash = excluded.identifier_hash, since = excluded.since, event_id = excluded.event_id`;
}

/** The states of contacts that are folded anew, or whose person is another one now. */
export async function forgetConsentStates(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<void> {
  await tx.consentState.deleteMany({ where: { shopId, contactId: { in: contactIds } } });
}

interface StateRow {
  contact_id: string;
  topic: string;
  state: string;
  identifier_hash: string | null;
  since: Date;
}

export type Standing = Omit<ConsentStanding, "eventId">;

/** Where the contacts stand, by contact and topic; a missing topic means "none". */
export async function consentStates(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<Map<string, Map<ConsentTopic, Standing>>> {
  const rows = await tx.$queryRaw<StateRow[]>`
    select contact_id, topic, state, identifier_hash, since from consent_current
    where shop_id = ${shopId}::uuid and contact_id = any(${contactIds}::uuid[])`;
  const states = new Map<string, Map<ConsentTopic, Standing>>();
  for (const row of rows) {
    const own = states.get(row.contact_id) ?? new Map<ConsentTopic, Standing>();
    own.set(consentTopicSchema.parse(row.topic), {
      state: consentStateSchema.parse(row.state),
      identifierHash: row.identifier_hash,
      since: row.since,
    });
    states.set(row.contact_id, own);
  }
  return states;
}

/** The contacts that ever said yes at this checkout, the latest first, whatever the checkout itself names. */
export async function contactsOfCheckout(
  tx: Tx,
  shopId: string,
  checkoutToken: string,
): Promise<string[]> {
  const rows = await tx.consentEvent.findMany({
    where: { shopId, checkoutToken, kind: { in: ["granted", "requested", "confirmed"] } },
    orderBy: [{ at: "desc" }, { recordedAt: "desc" }, { id: "desc" }],
    select: { contactId: true },
  });
  const ids = [...new Set(rows.map((row) => row.contactId))];
  const persons = await personIds(tx, shopId, ids);
  return [...new Set(ids.map((id) => persons.get(id) ?? id))];
}

/** Of each of these checkouts the contact that said yes there last; checkouts without one are absent. */
export async function lastContactsOfCheckouts(
  tx: Tx,
  shopId: string,
  checkoutTokens: string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ token: string; contact_id: string }[]>`
    select distinct on (checkout_token) checkout_token as token, contact_id from consent_event
    where shop_id = ${shopId}::uuid and checkout_token = any(${checkoutTokens}::text[])
      and kind in ('granted', 'requested', 'confirmed')
    order by checkout_token, at desc, recorded_at desc, id desc`;
  const persons = await personIds(
    tx,
    shopId,
    rows.map((row) => row.contact_id),
  );
  return new Map(rows.map((row) => [row.token, persons.get(row.contact_id) ?? row.contact_id]));
}

export async function countGranted(tx: Tx, shopId: string, since: Date): Promise<number> {
  const rows = await tx.consentEvent.findMany({
    where: {
      shopId,
      kind: { in: ["granted", "confirmed"] },
      topic: "reminders",
      at: { gte: since },
    },
    distinct: ["contactId"],
    select: { contactId: true },
  });
  return rows.length;
}
