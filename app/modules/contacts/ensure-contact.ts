import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  insertIdentifiers,
  lockContacts,
  retireIdentifiers,
  updateContact,
  writeFirstNames,
} from "./contacts.store.server.ts";
import type { ContactRow, Identifier } from "./contacts.types.ts";
import { createContacts, identifierRow, type NewContact, type Owner } from "./create-contacts.ts";
import { findContact } from "./find-contact.ts";

/** The contact that the identifier names, made when there is none. Safe when called twice at once. */
export async function ensureContact(deps: Deps, tx: Tx, wanted: NewContact): Promise<ContactRow> {
  const who = { shopId: wanted.shopId, identifiers: [wanted.identifier] };
  const contact =
    (await findContact(deps, tx, who)) ??
    (await createContacts(deps, tx, wanted.shopId, [wanted]))[0] ??
    (await findContact(deps, tx, who));
  if (!contact) throw new Error("The identifier names nobody although it was just taken");
  const locale = wanted.locale ?? contact.locale;
  const country = wanted.country ?? contact.country;
  if (locale !== contact.locale || country !== contact.country) {
    const changed = { ...(locale ? { locale } : {}), ...(country ? { country } : {}) };
    await updateContact(tx, wanted.shopId, contact.id, changed);
  }
  return { ...contact, locale, country };
}

/**
 * Lets one more identifier name this contact. False when it already names somebody: it is never
 * taken away from another contact here (merging is a decision of its own).
 */
export async function addIdentifier(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  contact: Owner,
  identifier: Identifier,
): Promise<boolean> {
  const row = identifierRow(deps, contact, identifier);
  return (await insertIdentifiers(tx, contact.shopId, [row])).has(row.hash);
}

/** What was this contact's before we met it: what was said under it and comes late was said by them. */
export async function addFormerIdentifier(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  contact: Owner,
  was: { identifier: Identifier; since: Date; until: Date },
): Promise<void> {
  const row = { ...identifierRow(deps, contact, was.identifier), since: was.since };
  const { contactId, hash } = row;
  if (!(await insertIdentifiers(tx, contact.shopId, [row])).has(hash)) return;
  await retireIdentifiers(tx, contact.shopId, { contactId, hashes: [hash], at: was.until });
}

/** What is learned of a contact: more identifiers that name it, and a first name to greet it by. */
export interface Learned {
  contact: ContactRow;
  identifiers: Identifier[];
  firstName: string | null;
}

function newFirstNames(deps: Pick<Deps, "vault">, learned: Learned[]) {
  const names = learned.flatMap(({ contact, firstName }) => {
    const { id, dataKey } = contact;
    const known = contact.firstName ? deps.vault.openFor(dataKey, id, contact.firstName) : null;
    if (firstName === null || known === firstName) return [];
    return [{ id, firstName: deps.vault.sealFor(dataKey, id, firstName) }];
  });
  return [...new Map(names.map((name) => [name.id, name])).values()];
}

/**
 * Keeps what was learned of contacts of one shop, names sealed under each person's own key. The contacts
 * are held first, as whoever writes to one does: two of them must not wait for each other.
 */
export async function learnContacts(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  { shopId, learned }: { shopId: string; learned: Learned[] },
): Promise<void> {
  if (learned.length === 0) return;
  const held = await lockContacts(
    tx,
    shopId,
    learned.map(({ contact }) => contact.id),
  );
  // One that was joined to another meanwhile learns nothing more: a later sighting meets the other one.
  const own = learned.filter(({ contact }) => held.has(contact.id));
  const rows = own.flatMap(({ contact, identifiers }) =>
    identifiers.map((identifier) => identifierRow(deps, contact, identifier)),
  );
  await insertIdentifiers(tx, shopId, rows);
  await writeFirstNames(tx, shopId, newFirstNames(deps, own));
}
