import { withdrawConsent } from "#app/modules/consent/index.ts";
import { findContactById, noteAccess } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { MerchantWithdrawal } from "./merchant.types.ts";

/**
 * The merchant writes down that somebody wants no more: on the phone, by e-mail, at the counter. It counts
 * like the person's own "no", and only the person can take it back. False: nobody has this id (any more).
 */
export async function withdrawForPerson(
  deps: Deps,
  by: { shopId: string; staffId: string },
  { contactId, wish, channel, reason }: MerchantWithdrawal,
): Promise<boolean> {
  const { shopId, staffId } = by;
  return deps.db.inShop(shopId, async (tx) => {
    const contact = await findContactById(tx, shopId, contactId);
    if (!contact) return false;
    const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
    await noteAccess(deps, tx, {
      shopId,
      staffId,
      action: "withdrew",
      purpose: "contact_page",
      contactId: contact.id,
    });
    const at = deps.clock.now();
    await withdrawConsent(deps, tx, who, {
      ...(wish === "all" ? {} : { topic: wish }),
      source: "merchant",
      at,
      identifierHash: null,
      evidence: { staffId, channel, reason: reason === "" ? null : reason },
    });
    const topic = wish === "all" ? null : wish;
    await deps.announce.optedOut(tx, { shopId, contactId: contact.id, at, topic });
    return true;
  });
}
