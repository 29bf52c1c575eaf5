import {
  type ConsentOf,
  liftSuppressions,
  suppressContact,
  withdrawConsent,
} from "#app/modules/consent/index.ts";
import {
  type ContactRow,
  contactsOfPerson,
  identifierHashes,
  mergesOf,
  moveInboundForward,
  moveReplyForward,
  readContacts,
  storedHash,
} from "#app/modules/contacts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { earlierOf } from "#app/shared/duration.ts";
import { holdForAnswer } from "./answers/hold-answer.ts";
import { settleAnswersByYes } from "./answers/settle-answers.ts";
import { hearRefusal } from "./hear-refusal.ts";
import { contactOfSender } from "./contact-of-sender.ts";
import { insertInbound } from "./conversations.store.server.ts";
import { meaningOf } from "./inbound.rules.ts";
import { refuseForAll } from "./refuse-for-all.ts";
import { identifiersOf, type Sender } from "./sender.rules.ts";
import { type Inbound, parseInbound, parsePreferences, type Preference } from "./inbound.types.ts";

const consentOf = (contact: ContactRow): ConsentOf => ({
  shopId: contact.shopId,
  contactId: contact.id,
  dataKey: contact.dataKey,
});

/** Keyed hash of the number that WhatsApp names as the sender's; null where it names none. */
async function numberOf(deps: Deps, tx: Tx, contact: ContactRow, sender: Sender) {
  const phone = identifiersOf(sender).find(({ kind }) => kind === "phone");
  return phone ? storedHash(deps, tx, contact, phone) : null;
}

async function receiveOne(deps: Deps, tx: Tx, shopId: string, message: Inbound): Promise<void> {
  const contact = await contactOfSender(deps, tx, shopId, message);
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
  const identifierHash = await numberOf(deps, tx, contact, message);
  const said = {
    ...fact,
    dataKey: contact.dataKey,
    identifierHash,
    wamid,
    text,
    payload,
    contextWamid,
  };
  if (meaning.means === "opt_out") {
    await moveReplyForward(tx, shopId, contact.id, at);
    const source = meaning.by === "button" ? "whatsapp_button" : "whatsapp_message";
    const no = { ...who, sender: message, at, topic: meaning.topic, source } as const;
    await refuseForAll(deps, tx, { ...no, key: `inbound:${wamid}` });
    return hearRefusal(deps, tx, said, meaning);
  }
  const effect = await deps.announce.answered(deps, tx, said);
  if (effect === "agreed") return settleAnswersByYes(deps, tx, fact);
  await moveReplyForward(tx, shopId, contact.id, at);
  if (effect === "declined") return hearRefusal(deps, tx, said, { by: "text", topic: null });
  if (meaning.says === "perhaps_no") await holdForAnswer(deps, tx, { ...who, wamid, at });
  if (meaning.says === "go_on") await settleAnswersByYes(deps, tx, fact);
  return deps.announce.replied(tx, fact);
}

/** Field "messages": what people wrote or tapped. Each message is its own transaction, and idempotent. */
export async function receiveMessages(deps: Deps, event: IntakeEvent): Promise<void> {
  for (const message of parseInbound(event.body)) {
    // Nobody writes later than we hear of it: a "no" from the future would outlast the next "yes".
    const heard = { ...message, at: earlierOf(message.at, event.receivedAt) };
    await deps.db.inShop(event.shopId, (tx) => receiveOne(deps, tx, event.shopId, heard));
  }
}

/** All names of the person; of somebody who was joined to others since it was said, only what it named. */
async function namesMeant(
  deps: Deps,
  tx: Tx,
  { shopId, id }: ContactRow,
  wish: Preference,
): Promise<string[]> {
  const { members } = await contactsOfPerson(tx, shopId, id);
  const merges = await mergesOf(tx, shopId, members);
  if (merges.some(({ at }) => at >= wish.at)) {
    return identifierHashes(deps, shopId, identifiersOf(wish));
  }
  const cards = await readContacts(deps, tx, { shopId, ids: [id] });
  return cards.get(id)?.hashes ?? [];
}

async function applyPreference(
  deps: Deps,
  tx: Tx,
  shopId: string,
  wish: Preference,
): Promise<void> {
  const contact = await contactOfSender(deps, tx, shopId, wish);
  if (!contact) return;
  if (wish.value === "resume") {
    // Lifts Meta's own stop only: a withdrawal needs the person's own act towards this shop.
    const hashes = await namesMeant(deps, tx, contact, wish);
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
  const no = { ...who, sender: wish, at: wish.at, topic: null } as const;
  const key = `preference:${wish.at.getTime()}`;
  await refuseForAll(deps, tx, { ...no, source: "whatsapp_preferences", key });
}

/** Field "user_preferences": Meta's "stop" and "resume" of offers. */
export async function receivePreferences(deps: Deps, event: IntakeEvent): Promise<void> {
  for (const wish of parsePreferences(event.body)) {
    const heard = { ...wish, at: earlierOf(wish.at, event.receivedAt) };
    await deps.db.inShop(event.shopId, (tx) => applyPreference(deps, tx, event.shopId, heard));
  }
}
