import { activeSuppressions, suppressContact } from "#app/modules/consent/index.ts";
import {
  addIdentifier,
  findContact,
  identifierHashes,
  readContacts,
  retireIdentifiers,
} from "#app/modules/contacts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { earlierOf } from "#app/shared/duration.ts";
import { type IdentityChange, parseIdentityChanges } from "./inbound.types.ts";
import { identifiersOf } from "./sender.rules.ts";

/** Each kind of identifier that has a successor gives way to it. */
function replaced({ was, is }: IdentityChange) {
  return identifiersOf({
    waId: is.waId === null ? null : was.waId,
    userId: is.userId === null ? null : was.userId,
  });
}

async function applyChange(
  deps: Deps,
  tx: Tx,
  shopId: string,
  change: IdentityChange,
): Promise<void> {
  const contact = await findContact(deps, tx, { shopId, identifiers: identifiersOf(change.was) });
  if (!contact) return;
  const who = { shopId, contactId: contact.id };
  const cards = await readContacts(deps, tx, { shopId, ids: [contact.id] });
  const before = await activeSuppressions(tx, shopId, cards.get(contact.id)?.hashes ?? []);
  const hashes = identifierHashes(deps, shopId, replaced(change));
  await retireIdentifiers(tx, shopId, { contactId: contact.id, hashes, at: change.at });
  for (const identifier of identifiersOf(change.is)) {
    await addIdentifier(deps, tx, contact, identifier);
  }
  // A "no" belongs to the person, not to the number under which it was said.
  for (const { scope, reason } of before.values()) {
    const kept = {
      scope: scope === "all" ? "all" : "marketing",
      reason,
      source: "system",
    } as const;
    await suppressContact(deps, tx, who, kept);
  }
}

/**
 * WhatsApp says that a person has a new number or user id. Consent named the old number and does not
 * move: nothing goes to the new one until the person agrees to that (invariant 1). What forbids
 * messages moves along.
 */
export async function changeIdentities(deps: Deps, event: IntakeEvent): Promise<void> {
  for (const change of parseIdentityChanges(event.body)) {
    const heard = { ...change, at: earlierOf(change.at, event.receivedAt) };
    await deps.db.inShop(event.shopId, (tx) => applyChange(deps, tx, event.shopId, heard));
  }
}
