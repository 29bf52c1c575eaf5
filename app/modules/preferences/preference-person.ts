import {
  type ContactRow,
  contactRow,
  findContactById,
  readContacts,
} from "#app/modules/contacts/index.ts";
import { messageOfToken, type PreferenceLink } from "#app/modules/links/index.ts";
import { readShop, storefrontOrigin } from "#app/modules/shops/index.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import { consentStates } from "#app/modules/consent/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskPhone } from "#app/shared/phone.ts";
import type { PreferenceView } from "./preferences.types.ts";

export interface PreferencePerson {
  contact: ContactRow;
  /** the message behind which the link stood; null when the link is the person's own */
  messageId: string | null;
}

/** The person behind a genuine token; null where there is none (any more). */
export async function personOfToken(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  link: PreferenceLink,
): Promise<PreferencePerson | null> {
  const named = await contactRow(tx, link.shopId, link.contactId);
  // Another contact, where the one that the link names turned out to be the same person.
  const contact = await findContactById(tx, link.shopId, link.contactId);
  if (!named || !contact) return null;
  const proof = messageOfToken(deps, link, named.dataKey);
  return proof.isGenuine ? { contact, messageId: proof.messageId } : null;
}

const ON: readonly string[] = ["granted", "pending"];

/** How the person stands, as the page shows it. */
export async function viewOf(deps: Deps, tx: Tx, contact: ContactRow): Promise<PreferenceView> {
  const { shopId, id, locale } = contact;
  const shop = await readShop(tx, shopId);
  const cards = await readContacts(deps, tx, { shopId, ids: [id] });
  const [phone] = cards.get(id)?.phones.values() ?? [];
  const standings = (await consentStates(tx, shopId, [id])).get(id);
  const on = consentTopics.filter((topic) => ON.includes(standings?.get(topic)?.state ?? ""));
  return {
    shopName: shop.name,
    shopUrl: storefrontOrigin(shop, deps.extraShopOrigins),
    language: locale,
    maskedPhone: phone ? maskPhone(phone) : null,
    on,
    isOut: on.length === 0,
  };
}
