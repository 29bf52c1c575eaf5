import { findContactById, readContacts } from "#app/modules/contacts/index.ts";
import type { JoinedPerson, SplitFact } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { foldConsent, isOn, refusedTopics } from "./consent.rules.ts";
import {
  consentEventsOf,
  eventsOfContacts,
  forgetConsentStates,
  writeConsentStates,
} from "./consent.store.server.ts";
import type { ConsentTopic } from "./consent.types.ts";
import { endedByMerge, keptNoes, lostByMerge } from "./join.rules.ts";
import { type ConsentEntry, recordConsent, standingsOf } from "./record-consent.ts";
import { activeSuppressionRows, insertSuppressions } from "./suppression.store.server.ts";

/** Suppressions that are somebody's no; the others say that nobody can be reached. */
const NOES: readonly string[] = ["opt_out", "native_stop", "erased"];

/** The stored state of one person, from nothing but the ledger of all its contacts. */
async function foldAnew(tx: Tx, shopId: string, person: JoinedPerson): Promise<void> {
  await forgetConsentStates(tx, shopId, person.members);
  const ledger = await eventsOfContacts(tx, shopId, person.members);
  await writeConsentStates(tx, shopId, [{ contactId: person.id, states: foldConsent(ledger) }]);
}

/**
 * What forbids messages under one name of a person forbids them under all of today. `alsoFrom`: names that
 * the person had before.
 */
export async function spreadSuppressions(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; contactId: string; alsoFrom?: string[] },
): Promise<void> {
  const { shopId, contactId, alsoFrom = [] } = who;
  const card = (await readContacts(deps, tx, { shopId, ids: [contactId] })).get(contactId);
  const hashes = card?.hashes ?? [];
  const active = await activeSuppressionRows(tx, shopId, [...hashes, ...alsoFrom]);
  for (const { scope, reason, source, since } of active) {
    await insertSuppressions(tx, shopId, { hashes, scope, reason, source, since });
  }
}

async function end(
  deps: Deps,
  tx: Tx,
  who: { shopId: string; contactId: string },
  entries: ConsentEntry[],
): Promise<void> {
  const contact = await findContactById(tx, who.shopId, who.contactId);
  if (!contact || entries.length === 0) return;
  await recordConsent(deps, tx, { ...who, dataKey: contact.dataKey }, entries);
}

/**
 * Identifiers leave a person: what they agreed to for these ends, so that it serves neither whoever has them
 * next, nor this person should they come back (invariant 1). No suppression: nobody has said no.
 */
export async function endConsentFor(
  deps: Deps,
  tx: Tx,
  left: { shopId: string; contactId: string; hashes: string[]; at: Date; because: string },
): Promise<void> {
  const { shopId, contactId, hashes, at, because } = left;
  const standings = await standingsOf(tx, { shopId, contactId });
  const entries = [...standings].flatMap(([topic, { state, identifierHash }]): ConsentEntry[] => {
    if (!isOn(state) || identifierHash === null || !hashes.includes(identifierHash)) return [];
    const from = { source: "system", identifierHash, at } as const;
    return [{ topic, kind: "withdrawn", ...from, evidence: { because } }];
  });
  await end(deps, tx, { shopId, contactId }, entries);
}

/** What a person has refused, however often they were asked since. */
export async function refusedBy(
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<readonly ConsentTopic[]> {
  return refusedTopics(await consentEventsOf(tx, who.shopId, who.contactId));
}

/**
 * Whoever has somebody's number now has also said what that one refused: in doubt the no is kept. It takes
 * nothing from them, as no yes came along, and their own next yes lifts it.
 */
export async function carryRefusals(
  deps: Deps,
  tx: Tx,
  of: { shopId: string; from: string; to: string; topics: readonly ConsentTopic[] },
): Promise<void> {
  const { shopId, from, to, topics } = of;
  const at = deps.clock.now();
  const entries = topics.map((topic): ConsentEntry => ({
    topic,
    kind: "withdrawn",
    source: "system",
    identifierHash: null,
    at,
    evidence: { because: "number_taken_over", keptFromContactId: from },
  }));
  await end(deps, tx, { shopId, contactId: to }, entries);
}

/** What a merge of two persons would end, before anybody decides on it. */
export async function lostByMerging(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  of: { shopId: string; contactIds: readonly [string, string] },
): Promise<readonly ConsentTopic[]> {
  const { shopId, contactIds } = of;
  const [one, two] = contactIds;
  const cards = await readContacts(deps, tx, { shopId, ids: [one, two] });
  const hashes = [...cards.values()].flatMap((card) => card.hashes);
  const ledgers = [
    await consentEventsOf(tx, shopId, one),
    await consentEventsOf(tx, shopId, two),
  ] as const;
  return lostByMerge(...ledgers, await isRefused(tx, shopId, hashes));
}

async function isRefused(tx: Tx, shopId: string, hashes: string[]): Promise<boolean> {
  const active = await activeSuppressionRows(tx, shopId, hashes);
  return active.some(({ reason }) => NOES.includes(reason));
}

/** Two persons are one: their state is folded over both ledgers, and a no of either is a no of both. */
export async function joinConsent(
  deps: Deps,
  tx: Tx,
  fact: { shopId: string; into: JoinedPerson; from: JoinedPerson; at: Date; reason: string },
): Promise<void> {
  const { shopId, into, from, at, reason } = fact;
  const members = [...into.members, ...from.members];
  const [one, two] = [
    await eventsOfContacts(tx, shopId, into.members),
    await eventsOfContacts(tx, shopId, from.members),
  ];
  await foldAnew(tx, shopId, { id: into.id, members });
  const card = (await readContacts(deps, tx, { shopId, ids: [into.id] })).get(into.id);
  const isSuppressed = await isRefused(tx, shopId, card?.hashes ?? []);
  const entries = endedByMerge(one, two, isSuppressed).map((topic): ConsentEntry => ({
    topic,
    kind: "withdrawn",
    source: "system",
    identifierHash: null,
    at,
    evidence: { because: "merged", mergedContactId: from.id, mergeReason: reason },
  }));
  await end(deps, tx, { shopId, contactId: into.id }, entries);
  await spreadSuppressions(deps, tx, { shopId, contactId: into.id });
  for (const { topic } of entries) {
    await deps.announce.optedOut(tx, { shopId, contactId: into.id, at, topic });
  }
}

/** One person is two again: each has its own ledger, and every no that was said in between. */
export async function partConsent(
  deps: Deps,
  tx: Tx,
  fact: Omit<SplitFact, "moved">,
): Promise<void> {
  const { shopId, from, out, since, hashes, at, isUnclear } = fact;
  const [ofFrom, ofOut] = [
    await eventsOfContacts(tx, shopId, from.members),
    await eventsOfContacts(tx, shopId, out.members),
  ];
  const ledgers = [
    { person: from, other: ofOut },
    { person: out, other: ofFrom },
  ];
  for (const { person, other } of ledgers) {
    await foldAnew(tx, shopId, person);
    const entries = keptNoes(other, since).map(({ topic, at, id, source }): ConsentEntry => ({
      topic,
      kind: "withdrawn",
      source: "system",
      identifierHash: null,
      at,
      requestKey: `split:${person.id}:${id}`,
      evidence: { because: "split", keptEventId: id, keptSource: source },
    }));
    await end(deps, tx, { shopId, contactId: person.id }, entries);
  }
  // A name that was met since may be the other's: then what either refused, both did.
  const topics = isUnclear ? refusedTopics([...ofFrom, ...ofOut]) : [];
  await carryRefusals(deps, tx, { shopId, from: from.id, to: out.id, topics });
  await carryRefusals(deps, tx, { shopId, from: out.id, to: from.id, topics });
  const left = { shopId, contactId: from.id, hashes, at, because: "split" };
  await endConsentFor(deps, tx, left);
}
