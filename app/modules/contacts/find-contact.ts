import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { contactById, contactIdsByHashes, identifiersOf } from "./contacts.store.server.ts";
import { type ContactRow, type Identifier, normalised } from "./contacts.types.ts";

/** Every hash under which one of the identifiers may be stored. */
export function identifierHashes(
  deps: Pick<Deps, "vault">,
  shopId: string,
  identifiers: Identifier[],
): string[] {
  return identifiers.flatMap((one) => deps.vault.hashes(shopId, one.kind, normalised(one)));
}

/** The contact that the first matching identifier names; earlier identifiers win. */
export async function findContact(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; identifiers: Identifier[] },
): Promise<ContactRow | null> {
  const hashes = identifierHashes(deps, who.shopId, who.identifiers);
  const named = await contactIdsByHashes(tx, who.shopId, hashes);
  const first = hashes.find((hash) => named.has(hash));
  return first === undefined ? null : contactById(tx, who.shopId, named.get(first) ?? "");
}

/**
 * The hash under which an identifier of this contact is stored: an older look-up key's where one wrote
 * it. Whatever names the identifier later (consent, messages) names it by this hash. Null when it is not
 * the contact's.
 */
export async function storedHash(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  contact: Pick<ContactRow, "id" | "shopId">,
  identifier: Identifier,
): Promise<string | null> {
  const wanted = identifierHashes(deps, contact.shopId, [identifier]);
  const own = await identifiersOf(tx, contact.shopId, [contact.id]);
  return own.find((one) => wanted.includes(one.hash))?.hash ?? null;
}
