import {
  type ConsentOf,
  liftSuppressions,
  suppressContact,
  withdrawConsent,
} from "#app/modules/consent/index.ts";
import {
  addIdentifier,
  type ContactRow,
  ensureContact,
  readContacts,
  moveInboundForward,
} from "#app/modules/contacts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { earlierOf } from "#app/shared/duration.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { insertInbound } from "./conversations.store.server.ts";
import { identifiersOf, type Sender } from "./sender.rules.ts";
import { meaningOf } from "./inbound.rules.ts";
import { type Inbound, parseInbound, parsePreferences, type Preference } from "./inbound.types.ts";

/** Whoever writes becomes a contact: a STOP from a stranger counts as well. */
async function contactOf(
  deps: Deps,
  tx: Tx,
  shopId: string,
  sender: Sender,
): Promise<ContactRow | null> {
  const identifiers = identifiersOf(sender);
  const [first, ...others] = identifiers;
  if (!first) return null;
  const country = first.kind === "phone" ? phoneCountry(first.value) : null;
  const wish = { shopId, identifier: first, locale: null, country };
  const contact = await ensureContact(deps, tx, wish);
  for (const other of others) await addIdentifier(deps, tx, contact, other);
  return contact;
}

const consentOf = (contact: ContactRow): ConsentOf => ({
  shopId: contact.shopId,
  contactId: contact.id,
  dataKey: contact.dataKey,
});

async function receiveOne(deps: Deps, tx: Tx, shopId: string, message: Inbound): Promise<void> {
  const contact = await contactOf(deps, tx, shopId, message);
  if (!contact) return;
  const { wamid, type, contextWamid, at, text, payload } = message;
  const body = deps.vault.sealFor(contact.dataKey, contact.id, JSON.stringify({ text, payload }));
  const receivedAt = deps.clock.now();
  const row = { contactId: contact.id, wamid, type, contextWamid, at, body, receivedAt };
  if (!(await insertInbound(tx, shopId, row))) return;
  await moveInboundForward(tx, shopId, contact.id, at);
  const meaning = meaningOf(message);
  const who = { shopId, contactId: contact.id };
  const fact = { ...who, at };
  if (meaning.means === "reply") {
    // Ids only: the words stay sealed in the conversation.
    if (meaning.unclear) deps.log.info("conversation.perhaps_opt_out", { ...who, wamid });
    return deps.announce.replied(tx, fact);
  }
  await withdrawConsent(deps, tx, consentOf(contact), {
    ...(meaning.topic ? { topic: meaning.topic } : {}),
    source: meaning.by === "button" ? "whatsapp_button" : "whatsapp_message",
    at,
    identifierHash: null,
    requestKey: `inbound:${wamid}`,
    evidence: { wamid, contextWamid, text, payload },
  });
  await deps.announce.optedOut(tx, { ...fact, topic: meaning.topic });
  // Whoever refuses one topic has written all the same: people talk now.
  if (meaning.topic !== null) await deps.announce.replied(tx, fact);
}

/** Field "messages": what people wrote or tapped. Each message is its own transaction, and idempotent. */
export async function receiveMessages(deps: Deps, event: IntakeEvent): Promise<void> {
  for (const message of parseInbound(event.body)) {
    // Nobody writes later than we hear of it: a "no" from the future would outlast the next "yes".
    const heard = { ...message, at: earlierOf(message.at, event.receivedAt) };
    await deps.db.inShop(event.shopId, (tx) => receiveOne(deps, tx, event.shopId, heard));
  }
}

async function applyPreference(
  deps: Deps,
  tx: Tx,
  shopId: string,
  wish: Preference,
): Promise<void> {
  const contact = await contactOf(deps, tx, shopId, wish);
  if (!contact) return;
  if (wish.value === "resume") {
    // Lifts Meta's own stop only: a withdrawal needs the person's own act towards this shop.
    const cards = await readContacts(deps, tx, { shopId, ids: [contact.id] });
    const hashes = cards.get(contact.id)?.hashes ?? [];
    return liftSuppressions(tx, shopId, { hashes, reasons: ["native_stop"], at: wish.at });
  }
  const who = { shopId, contactId: contact.id };
  const stop = {
    scope: "marketing",
    reason: "native_stop",
    source: "whatsapp_preferences",
    since: wish.at,
  } as const;
  await suppressContact(deps, tx, who, stop);
  await withdrawConsent(deps, tx, consentOf(contact), {
    source: "whatsapp_preferences",
    at: wish.at,
    identifierHash: null,
    requestKey: `preference:${contact.id}:${wish.at.getTime()}`,
  });
  await deps.announce.optedOut(tx, { ...who, at: wish.at });
}

/** Field "user_preferences": Meta's "stop" and "resume" of offers. */
export async function receivePreferences(deps: Deps, event: IntakeEvent): Promise<void> {
  for (const wish of parsePreferences(event.body)) {
    const heard = { ...wish, at: earlierOf(wish.at, event.receivedAt) };
    await deps.db.inShop(event.shopId, (tx) => applyPreference(deps, tx, event.shopId, heard));
  }
}
