import { consentEventsOf, endConsentFor } from "#app/modules/consent/index.ts";
import { personSources } from "#app/modules/consent/consent.types.ts";
import {
  contactIdsByHashes,
  type ContactRow,
  identifierHashes,
  knownContacts,
  mergeContacts,
  mergesOf,
  retireIdentifiers,
} from "#app/modules/contacts/index.ts";
import { wereTakenApart } from "#app/modules/contacts/merge-tree.rules.ts";
import { hasNewOwner, isSameCustomer, type Known } from "#app/modules/contacts/identity.rules.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";

/** A checkout, and who seems to stand behind it. */
export interface SeenPerson {
  token: string;
  contact: ContactRow;
  optedInHere: boolean;
  customerId: string | null;
  firstName: string | null;
  /** keyed hashes of every person that it names */
  personHashes: string[];
}

interface Case {
  deps: Deps;
  tx: Tx;
  shopId: string;
  known: Map<string, Known>;
}

/** The last act of the person themselves: a message to the shop, or a word on consent. */
async function lastAct({ tx, shopId }: Case, contact: ContactRow): Promise<Date> {
  const events = await consentEventsOf(tx, shopId, contact.id);
  const own = events.filter(({ source }) => personSources.some((one) => one === source));
  const times = [contact.createdAt, contact.lastInboundAt, ...own.map(({ at }) => at)];
  return new Date(Math.max(...times.flatMap((at) => (at === null ? [] : [at.getTime()]))));
}

/** Whether the number has gone to this customer since we met its person; then it names that person no more. */
async function changedHands(found: Case, seen: SeenPerson, customer: string): Promise<boolean> {
  const { deps, tx, shopId, known } = found;
  const { contact } = seen;
  const before = known.get(contact.id);
  const hashes = (before?.phones ?? [])
    .map(({ hash }) => hash)
    .filter((hash) => seen.personHashes.includes(hash));
  if (!before || hashes.length === 0) return false;
  const { dataKey, id } = contact;
  const resighted = {
    customers: before.customers,
    customer,
    firstName: contact.firstName && deps.vault.openFor(dataKey, id, contact.firstName),
    name: seen.firstName,
    lastActAt: await lastAct(found, contact),
  };
  const at = deps.clock.now();
  if (!hasNewOwner(resighted, at)) return false;
  await endConsentFor(deps, tx, { shopId, contactId: id, hashes, at, because: "number_recycled" });
  await retireIdentifiers(tx, shopId, { contactId: id, hashes, at });
  deps.log.info("contacts.number_recycled", { shopId, contactId: id });
  return true;
}

/** Two contacts of one customer are one person, where the number that opted in here is proven to be theirs. */
async function joinCustomer(
  { deps, tx, shopId, known }: Case,
  ids: [string, string],
): Promise<boolean> {
  const [owner, other] = ids.map((id) => known.get(id));
  if (!owner || !other || !isSameCustomer(owner, other).merge) return false;
  if (wereTakenApart(await mergesOf(tx, shopId, [owner.id]), [owner.id, other.id])) return false;
  const why = { reason: "customer_and_phone", decidedBy: "rule", staffId: null } as const;
  await mergeContacts(deps, tx, { shopId, contactIds: ids, ...why });
  return true;
}

/**
 * What Shopify's customers tell about who is who: a number that turns up under another customer and another
 * name, long after we last heard of its person, is in other hands (their old yes must not serve the new owner);
 * and a customer who opted in under a second contact may be one person with the first. Costs one query for a
 * set of checkouts whose customers are the ones we know.
 * @returns the checkouts behind which nobody stands that we know, and whether somebody was joined
 */
export async function settleIdentities(
  deps: Deps,
  tx: Tx,
  of: { shopId: string; seen: SeenPerson[] },
): Promise<{ changed: Set<string>; joined: boolean }> {
  const { shopId, seen } = of;
  const asked = seen.flatMap((one) => {
    if (one.customerId === null) return [];
    const customer = { kind: "customer" as const, value: one.customerId };
    return [{ one, hashes: identifierHashes(deps, shopId, [customer]) }];
  });
  const owners = await contactIdsByHashes(
    tx,
    shopId,
    asked.flatMap(({ hashes }) => hashes),
  );
  const strange = asked.flatMap(({ one, hashes }) => {
    const owner = hashes.flatMap((hash) => owners.get(hash) ?? [])[0] ?? null;
    return owner === one.contact.id ? [] : [{ one, owner, customer: hashes[0] ?? "" }];
  });
  const ids = strange.flatMap(({ one, owner }) => [one.contact.id, ...(owner ? [owner] : [])]);
  const changed = new Set<string>();
  let joined = false;
  if (ids.length === 0) return { changed, joined };
  const found = { deps, tx, shopId, known: await knownContacts(tx, shopId, ids) };
  for (const { one, owner, customer } of strange) {
    if (one.optedInHere && owner) {
      joined = (await joinCustomer(found, [owner, one.contact.id])) || joined;
    }
    if (!one.optedInHere && (await changedHands(found, one, customer))) changed.add(one.token);
  }
  return { changed, joined };
}
