import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, phoneE164Schema } from "#app/shared/phone.ts";
import { contactsStandingFor, identifiersOf } from "./contacts.store.server.ts";
import type { ContactRow } from "./contacts.types.ts";
import { hashesOf } from "./hashes-of.ts";

export interface ContactCard {
  /** of the contact that stands for the person */
  id: string;
  firstName: string | null;
  locale: string | null;
  country: string | null;
  lastInboundAt: Date | null;
  /** when they last wrote what people have to answer */
  lastReplyAt: Date | null;
  /** every hash that names this person today */
  hashes: string[];
  /** the person's phones in clear, by hash: to send, never to log */
  phones: Map<string, PhoneE164>;
  /** Shopify's numeric customer id, when a checkout named it */
  customerId: string | null;
}

type Identifiers = Awaited<ReturnType<typeof identifiersOf>>;

function phonesOf(deps: Pick<Deps, "vault">, contact: ContactRow, identifiers: Identifiers) {
  const phones = new Map<string, PhoneE164>();
  for (const { kind, hash, sealed } of identifiers) {
    if (kind !== "phone" || sealed === null) continue;
    const opened = deps.vault.openFor(contact.dataKey, contact.id, sealed);
    phones.set(hash, phoneE164Schema.parse(opened));
  }
  return phones;
}

function customerIdOf(deps: Pick<Deps, "vault">, contact: ContactRow, identifiers: Identifiers) {
  const sealed = identifiers.find((one) => one.kind === "customer")?.sealed;
  return sealed ? deps.vault.openFor(contact.dataKey, contact.id, sealed) : null;
}

/**
 * What sending needs to know of some contacts, in two queries, by the id that was asked for: the card of
 * one that was joined to another is the other's. Erased ones are absent.
 */
export async function readContacts(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; ids: string[] },
): Promise<Map<string, ContactCard>> {
  const ids = [...new Set(who.ids)];
  const contacts = await contactsStandingFor(tx, who.shopId, ids);
  const standing = [...new Set([...contacts.values()].map((contact) => contact.id))];
  const all = await identifiersOf(tx, who.shopId, standing);
  const byContact = Map.groupBy(all, (one) => one.contactId);
  const cards = [...contacts].map(([asked, contact]): [string, ContactCard] => {
    const own = byContact.get(contact.id) ?? [];
    const { id, locale, country, lastInboundAt, lastReplyAt } = contact;
    const firstName = contact.firstName
      ? deps.vault.openFor(contact.dataKey, id, contact.firstName)
      : null;
    const hashes = hashesOf(
      deps,
      contact.shopId,
      own.map(({ kind, hash, sealed }) => ({
        kind,
        hash,
        value: () => sealed && deps.vault.openFor(contact.dataKey, id, sealed),
      })),
    );
    const phones = phonesOf(deps, contact, own);
    const customerId = customerIdOf(deps, contact, own);
    return [
      asked,
      { id, firstName, locale, country, lastInboundAt, lastReplyAt, hashes, phones, customerId },
    ];
  });
  return new Map(cards);
}
