import { findContactById, readContacts } from "#app/modules/contacts/index.ts";
import { topicSchema } from "#app/modules/messaging/message.types.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { PersonRefused } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answerInWindow } from "../answer-in-window.ts";
import { optOutText } from "./opt-out-texts.rules.ts";
import { declineConfirmations } from "./settle-answer.ts";

/** The number to answer: the one that wrote, or the only one we know of the person. */
async function numberOf(deps: Deps, tx: Tx, refusal: PersonRefused): Promise<string | null> {
  if (refusal.identifierHash !== null) return refusal.identifierHash;
  const { shopId, contactId } = refusal;
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  const phones = [...(cards.get(contactId)?.phones.keys() ?? [])];
  return phones.length === 1 ? (phones[0] ?? null) : null;
}

/**
 * Tells somebody who wrote or tapped "no" that it was heard: once, as plain text in the window that their
 * message has opened. No template is needed for that, and outside of the window nobody is written to
 * about it: who leaves by Meta's own stop, by the preference page or through the shop sees it confirmed
 * there, and a message would be the very thing they have just refused.
 */
export async function confirmOptOut(deps: Deps, tx: Tx, refusal: PersonRefused): Promise<void> {
  const { shopId, contactId, topic, at } = refusal;
  if (topic === null) await declineConfirmations(tx, refusal);
  if (!refusal.isNews) return;
  const toHash = await numberOf(deps, tx, refusal);
  const contact = await findContactById(tx, shopId, contactId);
  if (toHash === null || !contact) return;
  const shop = await readShop(tx, shopId);
  const named = topicSchema.safeParse(topic).data ?? null;
  const text = optOutText({
    shopName: shop.name,
    topic: named,
    locales: [contact.locale, shop.locale],
  });
  await answerInWindow(deps, tx, {
    shopId,
    dedupeKey: `opt-out:${refusal.wamid}`,
    kind: "opt_out_confirmation",
    topic: named ?? "reminders",
    contactId,
    toHash,
    text,
    since: at,
  });
}
