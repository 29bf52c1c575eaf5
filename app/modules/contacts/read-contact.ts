import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, phoneE164Schema } from "#app/shared/phone.ts";
import { contactsByIds, identifiersOf } from "./contacts.store.server.ts";
import type { ContactRow } from "./contacts.types.ts";

export interface ContactCard {
  id: string;
  firstName: string | null;
  locale: string | null;
  country: string | null;
  lastInboundAt: Date | null;
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

/** What sending needs to know of some contacts, in two queries. Erased ones are absent. */
export async function readContacts(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; ids: string[] },
): Promise<Map<string, ContactCard>> {
  const ids = [...new Set(who.ids)];
  const contacts = await contactsByIds(tx, who.shopId, ids);
  const all = await identifiersOf(tx, who.shopId, ids);
  const byContact = Map.groupBy(all, (one) => one.contactId);
  const cards = contacts.map((contact): [string, ContactCard] => {
    const own = byContact.get(contact.id) ?? [];
    const { id, locale, country, lastInboundAt } = contact;
    const firstName = contact.firstName
      ? deps.vault.openFor(contact.dataKey, id, contact.firstName)
      : null;
    const hashes = own.map((one) => one.hash);
    const phones = phonesOf(deps, contact, own);
    const customerId = customerIdOf(deps, contact, own);
    return [id, { id, firstName, locale, country, lastInboundAt, hashes, phones, customerId }];
  });
  return new Map(cards);
}
