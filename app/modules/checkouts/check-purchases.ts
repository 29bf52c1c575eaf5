import { z } from "zod";
import { type ContactCard, readContacts } from "#app/modules/contacts/index.ts";
import type { PurchaseAnswer, PurchaseCheck } from "#app/ports/announcements.ts";
import { askPurchases, type PersonAsked, type ShopifyQuestion } from "#app/modules/orders/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { sealedPersons } from "./checkouts.store.server.ts";
import { openPerson, type PersonOfCheckout } from "./person-of-checkout.ts";

/** Every name under which Shopify may know the buyer; what is no address would fail everybody's question. */
function personsOf(
  card: ContactCard | undefined,
  checkout: PersonOfCheckout | undefined,
): PersonAsked[] {
  const customers = new Set([card?.customerId, checkout?.customerId]);
  const phones = new Set(card?.phones.values());
  const email = z.email().safeParse(checkout?.email).data;
  return [
    ...[...customers].flatMap((value) => (value ? [{ by: "customer" as const, value }] : [])),
    ...[...phones].map((value) => ({ by: "phone" as const, value })),
    ...(email ? [{ by: "email" as const, value: email }] : []),
  ];
}

/**
 * The last question before a claim: has Shopify seen an order of this checkout, cart or person? One
 * aliased query for the whole batch (design, flow a). Of the person by customer and phone, and by the e-mail
 * address that the checkout named: of any other we keep a hash alone, and match it on received orders.
 * @throws ShopifyError when Shopify does not answer: the messages wait
 */
export async function checkPurchases(
  deps: Deps,
  shopId: string,
  checks: PurchaseCheck[],
): Promise<Map<string, PurchaseAnswer>> {
  const checkoutIds = checks.flatMap((one) => one.checkoutId ?? []);
  const { domain, contacts, sealed } = await deps.db.inShop(shopId, async (tx) => ({
    domain: (await readShop(tx, shopId)).domain,
    contacts: await readContacts(deps, tx, { shopId, ids: checks.map((one) => one.contactId) }),
    sealed: await sealedPersons(tx, shopId, checkoutIds),
  }));
  const questions = checks.map((check): ShopifyQuestion => {
    const person = sealed.get(check.checkoutId ?? "");
    return {
      key: check.messageId,
      checkoutToken: check.checkoutToken,
      cartToken: check.cartToken,
      persons: personsOf(contacts.get(check.contactId), person && openPerson(deps, shopId, person)),
      since: check.since,
    };
  });
  const checkedAt = deps.clock.now();
  const answers = await askPurchases(deps, domain, questions);
  return new Map([...answers].map(([key, bought]) => [key, { bought, checkedAt }]));
}
