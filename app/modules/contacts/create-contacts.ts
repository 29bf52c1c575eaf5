import { randomUUID } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  deleteContacts,
  type IdentifierRow,
  insertContacts,
  insertIdentifiers,
} from "./contacts.store.server.ts";
import { type ContactRow, type Identifier, normalised } from "./contacts.types.ts";

export interface NewContact {
  shopId: string;
  identifier: Identifier;
  locale: string | null;
  country: string | null;
}

export type Owner = Pick<ContactRow, "id" | "shopId" | "dataKey">;

/** An identifier as it names a contact from now on. */
export function identifierRow(
  deps: Pick<Deps, "vault" | "clock">,
  contact: Owner,
  identifier: Identifier,
): IdentifierRow {
  const value = normalised(identifier);
  // E-mail addresses serve matching only, so their text is not kept.
  const sealed =
    identifier.kind === "email" ? null : deps.vault.sealFor(contact.dataKey, contact.id, value);
  return {
    contactId: contact.id,
    kind: identifier.kind,
    hash: deps.vault.hash(contact.shopId, identifier.kind, value),
    sealed,
    since: deps.clock.now(),
  };
}

/**
 * Contacts for people whom nobody knows yet, all of them in a few statements; each wish names somebody else. Null
 * where somebody was faster: theirs is the contact, and `ensureContact` finds it.
 */
export async function createContacts(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  shopId: string,
  wanted: Omit<NewContact, "shopId">[],
): Promise<(ContactRow | null)[]> {
  const createdAt = deps.clock.now();
  const made = wanted.map(({ identifier, locale, country }) => {
    const id = randomUUID();
    const row = { id, shopId, dataKey: deps.vault.newDataKey(id), locale, country, createdAt };
    return { row, name: identifierRow(deps, row, identifier) };
  });
  await insertContacts(
    tx,
    made.map(({ row }) => row),
  );
  const named = await insertIdentifiers(
    tx,
    shopId,
    made.map(({ name }) => name),
  );
  const lost = made.filter(({ name }) => !named.has(name.hash)).map(({ row }) => row.id);
  await deleteContacts(tx, shopId, lost);
  const nothing = { firstName: null, lastInboundAt: null, lastReplyAt: null };
  return made.map(({ row }) => (lost.includes(row.id) ? null : { ...row, ...nothing }));
}
