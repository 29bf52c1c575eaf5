import {
  consentStates,
  liftSuppressions,
  suppressContact,
  suppressionsOf,
} from "#app/modules/consent/index.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import { findContactById, noteAccess, readContacts } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { PersonChoices } from "./merchant.types.ts";

/** Meta has a "blocked" of its own (130403): only what the merchant said can the merchant take back. */
const BY_MERCHANT = { reason: "blocked", source: "merchant" } as const;

interface Asked {
  shopId: string;
  staffId: string;
  contactId: string;
}

async function hashesOf(deps: Deps, tx: Tx, who: { shopId: string; contactId: string }) {
  const cards = await readContacts(deps, tx, { shopId: who.shopId, ids: [who.contactId] });
  return cards.get(who.contactId)?.hashes ?? [];
}

/**
 * "Never message this person", whatever they agree to later, or the end of it. It forbids confirmations,
 * too, stands under all that names the person, and survives an erasure. False: nobody has this id.
 */
export async function blockPerson(
  deps: Deps,
  { shopId, staffId, contactId }: Asked,
  isBlocked: boolean,
): Promise<boolean> {
  return deps.db.inShop(shopId, async (tx) => {
    const contact = await findContactById(tx, shopId, contactId);
    if (!contact) return false;
    const who = { shopId, contactId: contact.id };
    const action = isBlocked ? "blocked" : "unblocked";
    await noteAccess(deps, tx, { ...who, staffId, action, purpose: "contact_page" });
    if (isBlocked) {
      await suppressContact(deps, tx, who, { scope: "all", ...BY_MERCHANT });
    } else {
      const hashes = await hashesOf(deps, tx, who);
      const { reason, source } = BY_MERCHANT;
      const at = deps.clock.now();
      await liftSuppressions(tx, shopId, { hashes, reasons: [reason], source, at });
    }
    return true;
  });
}

const ON: readonly string[] = ["granted", "pending"];

/** What can be ended for a person, and whether they are blocked; null when nobody has this id. */
export async function personChoices(
  deps: Deps,
  asked: { shopId: string; contactId: string },
): Promise<PersonChoices | null> {
  const { shopId, contactId } = asked;
  return deps.db.inShop(shopId, async (tx) => {
    const contact = await findContactById(tx, shopId, contactId);
    if (!contact) return null;
    const who = { shopId, contactId: contact.id };
    const standings = (await consentStates(tx, shopId, [contact.id])).get(contact.id);
    const active = await suppressionsOf(tx, shopId, await hashesOf(deps, tx, who));
    return {
      on: consentTopics.filter((topic) => ON.includes(standings?.get(topic)?.state ?? "")),
      isBlocked: active.some(
        ({ reason, source }) => reason === BY_MERCHANT.reason && source === BY_MERCHANT.source,
      ),
    };
  });
}
