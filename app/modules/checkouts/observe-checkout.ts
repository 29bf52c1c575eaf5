import {
  type ContactRow,
  findContact,
  findContactById,
  type Identifier,
} from "#app/modules/contacts/index.ts";
import { contactsOfCheckout, lockCheckout } from "#app/modules/consent/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { identifiersOfShopify } from "#app/modules/intake/index.ts";
import { personHashesOf } from "#app/modules/orders/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { earlierOf } from "#app/shared/duration.ts";
import { type CheckoutFacts, parseCheckout, parseDeletedCheckout } from "./checkout.types.ts";
import { checkoutById, markDeleted, upsertCheckout } from "./checkouts.store.server.ts";
import { learnPerson, sealPerson } from "./person-of-checkout.ts";
import { scheduleReminder } from "./schedule-reminder.ts";

/** Customer first, then phones, then e-mail: the surer match decides. */
const SURENESS = ["customer", "phone", "email"] as const;

function personIdentifiers(event: IntakeEvent): Identifier[] {
  const found = identifiersOfShopify(event.topic, event.body).identifiers;
  return SURENESS.flatMap((kind) =>
    found.flatMap((one) => (one.kind === kind ? [{ kind, value: one.value }] : [])),
  );
}

/**
 * Whose checkout this is: whoever opted in at it, whatever phone it ships to; else a known contact
 * that it names. Nobody is created here: without an opt-in there is nobody to message.
 */
async function contactBehind(
  deps: Deps,
  tx: Tx,
  event: IntakeEvent,
  checkout: CheckoutFacts,
): Promise<{ contact: ContactRow; optedInHere: boolean } | null> {
  const [optedIn] = await contactsOfCheckout(tx, event.shopId, checkout.token);
  const here = optedIn ? await findContactById(tx, event.shopId, optedIn) : null;
  if (here) return { contact: here, optedInHere: true };
  const identifiers = personIdentifiers(event);
  const known = await findContact(deps, tx, { shopId: event.shopId, identifiers });
  return known ? { contact: known, optedInHere: false } : null;
}

/** Nothing is reported before it happens: a clock that runs ahead must not put a reminder off. */
function inOurTime(seen: CheckoutFacts, receivedAt: Date): CheckoutFacts {
  const createdAt = earlierOf(seen.createdAt, receivedAt);
  return { ...seen, createdAt, lastActivityAt: earlierOf(seen.lastActivityAt, receivedAt) };
}

/** checkouts/create and checkouts/update: keeps the checkout and when its reminder is due. */
export async function observeCheckout(deps: Deps, event: IntakeEvent): Promise<void> {
  const seen = inOurTime(parseCheckout(event.body), event.receivedAt);
  const { shopId, triggeredAt } = event;
  const personHashes = personHashesOf(deps, event);
  await deps.db.inShop(shopId, async (tx) => {
    await lockCheckout(tx, shopId, seen.token);
    const behind = await contactBehind(deps, tx, event, seen);
    const contactId = behind?.contact.id ?? null;
    const person = sealPerson(deps, shopId, seen);
    const recoverUrl = seen.recoverUrl
      ? deps.vault.seal(seen.recoverUrl, `${shopId}:checkout`)
      : null;
    const observed = { ...seen, personHashes, person, recoverUrl, triggeredAt, contactId };
    const id = await upsertCheckout(tx, shopId, observed);
    if (id === null) return; // older news than what we have
    if (behind?.optedInHere) await learnPerson(deps, tx, behind.contact, seen);
    const checkout = await checkoutById(tx, shopId, id);
    if (checkout) await scheduleReminder(tx, shopId, checkout);
  });
}

/** checkouts/delete: the shopper emptied it; nothing to remind of. */
export async function forgetCheckout(deps: Deps, event: IntakeEvent): Promise<void> {
  const { cartToken } = parseDeletedCheckout(event.body);
  await deps.db.inShop(event.shopId, (tx) =>
    markDeleted(tx, event.shopId, cartToken, deps.clock.now()),
  );
}
