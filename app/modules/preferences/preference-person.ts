import { type PagePerson, readPagePerson } from "#app/modules/contacts/index.ts";
import { messageOfToken, type PreferenceLink } from "#app/modules/links/index.ts";
import { shopFace, storefrontOrigin } from "#app/modules/shops/index.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import { consentStates } from "#app/modules/consent/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskPhone } from "#app/shared/phone.ts";
import type { PreferenceView } from "./preferences.types.ts";

export interface PreferencePerson {
  /** as they are known today: the contact of the link may have been joined to another one */
  person: PagePerson;
  /** the message behind which the link stood; null when the link is the person's own */
  messageId: string | null;
}

/** The person behind a genuine token; null where there is none (any more). */
export async function personOfToken(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  link: PreferenceLink,
): Promise<PreferencePerson | null> {
  const person = await readPagePerson(deps, tx, link);
  if (!person) return null;
  const proof = messageOfToken(deps, link, person.askedKey);
  return proof.isGenuine ? { person, messageId: proof.messageId } : null;
}

const ON: readonly string[] = ["granted", "pending"];

/** How the person stands, as the page shows it. */
export async function viewOf(deps: Deps, tx: Tx, person: PagePerson): Promise<PreferenceView> {
  const { shopId, contactId, locale } = person;
  const shop = await shopFace(tx, shopId);
  const phone = person.phone();
  const standings = (await consentStates(tx, shopId, [contactId])).get(contactId);
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
