import { contactsOfCheckout } from "#app/modules/consent/index.ts";
import { type ContactRow, findContact, findContactById } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, parsePhone } from "#app/shared/phone.ts";
import { appendEvents, type OptInFacts } from "./opt-in-events.ts";
import type { OptInBody, OptInState } from "./opt-in.types.ts";

/** Ends what the request names (everything, when it names no topic), and what is planned for the person. */
async function withdrawFor(
  deps: Deps,
  tx: Tx,
  contact: ContactRow,
  facts: OptInFacts,
): Promise<void> {
  const body: OptInBody = { ...facts.body, granted: false };
  await appendEvents(deps, tx, { ...facts, body }, { contact, identifierHash: null });
  await deps.announce.optedOut(tx, { shopId: facts.shop.id, contactId: contact.id, at: facts.at });
}

function contactOfPhone(deps: Deps, tx: Tx, shopId: string, phone: PhoneE164) {
  return findContact(deps, tx, { shopId, identifiers: [{ kind: "phone", value: phone }] });
}

/**
 * The person behind the number that was typed first, when it was given at this very checkout: a
 * stranger must not end other people's consent by naming their number.
 */
export async function contactReplaced(
  deps: Deps,
  tx: Tx,
  request: Pick<OptInFacts, "shop" | "body" | "phone">,
): Promise<ContactRow | null> {
  const { body, phone, shop } = request;
  const old = parsePhone(body.replacesPhone, body.country);
  if (old === null || old === phone || body.checkoutToken === null) return null;
  const contact = await contactOfPhone(deps, tx, shop.id, old);
  if (!contact) return null;
  const here = await contactsOfCheckout(tx, shop.id, body.checkoutToken);
  return here.includes(contact.id) ? contact : null;
}

/** A corrected number keeps no consent, whatever topics the correction itself names. */
export async function withdrawReplaced(deps: Deps, tx: Tx, facts: OptInFacts): Promise<void> {
  const replaced = await contactReplaced(deps, tx, facts);
  const body = { ...facts.body, topics: [] };
  if (replaced) await withdrawFor(deps, tx, replaced, { ...facts, body });
}

/**
 * Unticking ends the consent of the number named. Unless that number was given at this checkout, it
 * ends what was given here as well: the shopper may have changed the field before they unticked.
 */
export async function writeUntick(deps: Deps, tx: Tx, facts: OptInFacts): Promise<OptInState> {
  const { body, phone, shop } = facts;
  const named = phone ? await contactOfPhone(deps, tx, shop.id, phone) : null;
  const here = body.checkoutToken ? await contactsOfCheckout(tx, shop.id, body.checkoutToken) : [];
  if (named) await withdrawFor(deps, tx, named, facts);
  if (named && here.includes(named.id)) return "withdrawn";
  for (const contactId of here) {
    const contact = await findContactById(tx, shop.id, contactId);
    if (contact) await withdrawFor(deps, tx, contact, facts);
  }
  return "withdrawn";
}
