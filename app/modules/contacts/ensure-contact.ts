import { randomUUID } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  deleteContact,
  insertContact,
  insertIdentifier,
  updateContact,
} from "./contacts.store.server.ts";
import { type ContactRow, type Identifier, normalised } from "./contacts.types.ts";
import { findContact } from "./find-contact.ts";

export interface NewContact {
  shopId: string;
  identifier: Identifier;
  locale: string | null;
  country: string | null;
}

async function createContact(deps: Deps, tx: Tx, wanted: NewContact): Promise<ContactRow | null> {
  const id = randomUUID();
  const dataKey = deps.vault.newDataKey(id);
  const { shopId, locale, country } = wanted;
  const now = deps.clock.now();
  await insertContact(tx, { id, shopId, dataKey, locale, country, createdAt: now });
  const contact = { id, shopId, dataKey, locale, country, firstName: null, lastInboundAt: null };
  if (await addIdentifier(deps, tx, contact, wanted.identifier)) return contact;
  await deleteContact(tx, shopId, id); // somebody was faster: theirs is the contact
  return null;
}

/** The contact that the identifier names, made when there is none. Safe when called twice at once. */
export async function ensureContact(deps: Deps, tx: Tx, wanted: NewContact): Promise<ContactRow> {
  const who = { shopId: wanted.shopId, identifiers: [wanted.identifier] };
  const contact =
    (await findContact(deps, tx, who)) ??
    (await createContact(deps, tx, wanted)) ??
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
  contact: Pick<ContactRow, "id" | "shopId" | "dataKey">,
  identifier: Identifier,
): Promise<boolean> {
  const value = normalised(identifier);
  // E-mail addresses serve matching only, so their text is not kept.
  const sealed =
    identifier.kind === "email" ? null : deps.vault.sealFor(contact.dataKey, contact.id, value);
  return insertIdentifier(tx, {
    shopId: contact.shopId,
    contactId: contact.id,
    kind: identifier.kind,
    hash: deps.vault.hash(contact.shopId, identifier.kind, value),
    sealed: sealed === null ? null : new Uint8Array(sealed),
    since: deps.clock.now(),
  });
}

/** Keeps the first name for greetings, sealed under the person's own key. */
export async function rememberFirstName(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  contact: ContactRow,
  firstName: string,
): Promise<void> {
  const known = contact.firstName
    ? deps.vault.openFor(contact.dataKey, contact.id, contact.firstName)
    : null;
  if (known === firstName) return;
  const sealed = deps.vault.sealFor(contact.dataKey, contact.id, firstName);
  await updateContact(tx, contact.shopId, contact.id, { firstName: new Uint8Array(sealed) });
}
