import { hash as digest } from "node:crypto";
import { lockPerson, readContacts } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type ConsentStandings, foldConsent } from "./consent.rules.ts";
import {
  appendConsentEvents,
  eventsOfContacts,
  type NewConsentEvent,
  writeConsentStates,
} from "./consent.store.server.ts";
import {
  type ConsentEvent,
  type ConsentSource,
  type ConsentTopic,
  ownNumberSources,
  personSources,
} from "./consent.types.ts";
import { insertSuppressions, liftErased, liftSuppressions } from "./suppression.store.server.ts";

export interface ConsentEntry {
  topic: ConsentTopic | null;
  kind: NewConsentEvent["kind"];
  source: ConsentSource;
  /** the number that the event names */
  identifierHash: string | null;
  at: Date;
  wordingVersion?: string | null;
  wordingHash?: string | null;
  locale?: string | null;
  place?: string | null;
  checkoutToken?: string | null;
  /** same key, same topic: recorded once */
  requestKey?: string | null;
  /** what a judge would want to see beside it; sealed under the person's key */
  evidence?: Record<string, unknown>;
}

export interface ConsentOf {
  shopId: string;
  contactId: string;
  /** the person's wrapped key */
  dataKey: Uint8Array;
}

const PERSONS_OWN: ReadonlySet<ConsentSource> = new Set(personSources);
const FROM_NUMBER: ReadonlySet<ConsentSource> = new Set(ownNumberSources);

/**
 * The request's key is kept as a digest: WhatsApp's message ids carry the number in base64, and what
 * stands in the ledger can never be taken out again.
 */
function newEvent(deps: Deps, who: ConsentOf, entry: ConsentEntry): NewConsentEvent {
  const { evidence, requestKey, ...rest } = entry;
  return {
    wordingVersion: null,
    wordingHash: null,
    locale: null,
    place: null,
    checkoutToken: null,
    ...rest,
    requestKey: requestKey ? digest("sha256", requestKey, "base64url") : null,
    contactId: who.contactId,
    recordedAt: deps.clock.now(),
    evidence: evidence
      ? deps.vault.sealFor(who.dataKey, who.contactId, JSON.stringify(evidence))
      : null,
  };
}

async function hashesOf(deps: Deps, tx: Tx, who: { shopId: string; contactId: string }) {
  const cards = await readContacts(deps, tx, { shopId: who.shopId, ids: [who.contactId] });
  return cards.get(who.contactId)?.hashes ?? [];
}

/** What was written of a person, and what came of it. */
interface Written {
  entries: ConsentEntry[];
  states: ConsentStandings;
  /** several contacts turned out to be theirs */
  isJoined: boolean;
}

/**
 * Heard of only after the person has come back from their own number: then the ledger alone remembers it. Of
 * somebody who was joined to others nobody knows whose word was whose: in doubt the no is kept.
 */
function isOvertaken(refusal: ConsentEntry, { isJoined, states }: Written): boolean {
  if (isJoined) return false;
  return [...states.values()].some(
    ({ state, since }) => state === "granted" && since !== null && since > refusal.at,
  );
}

/** An opt-out also suppresses every identifier of the person; only their own number lifts it. */
async function mirrorInSuppressions(
  deps: Deps,
  tx: Tx,
  who: ConsentOf,
  written: Written,
): Promise<void> {
  const { shopId } = who;
  const { entries } = written;
  const refusal = entries.find(
    (entry) => entry.kind === "withdrawn" && entry.topic === null && !isOvertaken(entry, written),
  );
  const grant = entries.find(
    ({ kind, source }) => (kind === "granted" || kind === "confirmed") && PERSONS_OWN.has(source),
  );
  if (!refusal && !grant) return;
  const hashes = await hashesOf(deps, tx, who);
  if (refusal) {
    const { source, at: since } = refusal;
    const wish = { hashes, scope: "marketing", reason: "opt_out", source, since } as const;
    await insertSuppressions(tx, shopId, wish);
    // A clear "no" stands above what may have been one.
    const at = deps.clock.now();
    await liftSuppressions(tx, shopId, { hashes, reasons: ["perhaps_opt_out"], at });
  }
  if (grant && FROM_NUMBER.has(grant.source)) {
    const reasons = ["opt_out", "perhaps_opt_out"];
    await liftSuppressions(tx, shopId, { hashes, reasons, at: grant.at });
  }
  if (grant) {
    await liftErased(tx, shopId, { hashes, at: grant.at });
  }
}

/**
 * Writes consent events and the state that follows from the whole ledger, in the caller's
 * transaction: what is answered after its commit is durable.
 * @returns where the person stands now
 */
export async function recordConsent(
  deps: Deps,
  tx: Tx,
  who: ConsentOf,
  entries: ConsentEntry[],
): Promise<ConsentStandings> {
  const { shopId } = who;
  const person = await lockPerson(tx, shopId, who.contactId);
  const events = entries.map((entry) => newEvent(deps, who, entry));
  await appendConsentEvents(tx, shopId, events);
  const states = foldConsent(await eventsOfContacts(tx, shopId, person.members));
  await writeConsentStates(tx, shopId, [{ contactId: person.id, states }]);
  const isJoined = person.members.length > 1;
  await mirrorInSuppressions(deps, tx, who, { entries, states, isJoined });
  return states;
}

/**
 * The first consent events of people who were made in this very transaction, so that nobody else can hold or know
 * them yet: all of them in a few statements.
 */
export async function recordFirstConsents(
  deps: Deps,
  tx: Tx,
  shopId: string,
  people: { who: ConsentOf; entries: ConsentEntry[] }[],
): Promise<void> {
  const events = people.flatMap(({ who, entries }) =>
    entries.map((entry) => newEvent(deps, who, entry)),
  );
  await appendConsentEvents(tx, shopId, events);
  const ids = people.map(({ who }) => who.contactId);
  const ledgers = Map.groupBy(await eventsOfContacts(tx, shopId, ids), (one) => one.contactId);
  const written = people.map(({ who, entries }) => {
    const states = foldConsent(ledgers.get(who.contactId) ?? []);
    return { who, entries, states, isJoined: false };
  });
  const states = written.map((one) => ({ contactId: one.who.contactId, states: one.states }));
  await writeConsentStates(tx, shopId, states);
  for (const { who, ...rest } of written) await mirrorInSuppressions(deps, tx, who, rest);
}

/** A person's whole ledger, while nobody else can add to it. */
export async function heldLedger(
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<ConsentEvent[]> {
  const { members } = await lockPerson(tx, who.shopId, who.contactId);
  return eventsOfContacts(tx, who.shopId, members);
}

/** Where a contact stands now, folded from the ledger while nobody else can add to it. */
export async function standingsOf(
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<ConsentStandings> {
  return foldConsent(await heldLedger(tx, who));
}

/** Withdraws everything, or one topic. */
export async function withdrawConsent(
  deps: Deps,
  tx: Tx,
  who: ConsentOf,
  wish: Pick<ConsentEntry, "source" | "at" | "identifierHash" | "requestKey" | "evidence"> & {
    topic?: ConsentTopic;
  },
): Promise<void> {
  const { topic, ...rest } = wish;
  await recordConsent(deps, tx, who, [{ ...rest, topic: topic ?? null, kind: "withdrawn" }]);
}

/** Keeps a person from being messaged for a reason that is not an opt-out (unreachable, Meta's stop). */
export async function suppressContact(
  deps: Deps,
  tx: Tx,
  who: { shopId: string; contactId: string },
  wish: { scope: "marketing" | "all"; reason: string; source: string; since?: Date },
): Promise<void> {
  const hashes = await hashesOf(deps, tx, who);
  if (hashes.length === 0) return;
  const since = wish.since ?? deps.clock.now();
  await insertSuppressions(tx, who.shopId, { ...wish, hashes, since });
}
